/**
 * As deep as elements may stand in what others send or files hold: no metadata comes near it. saxes looks a prefix up in all
 * elements around, so that fifty thousand inside each other would take it minutes.
 */
export const DEEPEST = 100;

/**
 * A text of unknown origin as PostgreSQL can store it: it has no U+0000, so the sign for it stands there instead
 * (U+2400), and half a character is U+FFFD, as in SQLite. What is served never holds them; what was refused may.
 */
export function storable<T extends string | undefined>(text: T): T {
  return text?.toWellFormed().replaceAll('\0', '␀') as T;
}

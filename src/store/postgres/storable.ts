/**
 * A text of unknown origin as PostgreSQL can store it: it has no U+0000, so the sign for it stands there instead
 * (U+2400). What is served never holds one; what was refused may.
 */
export function storable<T extends string | undefined>(text: T): T {
  return text?.replaceAll('\0', '␀') as T;
}

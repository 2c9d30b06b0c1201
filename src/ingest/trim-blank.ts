/** White space, control and format characters, among them BOM, NBSP and direction marks. */
const BLANK = /[\s\p{Cc}\p{Cf}]/u;

/** The text without blank characters at its ends; in linear time, which `/\s+$/` does not promise. */
export function trimBlank(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charAt(start))) start++;
  while (end > start && isBlank(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

export function isBlank(character: string): boolean {
  return BLANK.test(character);
}

/** A text that is at most so long, in UTF-16 units, with an ellipsis where something was cut off: never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = /[\uD800-\uDBFF]$/;
  return `${text.slice(0, most).replace(half, '')}…`;
}

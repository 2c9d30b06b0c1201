/** Members of all objects in a JSON text that is known to be valid: the colons outside of its strings. */
export function countMembers(json: string): number {
  let count = 0;
  let i = 0;
  while (i < json.length) {
    const quote = json.indexOf('"', i);
    const end = quote < 0 ? json.length : quote;
    for (; i < end; i++) if (json.charCodeAt(i) === 0x3a) count++;
    if (quote < 0) break;
    i = endOfString(json, quote) + 1;
  }
  return count;
}

/** Position of the quote that closes the string opened at `quote`; the end of the text when none does. */
export function endOfString(json: string, quote: number): number {
  let end = json.indexOf('"', quote + 1);
  while (end >= 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? json.length : end;
}

function isEscaped(json: string, at: number): boolean {
  let slashes = 0;
  while (json.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
}

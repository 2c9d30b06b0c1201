const LONGEST = 200;

/** What the other end says, to be shown in a message: on one line, without invisible characters, not too long. */
export function cleanWords(text: string): string {
  // Cut before it is cleaned, too: it may be as long as a page.
  const line = text
    .slice(0, 10 * LONGEST)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

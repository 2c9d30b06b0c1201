const STRAY = /&(?!(?:#\d+|#[xX][\dA-Fa-f]+|[\p{L}_:][\p{L}\p{N}._:-]*);)/u;
const BEGIN = /<!--|<!\[CDATA\[|<\?/g;
/** Parts in which an & is a character like any other, by what they begin and end with. */
const SKIPPED: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/**
 * The line of the first & that begins no reference, the commonest fault of all. A parser looks for the semicolon
 * of such a reference as far as it can, and then names a line that is far away.
 */
export async function lineOfStrayAmpersand(
  lines: AsyncIterable<{ line: number; text: string; problem?: string }>,
): Promise<number | undefined> {
  let until: string | undefined;
  for await (const { line, text, problem } of lines) {
    // Where a line is cut, a reference may be.
    if (problem !== undefined) return undefined;
    for (let at = 0; at < text.length; ) {
      if (until !== undefined) {
        const end = text.indexOf(until, at);
        if (end < 0) break;
        at = end + until.length;
        until = undefined;
        continue;
      }
      BEGIN.lastIndex = at;
      const found = BEGIN.exec(text);
      const end = found?.index ?? text.length;
      if (STRAY.test(text.slice(at, end))) return line;
      at = end + (found?.[0].length ?? 0);
      until = SKIPPED.find(([begin]) => begin === found?.[0])?.[1];
    }
  }
  return undefined;
}

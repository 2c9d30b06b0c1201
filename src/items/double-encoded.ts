/** What windows-1252 has where Latin-1 has control characters, from 0x80; unassigned ones are undefined. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** How every such text must begin somewhere: with the first and the second byte of a character. */
const PAIR = new RegExp(`[\u00c2-\u00f4][\u0080-\u00bf${WINDOWS_1252}]`);
const RUN = /[^\0-\x7f]{2,}/g;
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * True when part of a text looks like UTF-8 that was taken for windows-1252 or Latin-1 and encoded once more:
 * `Ä±` for `ı`. Nobody but the source can know for sure, so the text is left as it is and a person is told.
 */
export function looksDoubleEncoded(text: string): boolean {
  if (!PAIR.test(text)) return false;
  for (const [run] of text.matchAll(RUN)) {
    const bytes = [...run].map(byteOf);
    if (bytes.some((byte) => byte === undefined)) continue;
    try {
      decoder.decode(Uint8Array.from(bytes as number[]));
      return true;
    } catch {
      // Not UTF-8: just letters that stand side by side.
    }
  }
  return false;
}

function byteOf(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return code;
  const at = WINDOWS_1252.indexOf(character);
  return at < 0 ? undefined : 0x80 + at;
}

const PERCENT = 0x25;
const HEX = Buffer.from('0123456789ABCDEF', 'latin1');

/**
 * A form body as text, with bytes beyond ASCII as escapes, so that what is not UTF-8 is found out where they are decoded.
 * A body may be full of them: this is a loop, since a pattern would hold up everybody for 40 ms.
 */
export function formText(body: Buffer): string {
  const text = Buffer.allocUnsafe(body.length * 3);
  let length = 0;
  for (const byte of body) {
    if (byte < 0x80) text[length++] = byte;
    else {
      text[length++] = PERCENT;
      text[length++] = HEX[byte >> 4] ?? 0;
      text[length++] = HEX[byte & 15] ?? 0;
    }
  }
  return text.toString('latin1', 0, length);
}

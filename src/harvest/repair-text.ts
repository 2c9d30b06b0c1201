import type { TextDecoder as Decoder } from 'node:util';
import { isXmlText } from '../oai/quote.ts';

const REPLACEMENT = '\ufffd';
/** What the production Char of XML 1.0 does not allow, lone surrogates among it. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const REFERENCE = /&#(?:x([0-9A-Fa-f]+)|([0-9]+));/g;
/** An XML declaration stands at the very beginning, and is short. */
const LONGEST_DECLARATION = 200;

/**
 * The text of a page, in which everything that XML 1.0 cannot hold is U+FFFD: characters, references to them, and bytes
 * that are of no character (docs/text-cleaning.md). Bytes that are no UTF-8 are read in the encoding that the page
 * declares, though the protocol knows UTF-8 alone (3.2). References are replaced in CDATA, too, where they are text: what
 * takes the text in would read them there all the same.
 */
export function repairText(bytes: Uint8Array): { text: string; repaired: boolean } {
  const sent = decode(bytes);
  const text = sent
    .replace(FORBIDDEN, REPLACEMENT)
    .replace(REFERENCE, (reference, hex: string | undefined, decimal: string | undefined) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff && isXmlText(String.fromCodePoint(code)) ? reference : REPLACEMENT;
    });
  return { text, repaired: text.includes(REPLACEMENT) };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const beginning = Buffer.from(bytes.subarray(0, LONGEST_DECLARATION)).toString('latin1');
    const declared = /^<\?xml\s[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(beginning)?.[1];
    return decoderOf(declared).decode(bytes);
  }
}

function decoderOf(encoding: string | undefined): Decoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder();
  }
}

const MOST_QUOTED = 80;

/** XML 1.0 Char, negated. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
const FORBIDDEN_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const ALL_FORBIDDEN = new RegExp(FORBIDDEN_IN_XML, 'gu');

/** True when XML 1.0 can hold the text, so that it could be echoed in `request`. */
export function isXmlText(text: string): boolean {
  return !FORBIDDEN_IN_XML.test(text);
}

/** Shows a received text in a message: short, and without characters that XML forbids. */
export function quote(text: string): string {
  const shown = text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
  return `"${shown.replace(ALL_FORBIDDEN, '\ufffd')}"`;
}

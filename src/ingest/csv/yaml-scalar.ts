/** What needs no quotation marks in YAML, wherever it stands: words with a few harmless signs between. */
const PLAIN = /^[\p{L}_](?:[\p{L}\p{N}_.()/ -]*[\p{L}\p{N}_.()/])?$/u;
/** What YAML does not take as it is, or nobody would see. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\u00a0]/gu;
const LONGEST_PLAIN = 80;

/** A text as YAML has it, on one line. */
export function yamlScalar(text: string): string {
  if (text.length <= LONGEST_PLAIN && PLAIN.test(text)) return text;
  return yamlQuoted(text);
}

/** The same, always in quotation marks. */
export function yamlQuoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replace(INVISIBLE, escaped)}"`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

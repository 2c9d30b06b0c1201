import { decodeHTMLStrict } from 'entities';
import { trimBlank } from '../trim-blank.ts';

const CLOSING: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
  ['）', '（'],
  ['］', '［'],
]);
const OPENING: ReadonlySet<string> = new Set(CLOSING.values());

/**
 * Splits a list at its separators. What stands in brackets stays together, but only where the bracket is closed:
 * a lost bracket must not swallow the rest. The semicolon of an HTML reference (`&#353;`) separates nothing.
 */
export function splitList(text: string, separators: string): string[] {
  const closers = closingBrackets(text);
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '&') {
      i += referenceLength(text, i);
    } else if (separators.includes(character)) {
      parts.push(text.slice(from, i));
      from = i + 1;
    } else {
      i = closers.get(i) ?? i;
    }
  }
  parts.push(text.slice(from));
  return parts.map(trimBlank).filter((part) => part !== '');
}

/** Position of each bracket that is closed, and of the one that closes it. */
function closingBrackets(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open = new Map<string, number[]>();
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (OPENING.has(character)) {
      const stack = open.get(character);
      if (stack) stack.push(i);
      else open.set(character, [i]);
      continue;
    }
    const opener = CLOSING.get(character);
    const start = opener === undefined ? undefined : open.get(opener)?.pop();
    if (start !== undefined) pairs.set(start, i);
  }
  return pairs;
}

/** How many characters of an HTML reference follow the & at `at`; 0 when it is a plain &. `&amp;#353;` is one. */
function referenceLength(text: string, at: number): number {
  const found = /^&(?:amp;)*(#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i.exec(text.slice(at, at + 64));
  if (!found) return 0;
  const last = `&${found[1]};`;
  return decodeHTMLStrict(last) === last ? 0 : found[0].length - 1;
}

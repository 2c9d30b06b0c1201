import { decodeLatex } from './decode-latex.ts';

/** A name of CSL, as far as BibTeX has its parts. */
export interface BibtexName {
  readonly family?: string;
  readonly given?: string;
  readonly suffix?: string;
  readonly 'non-dropping-particle'?: string;
  readonly literal?: string;
}

/** What biblatex names `family=Berg, given=Hans, prefix=van der`. */
const EXTENDED = /^(?:family|given|prefix|suffix)(?:-i)?\s*=/i;

/**
 * The names of a list by the rules of BibTeX: `First von Last`, `von Last, First`, `von Last, Jr, First`; what stands
 * whole in braces is the name of a body. `others` says that the list goes on.
 */
export function readNames(list: string, unknown?: Set<string>): { names: BibtexName[]; others: boolean } {
  const parts = split(list, /\s+and(?=\s)/iy)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const names = parts.filter((part) => !/^others$/i.test(part));
  return { names: names.flatMap((name) => readName(name, unknown) ?? []), others: names.length < parts.length };
}

function readName(latex: string, unknown: Set<string> | undefined): BibtexName | undefined {
  const text = (words: readonly string[] | string) =>
    decodeLatex(typeof words === 'string' ? words : words.join(' '), unknown);
  if (isWholeGroup(latex)) {
    const literal = text(latex);
    return literal === '' ? undefined : { literal };
  }
  const parts = split(latex, /,/y).map((part) => part.trim());
  if (EXTENDED.test(latex)) return extended(parts, text);
  const words = split(parts[0] ?? '', /[\s~]+/y).filter((word) => word !== '');
  if (parts.length === 1) {
    const von = words.findIndex((word) => isLower(word));
    const last = von < 0 || von === words.length - 1 ? words.length - 1 : lastLower(words) + 1;
    const first = von < 0 || von >= last ? last : von;
    return named(text(words.slice(last)), text(words.slice(0, first)), text(words.slice(first, last)), '');
  }
  const last = words.length > 1 && isLower(words[0] ?? '') ? lastLower(words) + 1 : 0;
  const given = parts.length === 2 ? parts[1] : parts.slice(2).join(' ');
  return named(
    text(words.slice(last)),
    text(given ?? ''),
    text(words.slice(0, last)),
    parts.length === 2 ? '' : text(parts[1] ?? ''),
  );
}

function extended(parts: readonly string[], text: (latex: string) => string): BibtexName | undefined {
  const values = new Map(
    parts.map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name.trim().toLowerCase(), text(value.join('=').trim().replace(/^"|"$/g, ''))];
    }),
  );
  const of = (name: string) => values.get(name) ?? '';
  return named(of('family'), of('given'), of('prefix'), of('suffix'));
}

function named(family: string, given: string, particle: string, suffix: string): BibtexName | undefined {
  if (family === '') {
    const literal = [particle, given].filter((part) => part !== '').join(' ');
    return literal === '' ? undefined : { family: literal };
  }
  return {
    family,
    ...(given !== '' && { given }),
    ...(particle !== '' && { 'non-dropping-particle': particle }),
    ...(suffix !== '' && { suffix }),
  };
}

/** The last of the particles: the last word is the name, whatever its letters. */
function lastLower(words: readonly string[]): number {
  for (let i = words.length - 2; i >= 0; i--) if (isLower(words[i] ?? '')) return i;
  return -1;
}

/** A word in braces has no case, unless it is an accented letter. */
function isLower(word: string): boolean {
  if (/^\{(?!\\)/.test(word)) return false;
  return /^\p{Ll}/u.test(decodeLatex(word).replace(/^[^\p{L}]+/u, ''));
}

/** True for `{World Health Organization}`, not for `{\"O}zg{\"u}r`, nor for one accented letter. */
function isWholeGroup(latex: string): boolean {
  if (!latex.startsWith('{') || !latex.endsWith('}') || /^\{\\\S*$/.test(latex)) return false;
  let depth = 0;
  for (let i = 0; i < latex.length; i++) {
    const character = latex.charAt(i);
    if (character === '\\') i++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return i === latex.length - 1;
  }
  return false;
}

/** Splits where the pattern matches outside of braces. */
function split(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (depth <= 0) {
      // White space is matched once, at its beginning.
      const isInside = /\s/.test(character) && i > start && /\s/.test(text.charAt(i - 1));
      separator.lastIndex = i;
      const found = isInside ? undefined : separator.exec(text)?.[0];
      if (found === undefined) {
        if (character === '\\') i++;
      } else {
        parts.push(text.slice(start, i));
        start = i + found.length;
        i = start - 1;
      }
      continue;
    }
    if (character === '\\') i++;
  }
  parts.push(text.slice(start));
  return parts;
}

import { ACCENTS, DOTLESS } from './latex-accents.ts';
import { DROPS_FIRST, ESCAPES, SILENT, SPACES, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS } from './latex-symbols.ts';

/** Deeper braces are read as if they were not there. */
const DEEPEST = 100;
const LIGATURES: readonly (readonly [string, string])[] = [
  ['---', '—'],
  ['--', '–'],
  ['``', '“'],
  ["''", '”'],
  ['!`', '¡'],
  ['?`', '¿'],
  ['`', '‘'],
  ['~', ' '],
];

/**
 * The text that LaTeX would print: accents and symbols as Unicode (NFC), without braces and commands; white space is
 * one blank, `\\` and empty lines a line end. Of a command that is not known the argument stays, and its name goes into
 * `unknown`.
 */
export function decodeLatex(latex: string, unknown?: Set<string>): string {
  // Most values are plain.
  const text = /[\\{}$~`]|--|''/.test(latex) ? new LatexReader(latex, unknown).read() : latex;
  return text
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?(?:\n ?)+/g, '\u0000')
    .replaceAll('\n', ' ')
    .replace(/ {2,}/g, ' ')
    .replaceAll('\u0000', '\n')
    .trim();
}

class LatexReader {
  readonly #text: string;
  readonly #unknown: Set<string> | undefined;
  #at = 0;
  #isMath = false;

  constructor(text: string, unknown: Set<string> | undefined) {
    this.#text = text;
    this.#unknown = unknown;
  }

  read(): string {
    let read = '';
    // A stray brace ends a group, not the text.
    while (this.#at < this.#text.length) read += this.#until(0);
    return read;
  }

  /** Reads to the brace that closes this group, or to the end. */
  #until(depth: number): string {
    const pieces: string[] = [];
    while (this.#at < this.#text.length) {
      if (this.#text.charAt(this.#at) === '}') {
        this.#at++;
        break;
      }
      pieces.push(this.#next(depth));
    }
    return pieces.join('');
  }

  #next(depth: number): string {
    const character = this.#text.charAt(this.#at);
    switch (character) {
      case '\\':
        return this.#command(depth);
      case '{':
        this.#at++;
        return depth < DEEPEST ? this.#until(depth + 1) : '';
      case '$':
        this.#at++;
        this.#isMath = !this.#isMath;
        return '';
      case '^':
      case '_':
        if (!this.#isMath) break;
        this.#at++;
        return raised(this.#argument(depth), character === '^' ? SUPERSCRIPTS : SUBSCRIPTS);
      case '-':
      case '`':
      case "'":
      case '!':
      case '?':
      case '~':
        return this.#ligature();
      default:
    }
    const plain = /[^\\{}$^_`'!?~-]+/y;
    plain.lastIndex = this.#at;
    const run = plain.exec(this.#text)?.[0] ?? character;
    this.#at += run.length;
    return run;
  }

  #ligature(): string {
    const found = LIGATURES.find(([written]) => this.#text.startsWith(written, this.#at));
    const isMinus = this.#isMath && found?.[0].startsWith('-');
    this.#at += found && !isMinus ? found[0].length : 1;
    return found && !isMinus ? found[1] : this.#text.charAt(this.#at - 1);
  }

  #command(depth: number): string {
    const letters = /[A-Za-z]+\*?/y;
    letters.lastIndex = this.#at + 1;
    const name = letters.exec(this.#text)?.[0] ?? '';
    if (name === '') return this.#escape(depth);
    this.#at += name.length + 1;
    const accent = ACCENTS.get(name);
    if (accent !== undefined && depth < DEEPEST) return this.#accented(accent, depth);
    this.#spaces();
    const symbol = SYMBOLS.get(name);
    if (symbol !== undefined) return symbol;
    if (SPACES.has(name)) return ' ';
    if (name === 'enquote' && depth < DEEPEST) return `“${this.#argument(depth)}”`;
    if (/^[dt]?frac$/.test(name) && depth < DEEPEST) return `${this.#argument(depth)}/${this.#argument(depth)}`;
    if (DROPS_FIRST.has(name.toLowerCase())) {
      if (this.#text.charAt(this.#at) === '{') this.#argument(depth);
      return '';
    }
    if (!SILENT.has(name)) this.#unknown?.add(`\\${name}`);
    return '';
  }

  #escape(depth: number): string {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at + 1) ?? 0x20);
    this.#at += 1 + character.length;
    const accent = ACCENTS.get(character);
    if (accent !== undefined && depth < DEEPEST) return this.#accented(accent, depth);
    return ESCAPES.get(character) ?? character;
  }

  #accented(accent: string, depth: number): string {
    const text = this.#argument(depth);
    const letter = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
    // `\~{}` is the character by itself.
    if (text === '') return alone(accent);
    return ((DOTLESS.get(letter) ?? letter) + accent).normalize('NFC') + text.slice(letter.length);
  }

  /** A group, a command or one character. */
  #argument(depth: number): string {
    this.#spaces();
    const character = this.#text.charAt(this.#at);
    if (character === '{' || character === '\\') return depth < DEEPEST ? this.#next(depth + 1) : '';
    if (character === '' || character === '}') return '';
    const one = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#at += one.length;
    return one;
  }

  #spaces(): void {
    while (/\s/.test(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at++;
  }
}

/** `\~{}` and `\^{}` are how people write the characters themselves. */
function alone(accent: string): string {
  return accent === '\u0303' ? '~' : accent === '\u0302' ? '^' : '';
}

/** Raised or lowered where Unicode has all of it, else as it stands. */
function raised(text: string, table: ReadonlyMap<string, string>): string {
  const characters = [...text].map((character) => table.get(character));
  return characters.includes(undefined) ? text : characters.join('');
}

import type { Macros } from './macros.ts';

/** An entry with its fields, by names in small letters. Values are LaTeX, macros put in. */
export interface Entry {
  readonly type: string;
  /** Empty when there is none. */
  readonly key: string;
  readonly fields: ReadonlyMap<string, string>;
  /** What is odd, though the entry can be read. */
  readonly notes: readonly string[];
}

/** Why an entry cannot be read. `line` counts from 0, from the beginning of the entry. */
export interface EntryProblem {
  readonly problem: string;
  readonly line: number;
}

const HEAD = /^@\s*[A-Za-z][\w-]*\s*[{(]/;
/** All that BibTeX takes as a name, and what is no name but plain text without braces. */
const NAME = /[^\s"#%'(),={}]+/y;
const SPACE = /(?:\s+|%[^\n]*(?:\n|$))+/y;

class EntryError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** What opens and closes values; a backslash takes the meaning from what follows it. */
const MARKS = /\\[\s\S]|[{}"]/g;

/** Reads one entry, or one `@string`, whose only field is the macro. `marks` tells which braces count. */
export function parseEntry(type: string, text: string, macros: Macros, marks = MARKS): Entry | EntryProblem {
  const reader = new EntryReader(text, macros, marks);
  try {
    const key = type === 'string' ? '' : reader.key();
    reader.fields();
    return { type, key, fields: reader.found, notes: reader.notes };
  } catch (error) {
    if (!(error instanceof EntryError)) throw error;
    return { problem: error.message, line: text.slice(0, error.at).split('\n').length - 1 };
  }
}

class EntryReader {
  readonly found = new Map<string, string>();
  readonly notes: string[] = [];
  readonly #text: string;
  readonly #macros: Macros;
  readonly #marks: RegExp;
  readonly #end: number;
  #at: number;

  constructor(text: string, macros: Macros, marks: RegExp) {
    this.#text = text;
    this.#macros = macros;
    this.#marks = new RegExp(marks);
    this.#at = HEAD.exec(text)?.[0].length ?? 0;
    // The last character closes the entry.
    this.#end = text.length - 1;
  }

  /** What stands before the first comma, unless that is a field already. */
  key(): string {
    const [whole = '', key = ''] = /^([^,={}"]*)(?:,|$)/.exec(this.#text.slice(this.#at, this.#end)) ?? [];
    this.#at += whole.length;
    return key.trim().replace(/\s+/g, ' ');
  }

  fields(): void {
    for (;;) {
      this.#space();
      while (this.#text.charAt(this.#at) === ',') {
        this.#at++;
        this.#space();
      }
      if (this.#at >= this.#end) return;
      this.#field();
    }
  }

  #field(): void {
    const start = this.#at;
    const name = this.#match(NAME).toLowerCase();
    if (name === '') throw this.#unexpected('the name of a field');
    this.#space();
    if (this.#text.charAt(this.#at) !== '=') throw this.#unexpected(`an equals sign after ${name.slice(0, 60)}`);
    this.#at++;
    const value = this.#value(name);
    this.#space();
    if (this.#at < this.#end && this.#text.charAt(this.#at) !== ',') {
      // So many programs forget the comma that it is not worth the entry.
      if (!/^[A-Za-z][\w-]*\s*=/.test(this.#text.slice(this.#at, this.#at + 100))) throw this.#unexpected('a comma');
      this.notes.push(`a comma is missing after ${name}`);
    }
    if (!this.found.has(name)) this.found.set(name, value);
    // As BibTeX does: the first one counts.
    else if (this.found.get(name) !== value)
      this.notes.push(`${name.slice(0, 60)} stands twice: the second is left out`);
    if (this.#at === start) throw this.#unexpected('a field');
  }

  #value(name: string): string {
    let value = '';
    do {
      this.#space();
      value += this.#part(name);
      if (value.length > this.#macros.longest) throw new EntryError(`${name} grows too long by its macros`, this.#at);
      this.#space();
    } while (this.#text.charAt(this.#at) === '#' && this.#at++ < this.#end);
    return value;
  }

  #part(field: string): string {
    const opening = this.#text.charAt(this.#at);
    if (opening === '{') return this.#delimited('}');
    if (opening === '"') return this.#delimited('"');
    const word = this.#match(NAME);
    if (word === '') throw this.#unexpected(`the value of ${field.slice(0, 60)}`);
    if (/^\d+$/.test(word)) return word;
    const value = this.#macros.get(word);
    if (value === undefined)
      this.notes.push(`${field}: there is no @string ${word.slice(0, 60)}, the word is taken as it stands`);
    return value ?? word;
  }

  #delimited(closing: string): string {
    const start = this.#at++;
    const marks = this.#marks;
    marks.lastIndex = this.#at;
    let depth = 0;
    for (let mark = marks.exec(this.#text); mark && mark.index < this.#end; mark = marks.exec(this.#text)) {
      if (depth === 0 && mark[0] === closing) {
        this.#at = mark.index + 1;
        return this.#text.slice(start + 1, mark.index);
      }
      if (mark[0] === '{') depth++;
      else if (mark[0] === '}') depth--;
      if (depth < 0) break;
    }
    throw new EntryError(`a value is not closed: ${closing} is missing`, start);
  }

  #space(): void {
    this.#match(SPACE);
    if (this.#at > this.#end) this.#at = this.#end;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #unexpected(expected: string): EntryError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0x20);
    const what = this.#at >= this.#end ? 'the entry ends' : `${character} stands`;
    return new EntryError(`${what} where ${expected} should stand`, this.#at);
  }
}

/** What is wrong with a JSON text. `column` counts characters from 1. */
export interface JsonProblem {
  readonly column: number;
  readonly reason: string;
}

/** Deeper than any item is; the walk below must end before the stack does. */
export const DEEPEST_JSON = 64;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

/**
 * The first fault of a JSON text in plain words, for a line that JSON.parse refused or that names a key twice
 * (which JSON.parse takes in silence, dropping the first value). Undefined when there is none.
 */
export function jsonProblem(text: string): JsonProblem | undefined {
  const walk = new JsonWalk(text);
  try {
    walk.value(0);
    walk.end();
    return undefined;
  } catch (error) {
    if (error instanceof JsonError) return { column: columnOf(text, error.at), reason: error.message };
    throw error;
  }
}

/** Editors count characters, not UTF-16 code units. */
function columnOf(text: string, at: number): number {
  let column = 1;
  for (let i = 0; i < at; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) column++;
  return column;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

class JsonError extends Error {
  readonly at: number;

  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}

/** Walks over a JSON text by the grammar of RFC 8259 and throws at the first thing that is not in it. */
class JsonWalk {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): void {
    if (depth > DEEPEST_JSON) throw this.#error(`brackets stand more than ${DEEPEST_JSON} deep`);
    const character = this.#next();
    if (character === '{') this.#object(depth);
    else if (character === '[') this.#array(depth);
    else if (character === '"') this.#string();
    else if (!this.#match(NUMBER)) this.#word();
  }

  end(): void {
    if (this.#next() !== '') throw this.#error('something follows the object: write one object a line');
  }

  #object(depth: number): void {
    const keys = new Set<string>();
    this.#at++;
    if (this.#next() === '}') return void this.#at++;
    for (;;) {
      const start = this.#at;
      if (this.#next() !== '"') throw this.#unexpected('a key in double quotes');
      const key = this.#string();
      if (keys.has(key)) throw new JsonError(start, `the key "${key.slice(0, 60)}" stands twice in one object`);
      if (key === '__proto__') throw new JsonError(start, 'the key "__proto__" is not allowed');
      keys.add(key);
      if (this.#next() !== ':') throw this.#unexpected('a colon after the key');
      this.#at++;
      this.value(depth + 1);
      if (this.#closes('}')) return;
    }
  }

  #array(depth: number): void {
    this.#at++;
    if (this.#next() === ']') return void this.#at++;
    do this.value(depth + 1);
    while (!this.#closes(']'));
  }

  /** Steps over the closing bracket (true) or over the comma before another value (false). */
  #closes(bracket: string): boolean {
    const character = this.#next();
    if (character !== bracket && character !== ',') throw this.#unexpected(`a comma or ${bracket}`);
    const comma = this.#at++;
    if (character === ',' && this.#next() === bracket) {
      throw new JsonError(comma, `a comma stands before the closing ${bracket}`);
    }
    return character === bracket;
  }

  #string(): string {
    const start = this.#at++;
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === '') throw new JsonError(start, 'a string is not closed');
      if (character === '"') break;
      if (character < ' ')
        throw this.#error('a control character stands in a string: write it as \\u00XX, a line break as \\n');
      if (character !== '\\') this.#at++;
      else if (!this.#match(ESCAPE)) throw this.#error('a backslash stands before something that it cannot escape');
    }
    this.#at++;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #word(): void {
    const start = this.#at;
    const word = this.#match(WORD);
    if (word === 'true' || word === 'false' || word === 'null') return;
    if (word) throw new JsonError(start, `${word.slice(0, 60)} is not JSON: text needs double quotes`);
    throw this.#unexpected('a value');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** The next character that is not white space; empty at the end. */
  #next(): string {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
    return this.#text.charAt(this.#at);
  }

  #unexpected(expected: string): JsonError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#text.length)
      return this.#error(`the line ends where ${expected} should stand: write one whole object a line`);
    return this.#error(`${character === "'" ? 'a single quote' : character} stands where ${expected} should stand`);
  }

  #error(reason: string): JsonError {
    return new JsonError(this.#at, reason);
  }
}

import { lineProblem } from '../csl/line-problem.ts';
import type { FileLine } from '../line-splitter.ts';
import type { SourceFile } from '../source-file.ts';

/** In UTF-16 code units. */
const LONGEST_ENTRY = 4 * 1024 * 1024;
/** An entry on a new line: where an entry before it has lost its closing brace, reading goes on here. */
const START = /^\s{0,8}@\s*([A-Za-z][\w-]*)\s*([{(]|$)/;

/** The problem of an entry that ends where another begins. */
export const NOT_CLOSED = 'it is not closed: a brace is missing';

/** The text of an entry, from its `@`. */
export interface RawEntry {
  /** From 1, of its `@`. */
  readonly line: number;
  /** In small letters: `article`, `string`, `comment`. */
  readonly type: string;
  readonly text: string;
  /** Why it is no whole entry: it is not closed, too long, or has bytes that cannot be read. */
  readonly problem?: string;
}

/**
 * Cuts a BibTeX file into its entries, in memory that does not grow with the file. What stands between entries is a
 * comment. Braces count as BibTeX counts them, but for `\{` and `\}`.
 */
export async function* splitEntries(file: SourceFile): AsyncGenerator<RawEntry> {
  let entry: OpenEntry | undefined;
  for await (const fileLine of file.lines()) {
    const { line, text } = fileLine;
    let rest = text;
    if (entry && START.test(text)) {
      if (entry.type !== '') yield entry.broken();
      entry = undefined;
    }
    while (rest !== '') {
      if (!entry) {
        const at = startOf(rest, rest === text);
        if (at < 0) break;
        entry = new OpenEntry(line);
        rest = rest.slice(at);
      }
      rest = entry.take(rest, fileLine);
      if (!entry.isWhole) break;
      yield entry.finish();
      entry = undefined;
    }
    if (entry) entry.endLine();
    else if (fileLine.isCut) yield { line, type: '', text, problem: fileLine.problem ?? '' };
  }
  if (entry && entry.type !== '') yield entry.broken();
}

/** Where an entry begins; an `@` elsewhere, as in an address, is a comment like the rest, and `%` makes a line one. */
function startOf(text: string, isWholeLine: boolean): number {
  if (isWholeLine && /^\s*%/.test(text)) return -1;
  if (isWholeLine && START.test(text)) return text.indexOf('@');
  return text.search(/(?<![\w.])@\s*[A-Za-z][\w-]*\s*[{(]/);
}

class OpenEntry {
  readonly line: number;
  type = '';
  isWhole = false;
  readonly #pieces: string[] = [];
  #length = 0;
  #problem: string | undefined;
  #depth = 0;
  #isQuoted = false;
  /** `(` where the entry stands in parentheses. */
  #opened = '';

  constructor(line: number) {
    this.line = line;
  }

  /** Takes what belongs to the entry; gives back what follows its end. */
  take(text: string, line: FileLine): string {
    const rest = this.#read(text);
    this.#problem ??= lineProblem(line, text.slice(0, text.length - rest.length));
    return rest;
  }

  endLine(): void {
    this.#keep('\n');
  }

  finish(): RawEntry {
    const isTooLong = this.#length > LONGEST_ENTRY;
    const problem = isTooLong ? 'it is longer than 4 million characters' : this.#problem;
    const entry = { line: this.line, type: this.type, text: this.#pieces.join('') };
    return problem === undefined ? entry : { ...entry, problem };
  }

  broken(): RawEntry {
    return { problem: NOT_CLOSED, ...this.finish() };
  }

  #read(text: string): string {
    let from = 0;
    if (this.#opened === '') {
      const head = this.#length === 0 ? /^@\s*([A-Za-z][\w-]*)\s*([{(])?/.exec(text) : /^\s*()([{(])/.exec(text);
      if (this.#length === 0) this.type = (head?.[1] ?? '').toLowerCase();
      this.#opened = head?.[2] ?? '';
      if (this.#opened === '') return this.#give(text, text.length);
      from = head?.[0].length ?? 0;
      if (this.#opened === '{') this.#depth = 1;
    }
    const marks = /\\[\s\S]|[{})"]/g;
    marks.lastIndex = from;
    for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
      if (mark[0] === '{') this.#depth++;
      else if (mark[0] === '}') this.#depth = Math.max(0, this.#depth - 1);
      // Only in parentheses can a text in quotation marks hold what ends the entry.
      else if (mark[0] === '"' && this.#opened === '(' && this.#depth === 0) this.#isQuoted = !this.#isQuoted;
      if (mark[0] === '{' || this.#isQuoted) continue;
      const ends = this.#depth === 0 && mark[0] === (this.#opened === '(' ? ')' : '}');
      if (!ends) continue;
      this.isWhole = true;
      return this.#give(text, mark.index + 1);
    }
    return this.#give(text, text.length);
  }

  #give(text: string, end: number): string {
    this.#keep(text.slice(0, end));
    return text.slice(end);
  }

  #keep(piece: string): void {
    this.#length += piece.length;
    if (this.#length <= LONGEST_ENTRY) this.#pieces.push(piece);
  }
}

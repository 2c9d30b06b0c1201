import type { FileLine } from '../line-splitter.ts';
import { type Dialect, parseRow } from './parse-row.ts';

/** A row of a table, or what is wrong with it. `line` is where it begins, `text` how it is written. */
export type Row = { readonly line: number; readonly text: string } & (
  | { readonly cells: readonly string[] }
  | { readonly problem: string }
);

/** In UTF-16 code units. No cell of a spreadsheet holds more than 32,767. */
export const LONGEST_ROW = 1024 * 1024;

const TOO_LONG = 'it is longer than 1 MiB';
const OPEN_TOO_LONG = 'a quotation mark opens a cell that is not closed within 1 MiB';

/**
 * Makes rows of lines. A row ends with the line at which its quotation marks are even in number. One that cannot be
 * read costs its first line alone: reading goes on with the next line, so a stray mark swallows nothing. Every line
 * is looked at twice at most, since the lines that an open mark has swallowed are each a whole row. A line with a
 * problem costs the row that it stands in.
 */
export class RowReader {
  readonly #dialect: Dialect;
  /** The row under way. */
  #lines: FileLine[] = [];
  #length = 0;
  #open = false;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The rows that this line ends: one or none, more after a row that could not be read. */
  *push(line: FileLine): Generator<Row> {
    /** What is still to be read, the next line last. */
    const waiting = [line];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (this.#lines.length === 0 && next.text.trim() === '') continue;
      this.#lines.push(next);
      this.#length += next.isCut ? Number.POSITIVE_INFINITY : next.text.length + 1;
      if (this.#dialect.quotes && hasOddQuotes(next.text)) this.#open = !this.#open;
      if (this.#open && this.#length <= LONGEST_ROW) continue;
      yield this.#finish(waiting);
    }
  }

  /** The rows that the end of the file ends. */
  *end(): Generator<Row> {
    while (this.#lines.length > 0) {
      const waiting: FileLine[] = [];
      yield this.#finish(waiting);
      for (let next = waiting.pop(); next; next = waiting.pop()) yield* this.push(next);
    }
  }

  /** Reads the lines so far as one row. If that fails, all but the first go back to `waiting`. */
  #finish(waiting: FileLine[]): Row {
    const lines = this.#lines;
    const isLong = this.#length > LONGEST_ROW;
    const isOpen = this.#open;
    this.#lines = [];
    this.#length = 0;
    this.#open = false;
    const { line, text: firstLine, problem } = lines[0] ?? { line: 0, text: '' };
    const text = lines.length === 1 ? firstLine : lines.map((one) => one.text).join('\n');
    const read = isLong ? { problem: isOpen ? OPEN_TOO_LONG : TOO_LONG } : parseRow(text, this.#dialect);
    const bad = lines.find((one) => one.problem !== undefined);
    if (Array.isArray(read)) {
      if (bad?.problem === undefined) return { line, text, cells: read };
      return { line, text, problem: bad.line === line ? bad.problem : `line ${bad.line}: ${bad.problem}` };
    }
    for (const unread of lines.slice(1).reverse()) waiting.push(unread);
    return { line, text: firstLine, problem: problem ?? read.problem };
  }
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

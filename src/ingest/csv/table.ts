import { Fault } from '../../fault.ts';
import type { FileLine } from '../line-splitter.ts';
import { shorten } from '../shorten.ts';
import type { SourceFile } from '../source-file.ts';
import { columnName } from './column-name.ts';
import { declaredDelimiter, guessDelimiter } from './guess-delimiter.ts';
import { type Dialect, parseRow } from './parse-row.ts';
import { type Row, RowReader } from './row-reader.ts';

const MOST_COLUMNS = 1000;

const SAMPLE_ROWS = 100;
const LONGEST_SAMPLE = 2000;

/** What is known of a table before it is opened. */
export interface TableOptions {
  readonly delimiter?: string | undefined;
  readonly quotes?: boolean;
  /** Names that a column may have, to find the delimiter by. */
  isKnown(name: string): boolean;
}

/** A table in a file: the names of its columns, and its rows as often as they are asked for. */
export class Table {
  readonly file: SourceFile;
  readonly dialect: Dialect;
  readonly columns: readonly string[];
  /** Line of the column names. */
  readonly line: number;

  private constructor(file: SourceFile, dialect: Dialect, columns: readonly string[], line: number) {
    this.file = file;
    this.dialect = dialect;
    this.columns = columns;
    this.line = line;
  }

  /** Reads the column names. Fault: there are none, one is empty, two are the same. */
  static async open(file: SourceFile, { delimiter, quotes = true, isKnown }: TableOptions): Promise<Table> {
    const header = await readHeader(file, quotes);
    const dialect = {
      delimiter: delimiter ?? header.declared ?? guessDelimiter(header.text, quotes, isKnown),
      quotes,
    };
    const cells = parseRow(header.text, dialect);
    if (!Array.isArray(cells))
      throw new Fault(`${file.path}: line ${header.line}, the column names: ${cells.problem}.`);
    const columns = cells.map(columnName);
    const fault = faultOf(columns);
    if (fault !== undefined) throw new Fault(`${file.path}: line ${header.line}: ${fault}`);
    return new Table(file, dialect, columns, header.line);
  }

  /** The rows below the column names, in memory that does not grow with the file. Rows without any text are none. */
  async *rows(): AsyncGenerator<Row> {
    const reader = new RowReader(this.dialect);
    for await (const line of this.file.lines()) {
      // A line `sep=;` stands above the header.
      if (line.line >= this.line) for (const row of reader.push(line)) yield* this.#checked(row);
    }
    for (const row of reader.end()) yield* this.#checked(row);
  }

  /** The cells of the first rows that can be read, long ones cut: enough to guess by, and never much. */
  async sample(): Promise<string[][]> {
    const sample: string[][] = [];
    for await (const row of this.rows()) {
      if ('problem' in row) continue;
      sample.push(row.cells.map((cell) => cell.slice(0, LONGEST_SAMPLE)));
      if (sample.length === SAMPLE_ROWS) break;
    }
    return sample;
  }

  *#checked(row: Row): Generator<Row> {
    if (row.line === this.line) return;
    if ('problem' in row || row.cells.length === this.columns.length) {
      if ('problem' in row || row.cells.some((cell) => cell.trim() !== '')) yield row;
      return;
    }
    const { length } = row.cells;
    const problem = `it has ${length} ${length === 1 ? 'cell' : 'cells'}, but there are ${this.columns.length} columns`;
    yield { line: row.line, text: row.text, problem };
  }
}

/** The first line that holds anything but `sep=;`, with the lines that its quotation marks take in. */
async function readHeader(
  file: SourceFile,
  quotes: boolean,
): Promise<{ line: number; text: string; declared?: string }> {
  let declared: string | undefined;
  const lines: FileLine[] = [];
  // Any delimiter will do: only where the row ends is asked for.
  const reader = new RowReader({ delimiter: ',', quotes });
  for await (const line of file.lines()) {
    if (lines.length === 0) {
      if (line.text.trim() === '') continue;
      const named = declaredDelimiter(line.text);
      if (named !== undefined && declared === undefined) {
        declared = named;
        continue;
      }
    }
    lines.push(line);
    if (!reader.push(line).next().done) break;
  }
  const [first] = lines;
  if (!first) throw new Fault(`${file.path}: is empty. Its first line must hold the names of the columns.`);
  const bad = lines.find(({ problem }) => problem !== undefined);
  if (bad) throw new Fault(`${file.path}: line ${bad.line}, the column names: ${bad.problem}.`);
  return { line: first.line, text: lines.map(({ text }) => text).join('\n'), ...(declared && { declared }) };
}

function faultOf(columns: readonly string[]): string | undefined {
  if (columns.length > MOST_COLUMNS) return `there are ${columns.length} columns, more than ${MOST_COLUMNS}.`;
  const empty = columns.indexOf('');
  if (empty >= 0) return `column ${empty + 1} has no name. Give every column one.`;
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice === undefined) return undefined;
  return `two columns have the name “${shorten(twice)}”. Give every column a name of its own.`;
}

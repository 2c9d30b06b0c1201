import { CsvError, parse } from 'csv-parse/sync';

/** How a table is written. */
export interface Dialect {
  /** The one character between cells. */
  readonly delimiter: string;
  /** False where quotation marks are characters like any other. */
  readonly quotes: boolean;
}

/** Why one row cannot be read, by the codes of csv-parse. One of them lacks the prefix. */
const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'a quotation mark opens a cell that is never closed'],
  [
    'CSV_INVALID_CLOSING_QUOTE',
    'something follows the closing quotation mark of a cell: double the marks inside of it',
  ],
  [
    'INVALID_OPENING_QUOTE',
    'a quotation mark stands inside of a cell: put the whole cell in quotation marks and double those inside',
  ],
]);

/** The cells of one row, given without its line end; or what is wrong with it. */
export function parseRow(text: string, { delimiter, quotes }: Dialect): string[] | { problem: string } {
  try {
    const [cells = [''], more] = parse(text, {
      delimiter,
      quote: quotes ? '"' : null,
      // Without quotation marks a row is a line; with them, line breaks have been made equal before.
      record_delimiter: '\n',
      // Whether the number of cells is right is for the caller to say, in a better sentence.
      relax_column_count: true,
    });
    return more === undefined ? cells : { problem: 'it is no single row' };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { problem: PROBLEMS.get(error.code) ?? error.message };
  }
}

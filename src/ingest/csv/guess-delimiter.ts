import { columnName } from './column-name.ts';
import { parseRow } from './parse-row.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What spreadsheets write above the header, to tell each other: `sep=;`. */
const DECLARED = /^sep=([,;\t|])$/i;

/** The delimiter that a line above the header names; undefined for any other line. */
export function declaredDelimiter(line: string): string | undefined {
  return DECLARED.exec(line)?.[1];
}

/**
 * The delimiter of a table by its header: the one that makes most columns with known names, then the one that
 * makes most columns. A comma where there is but one column.
 */
export function guessDelimiter(header: string, quotes: boolean, isKnown: (name: string) => boolean): string {
  let best = { delimiter: ',', known: -1, columns: 0 };
  for (const delimiter of DELIMITERS) {
    const cells = parseRow(header, { delimiter, quotes });
    if (!Array.isArray(cells)) continue;
    const known = cells.filter((cell) => isKnown(columnName(cell))).length;
    if (known > best.known || (known === best.known && cells.length > best.columns)) {
      best = { delimiter, known, columns: cells.length };
    }
  }
  return best.delimiter;
}

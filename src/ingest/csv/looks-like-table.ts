import { columnName } from './column-name.ts';
import { guessDelimiter } from './guess-delimiter.ts';
import { recogniseColumn } from './recognise-column.ts';
import { type Row, RowReader } from './row-reader.ts';

/** What begins a JSON or XML file. */
const OTHER_FORMAT = /^[<{[]/;

/**
 * Whether a text begins like a table with a header: most columns have known names, one is a title or an identifier,
 * and the next row has as many cells. A line of an article page may name two fields, but not what follows.
 */
export function looksLikeTable(head: string): boolean {
  const text = head.trimStart();
  if (OTHER_FORMAT.test(text)) return false;
  // The last line may be cut off: two rows come before it, or this is not worth a guess.
  const lines = text.split(/\r\n|\n|\r/);
  const [header = ''] = lines;
  const isKnown = (name: string) => recogniseColumn(name) !== undefined;
  const delimiter = guessDelimiter(header, true, isKnown);
  const reader = new RowReader({ delimiter, quotes: true });
  const rows: Row[] = [];
  for (const [i, line] of lines.entries()) {
    rows.push(...reader.push({ line: i + 1, text: line }));
    if (rows.length >= 2) break;
  }
  const [first, second] = rows;
  if (!first || 'problem' in first || !second || 'problem' in second) return false;
  const uses = first.cells.map((cell) => recogniseColumn(columnName(cell))).filter((use) => use !== undefined);
  const tells = uses.some(({ to }) => to === 'title' || to === 'identifier');
  const { length } = first.cells;
  return length >= 2 && second.cells.length === length && uses.length >= 2 && uses.length * 2 > length && tells;
}

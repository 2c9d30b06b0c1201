import { sizeOf } from '../size-of.ts';
import type { TableReader } from './copy-ends.ts';
import type { Row, StoredTable } from './stored-table.ts';

/** What is read at once should not be larger, in characters or bytes; it is not when rows are about as large as before. */
const LARGEST = 8_000_000;

/** The number of rows read at once grows and shrinks by this. */
const STEP = 4;

/** The rows of a table behind one of them, some at a time; none of the lists is empty. */
export async function* readRows(reader: TableReader, table: StoredTable, from?: Row): AsyncGenerator<Row[]> {
  // Nobody knows yet how large they are.
  let limit = Math.ceil(table.rowsAtOnce / STEP ** 3);
  for (let after = from; ; ) {
    const rows = await reader.read(table, after, limit);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1);
    const size = rows.reduce((sum, row) => sum + sizeOf(row), 0);
    if (size > LARGEST) limit = Math.ceil(limit / STEP);
    else if (size * STEP < LARGEST) limit = Math.min(limit * STEP, table.rowsAtOnce);
  }
}

/** The row of a table that has one. */
export async function readOne(reader: TableReader, table: StoredTable): Promise<Row> {
  const [row] = await reader.read(table, undefined, 1);
  if (!row) throw new Error(`the table ${table.name} of ${reader.description} is empty`);
  return row;
}

import type { TableReader } from './copy-ends.ts';
import type { Row, StoredTable } from './stored-table.ts';

/** The rows of a table behind one of them, some at a time; none of the lists is empty. */
export async function* readRows(reader: TableReader, table: StoredTable, from?: Row): AsyncGenerator<Row[]> {
  for (let after = from; ; ) {
    const rows = await reader.read(table, after, table.rowsAtOnce);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1);
  }
}

/** The row of a table that has one. */
export async function readOne(reader: TableReader, table: StoredTable): Promise<Row> {
  const [row] = await reader.read(table, undefined, 1);
  if (!row) throw new Error(`the table ${table.name} of ${reader.description} is empty`);
  return row;
}

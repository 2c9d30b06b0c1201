import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import { ROWS_IN_PORTION, type SqlRows } from './sql-rows.ts';

/** A query on somebody's SQLite file, which is opened for reading only. Faults: no such file, a bad query. */
export async function sqliteRows(path: string, query: string): Promise<SqlRows> {
  if (!existsSync(path)) throw new Fault(`There is no database ${path}.`);
  const db = new Database(path, { readonly: true });
  try {
    const statement = db.prepare(query);
    if (!statement.reader) throw new Error('it gives no rows');
    const columns = statement.columns().map(({ name }) => name);
    async function* portions() {
      let portion: unknown[][] = [];
      for (const row of statement.raw().safeIntegers().iterate() as Iterable<unknown[]>) {
        portion.push(row);
        if (portion.length < ROWS_IN_PORTION) continue;
        yield portion;
        portion = [];
      }
      yield portion;
    }
    return { columns, portions, close: async () => void db.close() };
  } catch (error) {
    db.close();
    throw new Fault(`The query on ${path} failed: ${(error as Error).message}.`);
  }
}

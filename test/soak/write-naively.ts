import Database from 'better-sqlite3';
import { PostgresConnections } from '../../src/store/postgres/postgres-connections.ts';
import { readPostgresUrl } from '../../src/store/postgres/postgres-url.ts';
import { writeBatch } from '../../src/store/postgres/write-batch.ts';
import { batchWriter } from '../../src/store/sqlite/write-batch.ts';
import type { Change } from '../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { interposed } from '../simulation/interposed.ts';

type NaiveWrite = (changes: readonly Change[], now: () => number) => Promise<unknown>;

/** The product's own writing, but for the clock row: it is taken for as low as can be. */
export function naiveWriter(database: string): NaiveWrite {
  if (process.env['OAI_TEST_STORE'] === 'postgres') {
    const connections = new PostgresConnections(readPostgresUrl(database));
    return (changes, now) =>
      connections.write((queries, clock) => writeBatch(queries, { ...clock, high: 0 }, changes, now, RECORD_LAYOUT));
  }
  const db = new Database(database, { timeout: 10_000 });
  const bend = (sql: string, row: unknown) => (sql.startsWith('SELECT high') ? { ...(row as object), high: 0 } : row);
  const batch = batchWriter(interposed(db, { before: () => {}, bend }), RECORD_LAYOUT);
  return async (changes, now) => db.transaction(() => batch(changes, now)).immediate();
}

import pg from 'pg';
import Cursor from 'pg-cursor';
import { Fault } from '../../fault.ts';
import { redact } from '../../harvest/redact.ts';
import { ROWS_IN_PORTION, type SqlRows } from './sql-rows.ts';

/** Seconds to wait for a connection. */
const PATIENCE = 20;

/**
 * A query on somebody's PostgreSQL database, in a transaction that can only read. Dates come as the text that
 * the database writes, so that no time zone of ours moves them. Faults: no connection, a bad query.
 */
export async function postgresRows(url: string, query: string): Promise<SqlRows> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE * 1000,
    types: { getTypeParser: () => (text: unknown) => text } as never,
  });
  // A connection that breaks later is told by the query that was under way.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('BEGIN READ ONLY');
    const cursor = client.query(new Cursor<unknown[]>(query, [], { rowMode: 'array' }));
    const { columns, rows } = await readFirst(cursor);
    async function* portions() {
      for (let portion = rows; portion.length > 0; portion = await cursor.read(ROWS_IN_PORTION)) yield portion;
    }
    return { columns, portions, close: () => client.end() };
  } catch (error) {
    await client.end().catch(() => {});
    throw new Fault(`The query on ${redact(url)} failed: ${(error as Error).message}.`);
  }
}

/** The first rows, with which the names of the columns come. */
function readFirst(cursor: Cursor<unknown[]>): Promise<{ columns: string[]; rows: unknown[][] }> {
  return new Promise((resolve, reject) => {
    cursor.read(ROWS_IN_PORTION, (error: Error | undefined, rows: unknown[][], result) => {
      if (error) reject(error);
      else resolve({ columns: result.fields.map(({ name }) => name), rows });
    });
  });
}

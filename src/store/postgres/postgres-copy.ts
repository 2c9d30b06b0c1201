import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { CopyTarget, TableReader } from '../copy/copy-ends.ts';
import { disturbed, notEmpty } from '../copy/copying-note.ts';
import { CLOCK, CONTENTS, REPOSITORY, type Row, type StoredTable } from '../copy/stored-table.ts';
import { appendOf, lastOf, readOf, updateOf } from './copy-sql.ts';
import { openPostgres } from './open-postgres.ts';
import { portionsOf } from './portions-of.ts';
import type { PostgresConnections } from './postgres-connections.ts';
import type { Queries, Statement } from './queries.ts';
import { storable } from './storable.ts';

const statement = (name: string, text: string): Statement => ({ name: `copy ${name}`, text });

const ALL = CONTENTS.map(({ name }) => name).join(', ');

/** Also what is written without the clock row, such as who runs a source. */
const HOLD = statement('hold', `LOCK TABLE ${ALL} IN SHARE MODE`);

const UNIQUE_VIOLATION = '23505';

/** Nothing may be asked for a long time here, while the other store is written to. */
const BE_PATIENT = statement('be patient', `SELECT set_config('idle_in_transaction_session_timeout', '0', true)`);

const COPYING = statement(
  'copying',
  `SELECT copying,
     EXISTS (SELECT FROM item) OR EXISTS (SELECT FROM reject) OR EXISTS (SELECT FROM source) AS used FROM repository`,
);

const EMPTY = statement('empty', `TRUNCATE ${ALL}`);

/** As long as whoever writes: where both ends are the same store, it would wait for itself. */
const LIMIT_PATIENCE = statement('limit patience', `SELECT set_config('lock_timeout', '10s', true)`);

const HOLD_CLOCK = statement('hold clock', 'SELECT high FROM clock FOR UPDATE');

const DROP_CLOCK = statement('drop clock', 'DELETE FROM clock');

const MARK = statement('mark', 'UPDATE repository SET copying = $1');

const ANALYZE = statement('analyze', `ANALYZE ${ALL}`);

/**
 * Runs work on a store that stands still meanwhile: it holds the clock row and all tables, so that whoever wants to write
 * is told so. Answers go on, and carry the responseDate of the clock row as it stands. Faults: see openPostgres.
 */
export async function withPostgresSource<T>(
  url: string,
  now: UtcSeconds,
  work: (source: TableReader) => Promise<T>,
): Promise<T> {
  const { connections, description } = await openPostgres(url, now, 'write');
  try {
    return await connections.write(
      async (queries) => {
        await queries.rows(BE_PATIENT);
        await queries.run(HOLD);
        return work({ description, read: (...query) => readTable(queries, ...query) });
      },
      { rollBack: true },
    );
  } finally {
    await connections.close();
  }
}

/** Opens a store to copy into; makes it where there is none. Faults: see openPostgres. */
export async function openPostgresTarget(url: string, now: UtcSeconds): Promise<CopyTarget> {
  const { connections, description } = await openPostgres(url, now, 'make', { unfinished: true });
  return new PostgresCopyTarget(connections, description);
}

class PostgresCopyTarget implements CopyTarget {
  readonly description: string;
  readonly #connections: PostgresConnections;

  constructor(connections: PostgresConnections, description: string) {
    this.#connections = connections;
    this.description = description;
  }

  read(table: StoredTable, after: Row | undefined, limit: number): Promise<Row[]> {
    return this.#connections.session((queries) => readTable(queries, table, after, limit));
  }

  begin(note: string, { fresh }: { fresh: boolean }): Promise<string> {
    return this.#connections.changeSchema(async (queries) => {
      await queries.rows(LIMIT_PATIENCE);
      // Nobody else writes meanwhile, as long as it is an ordinary store.
      await queries.rows(HOLD_CLOCK);
      const [found] = await queries.rows<{ copying: string | null; used: boolean }>(COPYING);
      const begun = found?.copying ?? null;
      if (begun !== null && !fresh) return begun;
      // A server that was started on it may have declared its sets.
      if (begun === null && found?.used) throw notEmpty(this.description);
      await queries.run(EMPTY);
      await queries.run(MARK, [note]);
      await queries.run(DROP_CLOCK);
      return note;
    });
  }

  kept = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, typeof value === 'string' ? storable(value) : value]),
    );

  last(table: StoredTable): Promise<Row | undefined> {
    return this.#connections.session((queries) => lastRow(queries, table));
  }

  async append(table: StoredTable, rows: readonly Row[], last: Row | undefined): Promise<void> {
    let before = last;
    for (const portion of portionsOf(rows)) {
      await this.#append(table, portion, before);
      before = portion.at(-1);
    }
  }

  async #append(table: StoredTable, rows: readonly Row[], last: Row | undefined): Promise<void> {
    const { append, values } = appendOf(table, rows, last);
    const appended = await this.#connections
      .session((queries) => queries.run(append, values))
      .catch((error: { code?: string }) => {
        if (error.code === UNIQUE_VIOLATION) return 0;
        throw error;
      });
    if (appended < rows.length) throw disturbed(this.description);
  }

  async finish(repository: Row, clock: Row): Promise<void> {
    await this.#connections.changeSchema(async (queries) => {
      const { append, values } = appendOf(CLOCK, [clock], undefined);
      await queries.run(append, values);
      await queries.run(
        updateOf(REPOSITORY),
        Object.keys(REPOSITORY.columns).map((column) => repository[column]),
      );
      await queries.run(MARK, [null]);
    });
    // The planner knows nothing of what came in so fast.
    await this.#connections.session((queries) => queries.run(ANALYZE));
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}

function readTable(queries: Queries, table: StoredTable, after: Row | undefined, limit: number): Promise<Row[]> {
  const { read, values } = readOf(table, after, limit);
  return queries.rows<Row>(read, values);
}

async function lastRow(queries: Queries, table: StoredTable): Promise<Row | undefined> {
  return (await queries.rows<Row>(lastOf(table)))[0];
}

import { randomBytes } from 'node:crypto';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Access, Migrated } from '../access.ts';
import { unfinishedCopy } from '../copy/copying-note.ts';
import { migrationsOf } from '../migrations.ts';
import { StoreBusy } from '../store.ts';
import { PostgresConnections } from './postgres-connections.ts';
import { readPostgresUrl } from './postgres-url.ts';
import type { Queries, Statement } from './queries.ts';

/** How long a process waits for another one that brings the schema up to date, in milliseconds. */
const MIGRATION_PATIENCE = 60_000;

/** The advisory lock of whoever changes the schema: "OAI2" in ASCII, as SQLite's application_id. */
const LOCK = 0x4f414932;

export interface OpenedPostgres {
  connections: PostgresConnections;
  migrated: Migrated | undefined;
  /** Where it is, for people: without the password. */
  description: string;
}

const LOOK: Statement = {
  name: 'look',
  // Tables that an extension brought are nobody's store.
  text: `SELECT to_regclass('store_version') IS NOT NULL AS ours, current_schema() AS schema,
    current_setting('server_encoding') AS encoding,
    (SELECT count(*) FROM pg_class
     WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND relkind IN ('r', 'p')
     AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')) AS tables`,
};

const COPYING: Statement = { name: 'copying', text: 'SELECT copying FROM repository' };

const VERSION: Statement = { name: 'version', text: 'SELECT version FROM store_version' };

/** Whether there is a store at a URL of PostgreSQL. Faults: as openPostgres. */
export async function hasPostgresStore(url: string): Promise<boolean> {
  const address = readPostgresUrl(url);
  const connections = new PostgresConnections(address, undefined, 'read');
  try {
    return (await connections.answers.snapshot((queries) => versionOf(queries, address.redacted, Infinity))) > 0;
  } finally {
    await connections.close();
  }
}

/**
 * Opens the store at a URL of PostgreSQL. To write: an older schema is brought up to date by one process, while others
 * wait. To read, and where nothing is to be done, nothing is written: the server may be a standby. Faults: cannot be
 * reached, no store there, foreign database, newer version, lacking rights; to read, an older version too; an unfinished
 * copy, unless it is opened to be finished.
 */
export async function openPostgres(
  url: string,
  now: UtcSeconds,
  access: Access,
  { unfinished = false } = {},
): Promise<OpenedPostgres> {
  const address = readPostgresUrl(url);
  const connections = new PostgresConnections(address, undefined, access);
  try {
    return {
      connections,
      migrated: await bringUpToDate(connections, address.redacted, now, access, unfinished),
      description: address.redacted,
    };
  } catch (error) {
    await connections.close();
    // Whoever starts a command may have mistyped the name of the server.
    throw error instanceof StoreBusy ? new Fault(error.message, undefined, { cause: error }) : error;
  }
}

async function bringUpToDate(
  connections: PostgresConnections,
  place: string,
  now: UtcSeconds,
  access: Access,
  unfinished: boolean,
): Promise<Migrated | undefined> {
  const migrations = migrationsOf('postgres');
  const newest = migrations.at(-1)?.version ?? 0;
  const version = await connections.answers.snapshot(async (queries) => {
    const found = await versionOf(queries, place, newest);
    if (found === newest && !unfinished) await refuseUnfinished(queries, place);
    return found;
  });
  if (version === 0 && access !== 'make') {
    throw new Fault(
      `There is no store ${place}: the database is empty. Name yours with OAI_DATABASE or --database; \`import\` and \`serve\` make a new one.`,
    );
  }
  if (version === newest) return undefined;
  if (access === 'read') {
    throw new Fault(
      `The store ${place} is of an older version of this program (its schema is ${version}, this one reads ${newest}). Make a backup with pg_dump, then run \`oai-pmh migrate\`.`,
    );
  }
  return connections.changeSchema(async (session) => {
    await session.script(`SET LOCAL lock_timeout = ${MIGRATION_PATIENCE}; SELECT pg_advisory_xact_lock(${LOCK})::text`);
    // Another process may have been quicker.
    const current = await versionOf(session, place, newest);
    if (current === newest) return undefined;
    if (current === 0) await session.script(`CREATE TABLE store_version (version integer NOT NULL)`);
    for (const { version, sql } of migrations) if (version > current) await session.script(sql);
    if (current === 0) {
      await session.run(
        { name: 'make_repository', text: 'INSERT INTO repository (id, created, token_key) VALUES (1, $1, $2)' },
        [now, randomBytes(32)],
      );
      await session.run({ name: 'make_clock', text: 'INSERT INTO clock (id, high, next_sequence) VALUES (1, $1, 1)' }, [
        now,
      ]);
      await session.script('INSERT INTO store_version VALUES (0)');
    }
    if (!unfinished) await refuseUnfinished(session, place);
    await session.script(`UPDATE store_version SET version = ${newest}`);
    return { from: current, to: newest, backup: undefined };
  });
}

/** A copy that broke off lacks records: it must neither be served nor written to. */
async function refuseUnfinished(queries: Queries, place: string): Promise<void> {
  const [row] = await queries.rows<{ copying: string | null }>(COPYING);
  if (row?.copying) throw unfinishedCopy(place, row.copying);
}

/** The schema version: 0 where there is no table at all. A database of something else, or a newer store, is a Fault. */
async function versionOf(queries: Queries, place: string, newest: number): Promise<number> {
  const [found] = await queries.rows<{ ours: boolean; schema: string | null; encoding: string; tables: number }>(LOOK);
  if (found && found.encoding !== 'UTF8') {
    throw new Fault(
      `The database ${place} keeps texts in ${found.encoding}, which cannot hold all characters. Name another one with OAI_DATABASE, made with createdb --encoding UTF8 --template template0.`,
    );
  }
  if (found?.ours) {
    const [row] = await queries.rows<{ version: number }>(VERSION);
    const version = row?.version ?? 0;
    if (version <= newest) return version;
    throw new Fault(
      `The store ${place} was made by a newer version of this program (its schema is ${version}, this one knows ${newest}). Update the program.`,
    );
  }
  if (found?.schema == null) {
    throw new Fault(
      `The database ${place} has no schema that its user's search_path names. Make one with CREATE SCHEMA, or set search_path.`,
    );
  }
  if (found.tables === 0) return 0;
  throw new Fault(
    `The database ${place} holds other tables in its schema "${found.schema}", but no store of this program. Name an empty database with OAI_DATABASE, or an empty schema with ?options=-c%20search_path%3Dname.`,
  );
}

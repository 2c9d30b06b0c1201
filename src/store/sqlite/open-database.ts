import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Access, Migrated } from '../access.ts';
import { unfinishedCopy } from '../copy/copying-note.ts';
import { migrationsOf } from '../migrations.ts';
import { explainSqliteError } from './explain-sqlite-error.ts';
import { addMigrationFunctions } from './migration-functions.ts';
import { openForReading } from './open-for-reading.ts';

/** Marks a file as a store of ours: "OAI2" in ASCII, in the header field that SQLite keeps for this. */
const APPLICATION_ID = 0x4f414932;

/** How long a writer waits for another writer, in milliseconds. */
const WRITER_PATIENCE = 10_000;

/** Between two attempts to change the journal mode, in milliseconds. */
const WAL_RETRY = 25;

/** What SQLite's library would take for something else than the path that it looks like. */
const NO_PATH = /^:memory:$|^file:|^\s|\s$/;

export interface OpenedDatabase {
  db: Database.Database;
  migrated: Migrated | undefined;
}

/**
 * Opens the database file. To write: an older one is brought up to date after a backup copy beside it. To read: nothing
 * is made or changed, and a file that may not be written is read all the same. Faults: no store there, foreign or
 * damaged file, newer version, missing folder, no permission; to read, an older version too; an unfinished copy, unless
 * it is opened to be finished.
 */
export function openDatabase(
  path: string,
  now: UtcSeconds,
  access: Access = 'make',
  { unfinished = false } = {},
): OpenedDatabase {
  checkPath(path, access);
  try {
    const fileMustExist = access !== 'make';
    const db =
      access === 'read' ? openForReading(path) : new Database(path, { timeout: WRITER_PATIENCE, fileMustExist });
    try {
      const migrated = bringUpToDate(db, path, now, access);
      if (!unfinished) refuseUnfinished(db, path);
      return { db, migrated };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}

function checkPath(path: string, access: Access): void {
  if (NO_PATH.test(path)) {
    throw new Fault(
      `A store is a file, and "${path}" is not a path of one. Name a file with OAI_DATABASE, without "file:" or blanks around it.`,
    );
  }
  const stats = lookAt(path);
  if (stats?.isDirectory()) throw new Fault(`${path} is a folder, not a store. Name a file in it with OAI_DATABASE.`);
  if (stats && !stats.isFile()) throw new Fault(`${path} is not a file. Name one with OAI_DATABASE.`);
  if (access !== 'make' && (stats?.size ?? 0) === 0) throw noStore(path, stats ? 'is empty' : 'does not exist');
  if (!existsSync(dirname(path))) {
    throw new Fault(
      `The folder ${dirname(path)} for the store does not exist. Make it, or name another one with OAI_DATABASE.`,
    );
  }
}

function lookAt(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Fault(
      `${path} cannot be reached (${code}). Run it as the user whose store it is, or name another store with OAI_DATABASE.`,
    );
  }
}

function noStore(path: string, what: string): Fault {
  return new Fault(
    `There is no store ${path}: the file ${what}. Name yours with OAI_DATABASE or --database; \`import\` and \`serve\` make a new one.`,
  );
}

/** Settings of a connection that writes: what is committed survives a power cut. */
function prepareForWriting(db: Database.Database): void {
  changeToWal(db);
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -65536');
  // What is erased for legal reasons may have been deleted or changed before: no freed page keeps old content.
  db.pragma('secure_delete = ON');
}

/** SQLite does not wait for locks when the journal mode changes, and another process may be making the same store. */
function changeToWal(db: Database.Database): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; ; waited += WAL_RETRY) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy || waited >= WRITER_PATIENCE) throw error;
      Atomics.wait(sleeper, 0, 0, WAL_RETRY);
    }
  }
}

function bringUpToDate(db: Database.Database, path: string, now: UtcSeconds, access: Access): Migrated | undefined {
  const migrations = migrationsOf('sqlite');
  const newest = migrations.length;
  const version = versionOf(db, path);
  if (version > newest) {
    throw new Fault(
      `The store ${path} was made by a newer version of this program (its schema is ${version}, this one knows ${newest}). Update the program.`,
    );
  }
  if (version === 0 && access !== 'make') throw noStore(path, 'is an empty database');
  if (access === 'read') {
    if (version === newest) return undefined;
    throw new Fault(
      `The store ${path} is of an older version of this program (its schema is ${version}, this one reads ${newest}). Run \`oai-pmh migrate\`; it keeps a backup copy.`,
    );
  }
  if (version === 0) db.pragma('page_size = 8192');
  prepareForWriting(db);
  if (version === newest) return undefined;
  // Another process may have been quicker: the version is read again under the lock.
  return db
    .transaction(() => {
      const current = versionOf(db, path);
      if (current >= newest) return undefined;
      const backup = current === 0 ? undefined : backUp(path, current);
      addMigrationFunctions(db);
      for (const migration of migrations.slice(current)) db.exec(migration.sql);
      if (current === 0) {
        db.prepare('INSERT INTO repository (id, created, token_key) VALUES (1, ?, ?)').run(now, randomBytes(32));
        db.prepare('INSERT INTO clock (id, high, next_sequence) VALUES (1, ?, 1)').run(now);
      }
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${newest}`);
      return { from: current, to: newest, backup };
    })
    .immediate();
}

/** A copy that broke off lacks records: it must neither be served nor written to. */
function refuseUnfinished(db: Database.Database, path: string): void {
  const note = db.prepare<[], string | null>('SELECT copying FROM repository').pluck().get();
  if (note) throw unfinishedCopy(path, note);
}

/** Copies the store while the caller holds its write lock. A backup that is there was finished, and stays. */
function backUp(path: string, version: number): string {
  const backup = `${path}.backup-v${version}`;
  if (existsSync(backup)) return backup;
  const partial = `${backup}.partial`;
  rmSync(partial, { force: true });
  const reader = new Database(path, { readonly: true });
  try {
    reader.prepare('VACUUM INTO ?').run(partial);
    renameSync(partial, backup);
  } finally {
    reader.close();
    rmSync(partial, { force: true });
  }
  return backup;
}

/** The schema version: 0 for an empty file. A database of something else is a Fault. */
function versionOf(db: Database.Database, path: string): number {
  // One statement, one moment: another process may be making the store.
  const [application, version, tables] = db
    .prepare(
      `SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
       FROM pragma_application_id, pragma_user_version`,
    )
    .raw()
    .get() as [number, number, number];
  if (application === APPLICATION_ID) return version;
  if (application === 0 && version === 0 && tables === 0) return 0;
  throw new Fault(
    `${path} is an SQLite database, but not a store of this program. Name another file with OAI_DATABASE.`,
  );
}

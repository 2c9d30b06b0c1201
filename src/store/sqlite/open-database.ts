import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import { migrationsOf } from '../migrations.ts';
import { explainSqliteError } from './explain-sqlite-error.ts';

/** Marks a file as a store of ours: "OAI2" in ASCII, in the header field that SQLite keeps for this. */
const APPLICATION_ID = 0x4f414932;

/** How long a writer waits for another writer, in milliseconds. */
const WRITER_PATIENCE = 10_000;

export interface Migrated {
  from: number;
  to: number;
  /** Copy of the store as it was; undefined when there was nothing to copy. */
  backup: string | undefined;
}

/**
 * Opens the database file for writing; makes it when it does not exist, brings an older one up to date after
 * a backup copy beside it. Faults: foreign or damaged file, newer version, missing folder, no permission.
 */
export function openDatabase(path: string, now: UtcSeconds): { db: Database.Database; migrated: Migrated | undefined } {
  if (!existsSync(dirname(path))) {
    throw new Fault(
      `The folder ${dirname(path)} for the store does not exist. Make it, or name another one with OAI_DATABASE.`,
    );
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new Fault(`${path} is a folder, not a store. Name a file in it with OAI_DATABASE.`);
  }
  try {
    const db = new Database(path, { timeout: WRITER_PATIENCE });
    try {
      const migrated = bringUpToDate(db, path, now);
      return { db, migrated };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}

/** Settings of a connection that writes: what is committed survives a power cut. */
function prepareForWriting(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -65536');
  // What is erased for legal reasons may have been deleted or changed before: no freed page keeps old content.
  db.pragma('secure_delete = ON');
}

function bringUpToDate(db: Database.Database, path: string, now: UtcSeconds): Migrated | undefined {
  const migrations = migrationsOf('sqlite');
  const newest = migrations.length;
  const version = versionOf(db, path);
  if (version > newest) {
    throw new Fault(
      `The store ${path} was made by a newer version of this program (its schema is ${version}, this one knows ${newest}). Update the program.`,
    );
  }
  if (version === 0) db.pragma('page_size = 8192');
  prepareForWriting(db);
  if (version === newest) return undefined;
  const backup = version === 0 ? undefined : `${path}.backup-v${version}`;
  if (backup !== undefined && !existsSync(backup)) db.prepare('VACUUM INTO ?').run(backup);
  // Another process may have been quicker: the version is read again under the lock.
  db.transaction(() => {
    const current = versionOf(db, path);
    for (const migration of migrations.slice(current)) db.exec(migration.sql);
    if (current === 0) {
      db.prepare('INSERT INTO repository (id, created, token_key) VALUES (1, ?, ?)').run(now, randomBytes(32));
      db.prepare('INSERT INTO clock (id, high, next_sequence) VALUES (1, ?, 1)').run(now);
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${newest}`);
  }).immediate();
  return { from: version, to: newest, backup };
}

/** The schema version: 0 for an empty file. A database of something else is a Fault. */
function versionOf(db: Database.Database, path: string): number {
  const application = db.pragma('application_id', { simple: true });
  const version = db.pragma('user_version', { simple: true }) as number;
  if (application === APPLICATION_ID) return version;
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (application === 0 && version === 0 && tables === 0) return 0;
  throw new Fault(
    `${path} is an SQLite database, but not a store of this program. Name another file with OAI_DATABASE.`,
  );
}

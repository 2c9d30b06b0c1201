import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../fault.ts';
import { APPLICATION_ID, MIGRATIONS } from './usage-schema.ts';

/** How long a connection waits for another one, in milliseconds: the process answers harvesters, too. */
const PATIENCE = 50;

const MEND = 'Name one in a folder where this user may write, or none, with OAI_USAGE.';

/** Somebody else is writing, or the disk is full: the file as it is open will do when that has passed. */
export class UsageFileBusy extends Fault {}

/** Opens the usage file to write; makes it, or brings it up to date. Faults: not ours, newer, cannot be written. */
export function openUsageFile(path: string): Database.Database {
  return open(path, { timeout: PATIENCE }, (db) => {
    const version = versionOf(db, path);
    // Kept small and out of the way: a power cut may cost some seconds of counting, never the file.
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    // What is older than its retention is gone from the bytes of the file, too.
    db.pragma('secure_delete = ON');
    if (version === MIGRATIONS.length) return;
    db.transaction(() => {
      for (const step of MIGRATIONS.slice(versionOf(db, path))) db.exec(step);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${MIGRATIONS.length}`);
    }).immediate();
  });
}

/** Opens the usage file to read; undefined where there is none yet. Faults: not ours, another version. */
export function openUsageFileForReading(path: string): Database.Database | undefined {
  if (!existsSync(path)) return undefined;
  return open(path, { timeout: PATIENCE * 20, readonly: true, fileMustExist: true }, (db) => {
    const version = versionOf(db, path);
    if (version === MIGRATIONS.length) return;
    throw new Fault(
      `The usage file ${path} is of another version of this program. Run \`serve\`: it brings it up to date.`,
    );
  });
}

function open(path: string, options: Database.Options, prepare: (db: Database.Database) => void): Database.Database {
  try {
    const db = new Database(path, options);
    try {
      prepare(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw explainUsageError(error, path);
  }
}

function versionOf(db: Database.Database, path: string): number {
  const [application, version, tables] = db
    .prepare(
      `SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
       FROM pragma_application_id, pragma_user_version`,
    )
    .raw()
    .get() as [number, number, number];
  const fresh = application === 0 && version === 0 && tables === 0;
  if (!fresh && application !== APPLICATION_ID)
    throw new Fault(`${path} is no usage file of this program. Name another file with OAI_USAGE.`);
  if (version > MIGRATIONS.length)
    throw new Fault(`The usage file ${path} was made by a newer version of this program. Update the program.`);
  return version;
}

/** Turns what SQLite says of the usage file into a Fault; what is not the file's fault is passed on. */
export function explainUsageError(error: unknown, path: string): unknown {
  if (error instanceof Fault) return error;
  const { code, message } = error as { code?: string; message: string };
  // better-sqlite3 itself looks whether the folder is there.
  if (error instanceof TypeError) return new Fault(`The usage file ${path} cannot be opened: ${message}. ${MEND}`);
  const [primary] = /^SQLITE_[A-Z]+/.exec(code ?? '') ?? [];
  switch (primary) {
    case undefined:
      return error;
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new UsageFileBusy(`The usage file ${path} is locked by another process.`);
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return new Fault(`The usage file ${path} is damaged (${message}). Move it away: a new one is made.`);
    case 'SQLITE_FULL':
      return new UsageFileBusy(`The disk that holds the usage file ${path} is full. Make room.`);
    default:
      return new Fault(`The usage file ${path} cannot be used (${message}). ${MEND}`);
  }
}

import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { SetSpec } from '../../oai/set-spec.ts';
import type { FormerItem, FormerState } from '../former-item.ts';
import { placeOf } from '../place.ts';
import type { FormerReader } from '../restore-place.ts';
import { explainSqliteError } from './explain-sqlite-error.ts';
import { openDatabase } from './open-database.ts';

/** Files that SQLite keeps beside one that is open, or was when its process was killed. */
const BESIDE = ['-wal', '-shm', '-journal'];

/** How long it waits for somebody who is about to end, in milliseconds. */
const PATIENCE = 1000;

interface Row {
  identifier: string;
  content: string | null;
  set_specs: string;
  source: string;
  prefixes: string;
}

/**
 * The file in whose place a backup is put: nobody else can use it meanwhile. What it holds that came after the backup
 * is what harvesters may know.
 */
export class FormerStore implements FormerReader {
  readonly #path: string;
  readonly #db: Database.Database | undefined;

  /** Faults: it is in use; it is of a newer version, or something else than a store. */
  constructor(path: string, now: UtcSeconds) {
    this.#path = path;
    this.#db = hold(path, now);
  }

  /** Whether there is one, and it is not damaged. */
  get readable(): boolean {
    return this.#db !== undefined;
  }

  /** What it knows of itself. */
  state(): FormerState {
    const row = this.#database
      .prepare<[], { high: UtcSeconds; repository_identifier: string | null; maintenance: string | null }>(
        'SELECT high, repository_identifier, maintenance FROM repository CROSS JOIN clock',
      )
      .get();
    if (!row) throw new Fault(`${this.#path} has no clock row.`);
    return {
      high: row.high,
      repositoryIdentifier: row.repository_identifier ?? undefined,
      maintenance: row.maintenance === null ? undefined : JSON.parse(row.maintenance),
    };
  }

  /**
   * The next sequence number of a backup, where all that the backup knows happened to this store too: then what comes
   * behind it is what happened since. Undefined: this store has another history.
   */
  branchFrom(backup: string): number | undefined {
    const other = new Database(backup, { readonly: true });
    try {
      const identity = 'SELECT created, repository_identifier, restamp_before FROM repository';
      const [mine, theirs] = [this.#database, other].map((db) => db.prepare(identity).raw().get() as unknown[]);
      // One that is still being dated anew was itself put back from a backup.
      if (mine?.[2] !== null || mine?.[0] !== theirs?.[0] || mine?.[1] !== theirs?.[1]) return undefined;
      const next = 'SELECT next_sequence FROM clock';
      const [now, then] = [this.#database, other].map((db) => db.prepare<[], number>(next).pluck().get() ?? 0);
      if (now === undefined || then === undefined || now < then) return undefined;
      const known = this.#database.prepare('SELECT 1 FROM tick WHERE datestamp = ? AND first_sequence = ?');
      for (const tick of other.prepare('SELECT datestamp, first_sequence FROM tick').raw().iterate())
        if (known.get(...(tick as [number, number])) === undefined) return undefined;
      return then;
    } finally {
      other.close();
    }
  }

  /** Items with a record that has changed at this sequence number or later. */
  *changedSince(sequence: number): Generator<FormerItem> {
    const changed = this.#database.prepare<[number, number], Row>(
      `SELECT identifier, content, set_specs, source, prefixes FROM (
         SELECT item_id, group_concat(metadata_prefix, ' ') AS prefixes FROM record JOIN format USING (format_id)
         WHERE place % ? >= ? GROUP BY item_id
       ) JOIN item USING (item_id)`,
    );
    for (const row of changed.iterate(placeOf(1, 0), sequence)) {
      yield {
        identifier: row.identifier,
        content: row.content ?? undefined,
        sets: (row.set_specs === '' ? [] : row.set_specs.split(' ')) as SetSpec[],
        source: row.source,
        metadataPrefixes: row.prefixes.split(' '),
      };
    }
  }

  /** What was erased for legal reasons. */
  *erased(): Generator<string> {
    yield* this.#database
      .prepare<[], string>('SELECT identifier FROM item WHERE erased = 1 ORDER BY identifier')
      .pluck()
      .iterate();
  }

  /** Puts a file in its place, and keeps this one under another name; answers whether there was one. */
  giveWayTo(file: string, kept: string): boolean {
    const there = existsSync(this.#path);
    if (there) keep(this.#path, kept);
    // A log of the one before would be taken for a log of this one.
    for (const end of BESIDE) if (existsSync(this.#path + end)) renameSync(this.#path + end, kept + end);
    renameSync(file, this.#path);
    return there;
  }

  close(): void {
    this.#db?.close();
  }

  get #database(): Database.Database {
    if (!this.#db) throw new Error('there is no former store to read');
    return this.#db;
  }
}

/** Undefined: there is nothing to read, or it is damaged. */
function hold(path: string, now: UtcSeconds): Database.Database | undefined {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return undefined;
  try {
    const probe = new Database(path, { timeout: PATIENCE });
    try {
      claim(probe);
      if (probe.pragma('quick_check(1)', { simple: true }) !== 'ok') return undefined;
    } finally {
      probe.close();
    }
    const { db } = openDatabase(path, now, 'write', { unfinished: true });
    claim(db);
    return db;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) return undefined;
    if (!code?.startsWith('SQLITE_BUSY')) throw explainSqliteError(error, path);
    throw new Fault(`The store ${path} is in use. Stop all servers and commands that use it, then restore.`);
  }
}

/** SQLite leaves WAL mode only when nobody else has the file open; all of the log is in the file, then. */
function claim(db: Database.Database): void {
  db.pragma('journal_mode = DELETE');
  db.pragma('locking_mode = EXCLUSIVE');
  db.exec('BEGIN EXCLUSIVE; COMMIT');
}

/** A name more for the same file, so that there is a store at each moment; where a disk has no such names, a copy. */
function keep(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    rmSync(kept, { force: true });
    copyFileSync(path, kept);
  }
}

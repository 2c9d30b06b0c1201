import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Access, Migrated } from '../access.ts';
import type { ItemRow } from '../batch/batch-tables.ts';
import {
  type Change,
  type Counts,
  type Difference,
  type Maintenance,
  type Outcome,
  type PageQuery,
  type RecordLayout,
  type RenderingProgress,
  type Store,
  StoreBusy,
  type StoredItem,
} from '../store.ts';
import { toStoredItem } from '../stored-item.ts';
import { explainSqliteError } from './explain-sqlite-error.ts';
import { openDatabase } from './open-database.ts';
import { SqliteActLog } from './sqlite-act-log.ts';
import { SqliteQuarantine } from './sqlite-quarantine.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteRestamping } from './sqlite-restamping.ts';
import { SqliteSetLedger } from './sqlite-set-ledger.ts';
import { SqliteSources } from './sqlite-sources.ts';
import { batchWriter } from './write-batch.ts';

/** How long an answer waits for a lock, in milliseconds. In WAL mode readers hardly ever meet one. */
const READER_PATIENCE = 20;

/** A store in one SQLite file. Any number of processes may have it open at once. */
export class SqliteStore implements Store {
  readonly description: string;
  readonly answers = this;
  readonly migrated: Migrated | undefined;
  readonly sources: SqliteSources;
  readonly quarantine: SqliteQuarantine;
  readonly sets: SqliteSetLedger;
  readonly restamping: SqliteRestamping;
  readonly acts: SqliteActLog;
  readonly #path: string;
  readonly #writer: Database.Database;
  readonly #readers: Database.Database;
  readonly #ticker: Database.Database;
  readonly #reader: SqliteReader;
  readonly #writeBatch: (changes: readonly Change[], now: () => UtcSeconds) => Outcome[];
  #raisedTo = 0;

  /** Faults: see openDatabase. */
  constructor(path: string, layout: RecordLayout, now: UtcSeconds, access: Access = 'make') {
    const { db, migrated } = openDatabase(path, now, access);
    this.#path = path;
    this.description = path;
    this.migrated = migrated;
    this.#writer = db;
    try {
      this.#readers = access === 'read' ? db : new Database(path, { readonly: true, timeout: READER_PATIENCE });
      this.#ticker = access === 'read' ? db : new Database(path, { timeout: 0 });
      this.#ticker.pragma('synchronous = FULL');
      this.#reader = new SqliteReader(this.#readers, layout);
      this.#writeBatch = batchWriter(db, layout);
      const guard = <T>(work: () => T) => this.#guard(work);
      this.sources = new SqliteSources(db, guard);
      this.quarantine = new SqliteQuarantine(db, guard);
      this.sets = new SqliteSetLedger(db, guard);
      this.restamping = new SqliteRestamping(db, guard);
      this.acts = new SqliteActLog(db, guard);
      if (access === 'read') db.pragma('query_only = ON');
    } catch (error) {
      throw explainSqliteError(error, path);
    }
  }

  async advanceClock(now: UtcSeconds): Promise<void> {
    if (now <= this.#raisedTo) return;
    this.#raisedTo = now;
    try {
      this.#ticker.prepare('UPDATE clock SET high = @now WHERE high < @now').run({ now });
    } catch (error) {
      const explained = explainSqliteError(error, this.#path);
      // Locked or read-only: the answer carries an older responseDate, which is just as true.
      if (!(explained instanceof StoreBusy || explained instanceof Fault)) throw explained;
    }
  }

  async readState() {
    return this.#guard(() => this.#reader.readState());
  }

  async readTokenKeys() {
    return this.#guard(() => this.#reader.readState().tokenKeys);
  }

  async readSampleIdentifier() {
    return this.#guard(() => this.#reader.readSampleIdentifier());
  }

  async readPage(query: PageQuery) {
    return this.#guard(() => this.#reader.readPage(query));
  }

  async readRecord(...query: Parameters<SqliteReader['readRecord']>) {
    return this.#guard(() => this.#reader.readRecord(...query));
  }

  async readItemFormats(identifier: string) {
    return this.#guard(() => this.#reader.readItemFormats(identifier));
  }

  async readSets(query: Parameters<SqliteReader['readSets']>[0]) {
    return this.#guard(() => this.#reader.readSets(query));
  }

  async readItem(identifier: string): Promise<StoredItem | undefined> {
    return this.#guard(() => {
      const row = this.#readers.prepare<[string], ItemRow>('SELECT * FROM item WHERE identifier = ?').get(identifier);
      return row && toStoredItem(row);
    });
  }

  async write(changes: readonly Change[], now: () => UtcSeconds, { dryRun = false } = {}): Promise<Outcome[]> {
    return this.#guard(() => {
      if (dryRun) return this.#tryBatch(changes, now);
      const outcomes = this.#writer.transaction(() => this.#writeBatch(changes, now)).immediate();
      // An erased item must not be found in freed pages either: the write-ahead log holds them until it is emptied.
      if (changes.some((change) => change.kind === 'delete' && change.erase)) {
        this.#writer.pragma('wal_checkpoint(TRUNCATE)');
      }
      return outcomes;
    });
  }

  #tryBatch(changes: readonly Change[], now: () => UtcSeconds): Outcome[] {
    this.#writer.exec('BEGIN IMMEDIATE');
    try {
      return this.#writeBatch(changes, now);
    } finally {
      this.#writer.exec('ROLLBACK');
    }
  }

  async claimIdentifier(repositoryIdentifier: string): Promise<void> {
    const read = this.#writer.prepare('SELECT repository_identifier FROM repository').pluck();
    this.#guard(() => {
      // Mostly there is nothing to claim, and no lock to wait for.
      if (read.get() === repositoryIdentifier) return;
      this.#writer
        .transaction(() => {
          const current = read.get();
          if (current === repositoryIdentifier) return;
          const used = this.#writer.prepare('SELECT 1 FROM item LIMIT 1').pluck().get() === 1;
          if (used && current !== null) {
            throw new Fault(
              `The records of ${this.#path} bear the repository identifier ${current}; it cannot become ${repositoryIdentifier}, since identifiers are for ever. Set OAI_REPOSITORY_IDENTIFIER=${current}, or name another store.`,
            );
          }
          this.#writer.prepare('UPDATE repository SET repository_identifier = ?').run(repositoryIdentifier);
        })
        .immediate();
    });
  }

  async noteRendering(rendering: string, expected?: { before: string | undefined }): Promise<boolean> {
    const where = expected ? 'WHERE rendering IS ?' : '';
    const values = expected ? [rendering, expected.before ?? null] : [rendering];
    const update = this.#writer.prepare(`UPDATE repository SET rendering = ?, rendering_progress = NULL ${where}`);
    return this.#guard(() => update.run(...values).changes === 1);
  }

  async noteRenderingProgress(progress: RenderingProgress): Promise<void> {
    const update = this.#writer.prepare('UPDATE repository SET rendering_progress = ?');
    this.#guard(() => update.run(JSON.stringify(progress)));
  }

  async noteMaintenance(maintenance: Maintenance | undefined): Promise<void> {
    const update = this.#writer.prepare('UPDATE repository SET maintenance = ?');
    this.#guard(() => update.run(maintenance === undefined ? null : JSON.stringify(maintenance)));
  }

  limitPatience(milliseconds: number): void {
    this.#writer.pragma(`busy_timeout = ${milliseconds}`);
  }

  async compare(...query: Parameters<SqliteReader['compare']>): Promise<Difference> {
    return this.#guard(() => this.#reader.compare(...query));
  }

  async *items(from = ''): AsyncGenerator<StoredItem> {
    const batch = this.#readers.prepare<[string], ItemRow>(
      'SELECT * FROM item WHERE identifier > ? ORDER BY identifier LIMIT 500',
    );
    for (let after = from; ; ) {
      const rows = this.#guard(() => batch.all(after));
      for (const row of rows) yield toStoredItem(row);
      const last = rows.at(-1);
      if (!last) return;
      after = last.identifier;
    }
  }

  async due(now: UtcSeconds): Promise<StoredItem[]> {
    return this.#guard(() =>
      this.#readers
        .prepare<[number], ItemRow>(
          'SELECT * FROM item WHERE visible_from <= ? AND deleted IS NULL ORDER BY visible_from LIMIT 500',
        )
        .all(now)
        .map(toStoredItem),
    );
  }

  async counts(): Promise<Counts> {
    return this.#guard(() => ({
      formats: this.#readers
        .prepare(
          `SELECT metadata_prefix AS metadataPrefix, records, deleted FROM tally JOIN format USING (format_id)
           WHERE set_id = 0 ORDER BY format_id`,
        )
        .all() as Counts['formats'],
      items: this.#readers.prepare<[], number>('SELECT count(*) FROM item').pluck().get() ?? 0,
      sets: this.#readers.prepare<[], number>('SELECT count(*) FROM oai_set').pluck().get() ?? 0,
      waiting:
        this.#readers.prepare<[], number>('SELECT count(*) FROM item WHERE visible_from IS NOT NULL').pluck().get() ??
        0,
    }));
  }

  async rotateTokenKey({ keepPrevious }: { keepPrevious: boolean }): Promise<void> {
    const previous = keepPrevious ? 'token_key' : 'NULL';
    this.#guard(() =>
      this.#writer
        .prepare(`UPDATE repository SET previous_token_key = ${previous}, token_key = ?`)
        .run(randomBytes(32)),
    );
  }

  async size(): Promise<number> {
    return statSync(this.#path).size;
  }

  async close(): Promise<void> {
    for (const db of [this.#readers, this.#ticker, this.#writer]) db.close();
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explainSqliteError(error, this.#path);
    }
  }
}

import type Database from 'better-sqlite3';
import { OF_ERASED, type Quarantine, type Reject, type StoredReject } from '../quarantine.ts';
import { type RejectRow, toReject } from '../reject-row.ts';

type Guard = <T>(work: () => T) => T;

/** The quarantine in the store's SQLite file; what a run has refused lies in a temporary table of its connection. */
export class SqliteQuarantine implements Quarantine {
  readonly #db: Database.Database;
  readonly #guard: Guard;
  /** When the run of this connection began. */
  #began = 0;

  constructor(db: Database.Database, guard: Guard) {
    this.#db = db;
    this.#guard = guard;
    db.exec('CREATE TEMP TABLE refused (reject_id INTEGER PRIMARY KEY)');
  }

  async beginRun(now: number): Promise<void> {
    this.#began = now;
    this.#guard(() => this.#db.exec('DELETE FROM temp.refused'));
  }

  async add(rejects: readonly Reject[], now: number): Promise<void> {
    const former = this.#db
      .prepare<[object], number>(
        `SELECT reject_id FROM reject WHERE source = @source AND (identifier = @identifier
         OR identifier IS NULL AND @identifier IS NULL AND path = @path AND line IS @line)`,
      )
      .pluck();
    const renew = this.#db.prepare(
      'UPDATE reject SET path = @path, line = @line, reason = @reason, raw = @raw, rejected = @now WHERE reject_id = @id',
    );
    const insert = this.#db.prepare(
      `INSERT INTO reject (source, path, line, identifier, reason, raw, rejected)
       VALUES (@source, @path, @line, @identifier, @reason, @raw, @now)`,
    );
    const isErased = this.#db.prepare('SELECT 1 FROM item WHERE identifier = ? AND erased = 1').pluck();
    const note = this.#db.prepare('INSERT OR IGNORE INTO temp.refused VALUES (?)');
    this.#write(() => {
      for (const { source, path, line = null, identifier = null, ...refused } of rejects) {
        const erased = identifier !== null && isErased.get(identifier) !== undefined;
        const { reason, raw = null } = erased ? { reason: OF_ERASED } : refused;
        const id = former.get({ source, path, line, identifier });
        if (id !== undefined) renew.run({ id, path, line, reason, raw, now });
        note.run(id ?? insert.run({ source, path, line, identifier, reason, raw, now }).lastInsertRowid);
      }
    });
  }

  async removeMended(source: string, identifiers: readonly string[]): Promise<void> {
    const drop = this.#db.prepare('DELETE FROM reject WHERE source = ? AND identifier = ?');
    this.#write(() => {
      for (const identifier of identifiers) drop.run(source, identifier);
    });
  }

  async removeFormer(source: string, paths?: readonly string[]): Promise<number> {
    // What another process refused meanwhile is younger than this run.
    const sql = `DELETE FROM reject WHERE source = @source AND rejected <= @began
      AND reject_id NOT IN (SELECT reject_id FROM temp.refused)
      AND (@paths IS NULL OR path IN (SELECT value FROM json_each(@paths)))`;
    const values = { source, began: this.#began, paths: paths === undefined ? null : JSON.stringify(paths) };
    return this.#guard(() => this.#db.prepare(sql).run(values).changes);
  }

  async handOver(from: string, to: string, limit: number): Promise<number> {
    const sql = `UPDATE reject SET source = ? WHERE reject_id IN (SELECT reject_id FROM reject WHERE source = ? LIMIT ?)`;
    return this.#guard(() => this.#db.prepare(sql).run(to, from, limit).changes);
  }

  async list({ source, after = 0, limit }: { source?: string | undefined; after?: number; limit: number }) {
    return this.#guard(() =>
      (
        this.#db
          .prepare(
            'SELECT * FROM reject WHERE reject_id > @after AND (@source IS NULL OR source = @source) ORDER BY reject_id LIMIT @limit',
          )
          .all({ after, source: source ?? null, limit }) as RejectRow[]
      ).map(toReject),
    );
  }

  async get(id: number): Promise<StoredReject | undefined> {
    const row = this.#guard(() => this.#db.prepare('SELECT * FROM reject WHERE reject_id = ?').get(id));
    return row === undefined ? undefined : toReject(row as RejectRow);
  }

  async count(): Promise<number> {
    return this.#guard(() => this.#db.prepare('SELECT count(*) FROM reject').pluck().get() as number);
  }

  async remove(ids: readonly number[]): Promise<void> {
    const drop = this.#db.prepare('DELETE FROM reject WHERE reject_id = ?');
    this.#write(() => {
      for (const id of ids) drop.run(id);
    });
  }

  async clear(source?: string): Promise<number> {
    const sql = 'DELETE FROM reject WHERE @source IS NULL OR source = @source';
    return this.#guard(() => this.#db.prepare(sql).run({ source: source ?? null }).changes);
  }

  #write(work: () => void): void {
    this.#guard(() => this.#db.transaction(work).immediate());
  }
}

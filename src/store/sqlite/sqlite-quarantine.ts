import type Database from 'better-sqlite3';
import type { Quarantine, Reject, StoredReject } from '../quarantine.ts';

interface Row extends Record<'source' | 'path' | 'reason', string> {
  reject_id: number;
  line: number | null;
  identifier: string | null;
  raw: string | null;
  rejected: number;
}

type Guard = <T>(work: () => T) => T;

/** The quarantine in the store's SQLite file. */
export class SqliteQuarantine implements Quarantine {
  readonly #db: Database.Database;
  readonly #guard: Guard;

  constructor(db: Database.Database, guard: Guard) {
    this.#db = db;
    this.#guard = guard;
  }

  async add(rejects: readonly Reject[], now: number): Promise<void> {
    const drop = this.#db.prepare(
      `DELETE FROM reject WHERE source = @source AND (identifier = @identifier
       OR identifier IS NULL AND @identifier IS NULL AND path = @path AND line IS @line)`,
    );
    const insert = this.#db.prepare(
      `INSERT INTO reject (source, path, line, identifier, reason, raw, rejected)
       VALUES (@source, @path, @line, @identifier, @reason, @raw, @now)`,
    );
    this.#guard(() =>
      this.#db
        .transaction(() => {
          for (const { source, path, line = null, identifier = null, reason, raw = null } of rejects) {
            drop.run({ source, path, line, identifier });
            insert.run({ source, path, line, identifier, reason, raw, now });
          }
        })
        .immediate(),
    );
  }

  async list({ source, after = 0, limit }: { source?: string | undefined; after?: number; limit: number }) {
    return this.#guard(() =>
      (
        this.#db
          .prepare(
            'SELECT * FROM reject WHERE reject_id > @after AND (@source IS NULL OR source = @source) ORDER BY reject_id LIMIT @limit',
          )
          .all({ after, source: source ?? null, limit }) as Row[]
      ).map(toReject),
    );
  }

  async get(id: number): Promise<StoredReject | undefined> {
    const row = this.#guard(() => this.#db.prepare('SELECT * FROM reject WHERE reject_id = ?').get(id));
    return row === undefined ? undefined : toReject(row as Row);
  }

  async count(): Promise<number> {
    return this.#guard(() => this.#db.prepare('SELECT count(*) FROM reject').pluck().get() as number);
  }

  async remove(ids: readonly number[]): Promise<void> {
    const drop = this.#db.prepare('DELETE FROM reject WHERE reject_id = ?');
    this.#guard(() =>
      this.#db
        .transaction(() => {
          for (const id of ids) drop.run(id);
        })
        .immediate(),
    );
  }

  async clear(source?: string, before?: number): Promise<number> {
    const sql =
      'DELETE FROM reject WHERE (@source IS NULL OR source = @source) AND (@before IS NULL OR rejected < @before)';
    return this.#guard(() => this.#db.prepare(sql).run({ source: source ?? null, before: before ?? null }).changes);
  }
}

function toReject({ reject_id, line, identifier, raw, source, path, reason, rejected }: Row): StoredReject {
  return {
    id: reject_id,
    source,
    path,
    line: line ?? undefined,
    identifier: identifier ?? undefined,
    reason,
    raw: raw ?? undefined,
    rejected,
  };
}

import type Database from 'better-sqlite3';
import type { Seen, SourceLedger, SourceRun } from '../source-ledger.ts';
import { type SourceRow, toRun } from '../source-row.ts';

type Guard = <T>(work: () => T) => T;

/** The source ledger in the store's SQLite file; what a run has seen lies in a temporary table of its own. */
export class SqliteSources implements SourceLedger {
  readonly #db: Database.Database;
  readonly #guard: Guard;

  constructor(db: Database.Database, guard: Guard) {
    this.#db = db;
    this.#guard = guard;
    db.pragma('temp_store = FILE');
    // The place of the item that holds; NULL where none does.
    db.exec('CREATE TEMP TABLE seen (identifier TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID');
  }

  async lock(name: string, owner: string, now: number, until: number, { dryRun = false } = {}) {
    return this.#guard(() =>
      this.#db
        .transaction(() => {
          const former = this.#row(name);
          const held = former?.lock_owner != null && former.lock_owner !== owner && (former.lock_until ?? 0) > now;
          if (former && held) return { locked: false, run: toRun(former) };
          this.#db
            .prepare(
              `INSERT INTO source (name, lock_owner, lock_until, started) VALUES (@name, @owner, @until, @started)
               ON CONFLICT DO UPDATE SET lock_owner = @owner, lock_until = @until, started = coalesce(@started, started)`,
            )
            .run({ name, owner, until, started: dryRun ? null : now });
          const row = this.#row(name);
          if (!row) throw new Error('the source has vanished');
          return { locked: true, run: toRun(row) };
        })
        .immediate(),
    );
  }

  async renew(name: string, owner: string, until: number): Promise<boolean> {
    const sql = 'UPDATE source SET lock_until = ? WHERE name = ? AND lock_owner = ?';
    return this.#guard(() => this.#db.prepare(sql).run(until, name, owner).changes === 1);
  }

  async release(
    name: string,
    owner: string,
    end: { ended: number; outcome?: Record<string, number>; fault?: string } | undefined,
  ): Promise<void> {
    if (end === undefined) {
      this.#guard(() =>
        this.#db
          .transaction(() => {
            const free = 'UPDATE source SET lock_owner = NULL, lock_until = NULL WHERE name = ? AND lock_owner = ?';
            if (this.#db.prepare(free).run(name, owner).changes === 0) return;
            // Nothing else is known of it: the lock alone brought it in.
            const drop = 'DELETE FROM source WHERE name = ? AND started IS NULL AND state IS NULL';
            this.#db.prepare(drop).run(name);
          })
          .immediate(),
      );
      return;
    }
    const outcome = end.outcome === undefined ? null : JSON.stringify(end.outcome);
    this.#guard(() =>
      this.#db
        .prepare(
          `UPDATE source SET lock_owner = NULL, lock_until = NULL, ended = @ended, fault = @fault,
           outcome = coalesce(@outcome, outcome) WHERE name = @name AND lock_owner = @owner`,
        )
        .run({ name, owner, ended: end.ended, outcome, fault: end.fault ?? null }),
    );
  }

  async saveState(name: string, state: unknown): Promise<void> {
    this.#guard(() => this.#db.prepare('UPDATE source SET state = ? WHERE name = ?').run(JSON.stringify(state), name));
  }

  async runs(): Promise<SourceRun[]> {
    return this.#guard(() => (this.#db.prepare('SELECT * FROM source ORDER BY name').all() as SourceRow[]).map(toRun));
  }

  async forgetSeen(): Promise<void> {
    this.#guard(() => this.#db.exec('DELETE FROM temp.seen'));
  }

  async markSeen(entries: readonly Seen[]): Promise<(string | undefined)[]> {
    const insert = this.#db.prepare('INSERT OR IGNORE INTO temp.seen VALUES (?, ?)');
    const placeOf = this.#db
      .prepare<[string], string | null>('SELECT place FROM temp.seen WHERE identifier = ?')
      .pluck();
    const move = this.#db.prepare('UPDATE temp.seen SET place = ? WHERE identifier = ?');
    const mark = ({ identifier, seen, place }: Seen) => {
      const holds = seen === 'item' ? place : null;
      if (insert.run(identifier, holds).changes === 1 || seen === 'refusal') return undefined;
      const first = seen === 'item' ? placeOf.get(identifier) : null;
      if (first == null) move.run(holds, identifier);
      return first ?? undefined;
    };
    return this.#guard(() => this.#db.transaction(() => entries.map(mark))());
  }

  async countUnseen(name: string): Promise<{ all: number; unseen: number }> {
    return this.#guard(
      () =>
        this.#db
          .prepare(
            `SELECT count(*) AS "all", count(*) FILTER (WHERE identifier NOT IN (SELECT identifier FROM temp.seen)) AS unseen
             FROM item WHERE source = ? AND deleted IS NULL`,
          )
          .get(name) as { all: number; unseen: number },
    );
  }

  async unseen(name: string, after: string, limit: number): Promise<string[]> {
    return this.#guard(
      () =>
        this.#db
          .prepare(
            `SELECT identifier FROM item WHERE identifier > ? AND source = ? AND deleted IS NULL
             AND identifier NOT IN (SELECT identifier FROM temp.seen) ORDER BY identifier LIMIT ?`,
          )
          .pluck()
          .all(after, name, limit) as string[],
    );
  }

  async itemCounts(): Promise<{ name: string; items: number }[]> {
    const sql =
      'SELECT source AS name, count(*) AS items FROM item WHERE deleted IS NULL GROUP BY source ORDER BY source';
    return this.#guard(() => this.#db.prepare(sql).all() as { name: string; items: number }[]);
  }

  async itemsOf(name: string, after: string, limit: number): Promise<string[]> {
    const sql = 'SELECT identifier FROM item WHERE identifier > ? AND source = ? ORDER BY identifier LIMIT ?';
    return this.#guard(() => this.#db.prepare(sql).pluck().all(after, name, limit) as string[]);
  }

  async handOver(identifiers: readonly string[], from: string, to: string): Promise<void> {
    const give = this.#db.prepare('UPDATE item SET source = ? WHERE identifier = ? AND source = ?');
    this.#guard(() =>
      this.#db
        .transaction(() => {
          for (const identifier of identifiers) give.run(to, identifier, from);
        })
        .immediate(),
    );
  }

  async strike(name: string, owner: string): Promise<void> {
    this.#guard(() => this.#db.prepare('DELETE FROM source WHERE name = ? AND lock_owner = ?').run(name, owner));
  }

  #row(name: string): SourceRow | undefined {
    return this.#db.prepare('SELECT * FROM source WHERE name = ?').get(name) as SourceRow | undefined;
  }
}

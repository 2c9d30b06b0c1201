import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import { placeOf } from '../place.ts';
import type { Restamping } from '../restamping.ts';
import type { Place } from '../store.ts';

type Guard = <T>(work: () => T) => T;

/** Dating all records of an SQLite store anew. */
export class SqliteRestamping implements Restamping {
  readonly #db: Database.Database;
  readonly #guard: Guard;

  constructor(db: Database.Database, guard: Guard) {
    this.#db = db;
    this.#guard = guard;
  }

  async begin(now: UtcSeconds, { resume = false } = {}): Promise<{ resumed: boolean }> {
    const begin = this.#db.prepare(
      `UPDATE repository SET restamp_before = (SELECT next_sequence FROM clock), token_key = ?, previous_token_key = NULL
       WHERE restamp_before IS NULL OR NOT ?`,
    );
    const raise = this.#db.prepare('UPDATE clock SET high = max(high, ?)');
    return this.#write(() => {
      const resumed = begin.run(randomBytes(32), resume ? 1 : 0).changes === 0;
      if (!resumed) raise.run(now);
      return { resumed };
    });
  }

  async left(): Promise<{ begun: boolean; records: number }> {
    return this.#guard(() => {
      const before = this.#before();
      if (before === null) {
        const all = this.#db
          .prepare<[], number>('SELECT coalesce(sum(records), 0) FROM tally WHERE set_id = 0')
          .pluck();
        return { begun: false, records: all.get() ?? 0 };
      }
      const count = this.#db
        .prepare<[Place, Place], number>('SELECT count(*) FROM record WHERE place >= ? AND place < ?')
        .pluck();
      const counts = this.#formats().map((format) => count.get(placeOf(format, 0), placeOf(format, before)) ?? 0);
      return { begun: true, records: counts.reduce((sum, records) => sum + records, 0) };
    });
  }

  async *remaining(limit: number): AsyncGenerator<string[]> {
    const oldest = this.#db.prepare<[Place, Place, number], { place: Place; identifier: string }>(
      `SELECT place, item.identifier FROM record JOIN item USING (item_id)
       WHERE place >= ? AND place < ? ORDER BY place LIMIT ?`,
    );
    const before = this.#before() ?? 0;
    for (const format of this.#formats()) {
      for (let from = placeOf(format, 0); ; ) {
        const rows = this.#guard(() => oldest.all(from, placeOf(format, before), limit));
        const last = rows.at(-1);
        if (!last) break;
        yield rows.map(({ identifier }) => identifier);
        from = last.place + 1;
      }
    }
  }

  async end(): Promise<void> {
    const update = this.#db.prepare('UPDATE repository SET restamp_before = NULL');
    this.#write(() => update.run());
  }

  /** The sequence number before which records have their old datestamps; null: none is begun. */
  #before(): number | null {
    return this.#db.prepare<[], number | null>('SELECT restamp_before FROM repository').pluck().get() ?? null;
  }

  #formats(): number[] {
    return this.#db.prepare<[], number>('SELECT format_id FROM format ORDER BY format_id').pluck().all();
  }

  #write<T>(work: () => T): T {
    return this.#guard(() => this.#db.transaction(work).immediate());
  }
}

import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';

/** A lease holds so long unless it is renewed, in seconds. */
const LEASE = 20;

/** One process writes to a usage file: two would each see half of a harvest. A lease of one that died ends by itself. */
export class WriterLease {
  readonly #owner = randomUUID();

  /** Takes or renews the lease; false where another process has it. */
  hold(db: Database.Database, now: number): boolean {
    // One that ends later than a lease can was made by a clock that went wrong.
    return (
      db
        .prepare(
          `INSERT INTO writer (id, owner, until) VALUES (1, @owner, @now + ${LEASE})
           ON CONFLICT DO UPDATE SET owner = excluded.owner, until = excluded.until
             WHERE owner = @owner OR until < @now OR until > @now + 2 * ${LEASE}`,
        )
        .run({ owner: this.#owner, now }).changes === 1
    );
  }

  release(db: Database.Database): void {
    db.prepare('DELETE FROM writer WHERE owner = ?').run(this.#owner);
  }
}

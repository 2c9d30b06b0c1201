import type Database from 'better-sqlite3';

interface Change {
  formatId: number;
  setId: number;
  records: number;
  deleted: number;
}

/** Collects how a batch changes the exact list sizes, and writes each of them once. */
export class TallyChanges {
  readonly #changes = new Map<string, Change>();

  /** Counts for the whole format (set 0) and for each of the sets. */
  add(formatId: number, setIds: readonly number[], records: number, deleted: number): void {
    for (const setId of [0, ...setIds]) {
      const key = `${formatId} ${setId}`;
      const change = this.#changes.get(key) ?? { formatId, setId, records: 0, deleted: 0 };
      change.records += records;
      change.deleted += deleted;
      this.#changes.set(key, change);
    }
  }

  write(db: Database.Database): void {
    const upsert = db.prepare(
      `INSERT INTO tally (format_id, set_id, records, deleted) VALUES (@formatId, @setId, @records, @deleted)
       ON CONFLICT DO UPDATE SET records = records + excluded.records, deleted = deleted + excluded.deleted`,
    );
    for (const change of this.#changes.values()) {
      if (change.records !== 0 || change.deleted !== 0) upsert.run(change);
    }
  }
}

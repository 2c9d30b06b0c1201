import type { TallyChange } from './batch-tables.ts';

/** Collects how a batch changes the exact list sizes, so that each of them is written once. */
export class TallyChanges {
  readonly #changes = new Map<string, TallyChange>();

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

  /** What is left of them. */
  *all(): Generator<TallyChange> {
    for (const change of this.#changes.values()) if (change.records !== 0 || change.deleted !== 0) yield change;
  }
}

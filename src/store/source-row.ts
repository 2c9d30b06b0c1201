import type { SourceRun } from './source-ledger.ts';

/** A row of `source`. */
export interface SourceRow {
  name: string;
  lock_owner: string | null;
  lock_until: number | null;
  started: number | null;
  ended: number | null;
  outcome: string | null;
  fault: string | null;
  state: string | null;
}

/** What is known of a source, by its row. */
export function toRun(row: SourceRow): SourceRun {
  return {
    name: row.name,
    lockOwner: row.lock_owner ?? undefined,
    lockUntil: row.lock_until ?? undefined,
    started: row.started ?? undefined,
    ended: row.ended ?? undefined,
    outcome: row.outcome === null ? undefined : (JSON.parse(row.outcome) as Record<string, number>),
    fault: row.fault ?? undefined,
    state: row.state === null ? undefined : JSON.parse(row.state),
  };
}

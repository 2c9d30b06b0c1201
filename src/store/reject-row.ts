import type { StoredReject } from './quarantine.ts';

/** A row of `reject`. */
export interface RejectRow extends Record<'source' | 'path' | 'reason', string> {
  reject_id: number;
  line: number | null;
  identifier: string | null;
  raw: string | null;
  rejected: number;
}

/** The record that was refused, by its row. */
export function toReject({
  reject_id,
  line,
  identifier,
  raw,
  source,
  path,
  reason,
  rejected,
}: RejectRow): StoredReject {
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

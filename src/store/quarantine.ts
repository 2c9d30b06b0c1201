import type { UtcSeconds } from '../oai/datestamp.ts';

/** A record that could not be served, as it came. */
export interface Reject {
  source: string;
  /** File or URL. */
  path: string;
  line: number | undefined;
  identifier: string | undefined;
  reason: string;
  /** JSON of the item as read, or the text; undefined when it is not kept. */
  raw: string | undefined;
}

export interface StoredReject extends Reject {
  id: number;
  rejected: UtcSeconds;
}

/** Where refused records wait for somebody to mend them. Part of the store contract. */
export interface Quarantine {
  /** Takes records in; an older entry for the same record of the same source goes. */
  add(rejects: readonly Reject[], now: UtcSeconds): Promise<void>;
  list(query: { source?: string | undefined; after?: number; limit: number }): Promise<StoredReject[]>;
  get(id: number): Promise<StoredReject | undefined>;
  count(): Promise<number>;
  remove(ids: readonly number[]): Promise<void>;
  /** Removes all, or those of a source, or those of it that are older than a run. Answers how many went. */
  clear(source?: string, before?: UtcSeconds): Promise<number>;
}

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

/**
 * Where refused records wait for somebody to mend them. A record has one entry for each source: by its identifier, or
 * where it has none by its path and line. Part of the store contract.
 */
export interface Quarantine {
  /** A run begins on this connection: what it refuses is told apart from what was refused before. */
  beginRun(now: UtcSeconds): Promise<void>;
  /**
   * Takes records in; one that is there already is renewed, and keeps its number. Of one that was erased neither the
   * raw form nor the reason is kept.
   */
  add(rejects: readonly Reject[], now: UtcSeconds): Promise<void>;
  /** Removes what a source was refused under these identifiers: they have come in well. */
  removeMended(source: string, identifiers: readonly string[]): Promise<void>;
  /**
   * Removes what a source was refused before this run and not again in it: all, or what stood in these paths. Answers
   * how many went.
   */
  removeFormer(source: string, paths?: readonly string[]): Promise<number>;
  /** Gives at most so many entries of a source to another one. Answers how many. */
  handOver(from: string, to: string, limit: number): Promise<number>;
  list(query: { source?: string | undefined; after?: number; limit: number }): Promise<StoredReject[]>;
  get(id: number): Promise<StoredReject | undefined>;
  count(): Promise<number>;
  remove(ids: readonly number[]): Promise<void>;
  /** Removes all, or those of a source. Answers how many went. */
  clear(source?: string): Promise<number>;
}

/** In the place of a reason, which may quote what was erased. */
export const OF_ERASED = 'it could not be served, and it was erased: nothing of it is kept';

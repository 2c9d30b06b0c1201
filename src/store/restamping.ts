import type { UtcSeconds } from '../oai/datestamp.ts';

/**
 * Dating all records anew, in batches between which it may break off: what is written is an ordinary `redate`, and this
 * knows which records still need one. Part of the store contract.
 */
export interface Restamping {
  /**
   * Begins: at once the clock row is raised to `now`, all resumption tokens lose their value, and what is in harvest order
   * now is what is to be dated anew. With `resume`, one that was begun before and has not ended goes on; answers whether
   * there was one. Not to be done where the store was put back from a copy since, which may have been made meanwhile.
   */
  begin(now: UtcSeconds, options?: { resume?: boolean }): Promise<{ resumed: boolean }>;
  /** Whether it was begun, and how many records are to be dated anew, or would be. */
  left(): Promise<{ begun: boolean; records: number }>;
  /**
   * Identifiers of the items whose records are to be dated anew, the oldest records of a format first, so many at a time:
   * the next ones are to be asked for when these are done.
   */
  remaining(limit: number): AsyncIterable<string[]>;
  /** Notes that it is done. */
  end(): Promise<void>;
}

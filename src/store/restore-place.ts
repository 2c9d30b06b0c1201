import type { FormerItem, FormerState } from './former-item.ts';

/** Where a backup is put back. Until `putIn` all happens in a file beside it, and nothing is changed. */
export interface RestorePlace {
  /** The SQLite file in which the backup is made ready. */
  readonly work: string;
  /** What is there now, where it can be read: nobody else can use it meanwhile. */
  readonly former: FormerReader | undefined;
  /** Copies the backup into `work`, and reads it once. Faults: it is damaged, or there is no room. */
  take(backup: string): void;
  /** Puts `work` where it belongs; answers under which name the former store is kept, if there was one. */
  putIn(): Promise<string | undefined>;
  /** Takes away what is left of the work. */
  close(): void;
}

/** The store in whose place a backup is put. What came to it after the backup is what harvesters may know. */
export interface FormerReader {
  state(): FormerState;
  /**
   * The sequence number behind all that a backup knows, where all of that happened to this store too. Undefined: this
   * store has another history.
   */
  branchFrom(backup: string): number | undefined;
  /** Items with a record that has changed at this sequence number or later. */
  changedSince(sequence: number): Iterable<FormerItem>;
  /** Identifiers of what was erased for legal reasons. */
  erased(): Iterable<string>;
}

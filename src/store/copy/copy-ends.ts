import type { Row, StoredTable } from './stored-table.ts';

/** Reads whole tables. */
export interface TableReader {
  /** Where it is, for people. */
  readonly description: string;
  /** At most so many rows behind one of them, in order of their key; left out: from the first one. */
  read(table: StoredTable, after: Row | undefined, limit: number): Promise<Row[]>;
}

/**
 * A store that is copied into. Nothing but the copy may use it until `finish`: who opens it is told of an unfinishedCopy,
 * and for those who had it open it has no clock row.
 */
export interface CopyTarget extends TableReader {
  /**
   * Marks an empty store as one that is being copied into. Answers the note that it is marked with: this one, or that of
   * an unfinished copy, which stays. `fresh` throws away what an unfinished copy brought. Fault: the store has contents.
   */
  begin(note: string, options: { fresh: boolean }): Promise<string>;
  /** A row as this engine keeps it. */
  kept(row: Row): Row;
  /** The row of a table with the highest key, or just that key. */
  last(table: StoredTable): Promise<Row | undefined>;
  /** Appends rows behind the last one, in their order, so that it can be gone on from any of them. Fault: that one is not the last, somebody else writes too. */
  append(table: StoredTable, rows: readonly Row[], last: Row | undefined): Promise<void>;
  /** Sets the repository, gives it its clock row, and takes the mark away, in one transaction. */
  finish(repository: Row, clock: Row): Promise<void>;
  close(): Promise<void>;
}

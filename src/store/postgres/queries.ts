/** A statement that each connection prepares once, under its name. */
export interface Statement {
  name: string;
  text: string;
}

/** What can be asked on one connection. bigint and the other integers come as numbers, bytea as Buffer. */
export interface Queries {
  /** The rows of a prepared statement. */
  rows<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** The number of rows that a prepared statement wrote. */
  run(statement: Statement, values?: readonly unknown[]): Promise<number>;
}

/** The clock row, as whoever writes holds it. */
export interface HeldClock {
  high: number;
  nextSequence: number;
}

/** Connections that read. */
export interface Reading {
  /** One statement on any of them: one snapshot, no transaction around it. */
  read<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** Several statements in one snapshot. */
  snapshot<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
}

/**
 * The connections of one store to PostgreSQL. Where it is opened to be written, reading by these methods sees all that was
 * written before, whatever the URL says. Whatever fails is explained: StoreBusy where it may be tried again, Fault
 * where somebody must do something.
 */
export interface Connections extends Reading {
  /** Where answers are read from, as the URL says: it may be a standby, and behind. */
  readonly answers: Reading;
  /**
   * A transaction on the one connection that writes, which holds the clock row: READ COMMITTED, so that each statement
   * sees all that was committed before the row was held. One after the other.
   */
  write<T>(work: (queries: Queries, clock: HeldClock) => Promise<T>, options?: { rollBack?: boolean }): Promise<T>;
  /** Work on that same connection without the clock row and without a transaction; one after the other too. */
  session<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
}

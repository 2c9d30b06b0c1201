import { postgresBackDoor } from './postgres/postgres-back-door.ts';
import { sqliteBackDoor } from './sqlite-back-door.ts';

/** What tests do to stores behind the back of the program. A database is what OAI_DATABASE would name. */
export interface BackDoor {
  /** A database that does not exist yet, or is empty. */
  fresh(): Promise<string>;
  /** A store as the first version of the program made it, with nothing in it. */
  oldest(): Promise<string>;
  /** Makes a store one of a version that does not exist yet. */
  makeNewer(database: string): Promise<void>;
  /** Takes a database away, also from whoever uses it. */
  remove(database: string): Promise<void>;
  /** A copy of a database as it is now, as from a backup. */
  copy(database: string): Promise<string>;
  /** Takes the lock that writers take, as another process does; answers what gives it back. */
  lock(database: string): Promise<() => Promise<void>>;
  /** All that is in it, to be compared; the same as long as nobody writes. */
  content(database: string): Promise<string>;
  /** Whether these words are anywhere in it, where a reader of tables or files would find them. */
  mentions(database: string, words: string): Promise<boolean>;
  /** Sends a statement with values for its question marks; the rows, if it gives any. */
  rows<Row>(database: string, sql: string, ...values: unknown[]): Promise<Row[]>;
}

/** Of the kind of store that this run is on: OAI_TEST_STORE=postgres, or SQLite. */
export const backDoor: BackDoor = process.env['OAI_TEST_STORE'] === 'postgres' ? postgresBackDoor : sqliteBackDoor;

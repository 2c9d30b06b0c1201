import type { Corpus } from '../corpus.ts';

/** Where the stores of a run are: files in a folder, or databases on a server. Each has a name, and an address for the program. */
export interface Stores {
  readonly kind: 'sqlite' | 'postgres';
  /** The process of the database server; undefined where there is none, or none that can be watched. */
  readonly pid: number | undefined;
  /** The address of a new store: nothing is there any more. */
  empty(name: string): Promise<string>;
  /** The address of a copy of a store that nobody uses; undefined where there is no room for one. */
  copyOf(database: string, name: string): Promise<string | undefined>;
  remove(database: string): Promise<void>;
  /** Bytes on disk, when all that was written has come there. */
  sizeOf(database: string): Promise<number>;
  /** Bytes of each table with its indexes, the largest first; none where that is not known. */
  tablesOf(database: string): Promise<[table: string, bytes: number][]>;
  /** The repository that an earlier run has kept under a name. */
  kept(name: string): Promise<Corpus | undefined>;
  /** Keeps a store for other runs, with what is known of it. Puts it into the state that it will be in when it is old. */
  keep(name: string, corpus: Corpus): Promise<void>;
  /** Removes what was kept under names that begin so. */
  forget(prefix: string): Promise<void>;
}

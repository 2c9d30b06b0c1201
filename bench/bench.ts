import type { Corpus, CorpusList } from './corpus.ts';
import type { Verified } from './load.ts';
import type { Program } from './program.ts';
import type { Row } from './row.ts';
import type { ServerProcess } from './server-process.ts';
import type { Stores } from './stores/stores.ts';

/** What can be asked for alone. */
export const CASES = [
  'walk',
  'gzip',
  'zstd',
  'deep',
  'beside',
  'abuse',
  'workers',
  'memory',
  'import',
  'disk',
  'transfer',
] as const;
export type CaseName = (typeof CASES)[number];

/** What all cases of one size share. */
export interface Bench {
  corpus: Corpus;
  /** The same in SQLite, to compare with; undefined where it is that which is measured. */
  inSqlite: Corpus | undefined;
  /** Where stores for one case alone are made. */
  stores: Stores;
  /** Offers oai_dc alone, as the corpus has it. */
  program: Program;
  /** A folder for what is made on the way. */
  folder: string;
  /** How long a measurement lasts, in seconds. */
  seconds: number;
  /** The number of worker processes to try. */
  workers: number;
  /** Whether cases were asked for. */
  wants(name: CaseName): boolean;
  report(row: Omit<Row, 'items'>): void;
  /** Says in a line what is going on, or why something is left out. */
  tell(text: string): void;
}

/** Beside the endpoint, the controls; they serve the same bytes. */
export interface Servers {
  endpoint: ServerProcess;
  control: ServerProcess;
  nginx: ServerProcess | undefined;
}

/** The lists of the corpus, read and found to be whole. */
export interface CheckedLists {
  /** ListRecords of the whole list. */
  whole: Verified;
  /** All that are measured: of ListRecords and ListIdentifiers. */
  lists: readonly { name: string; list: CorpusList; verified: Verified }[];
}

export const PAGE_SIZE = 100;
export const ENDPOINT = '/oai';
export const LIST_RECORDS = `${ENDPOINT}?verb=ListRecords&metadataPrefix=oai_dc`;
export const LIST_IDENTIFIERS = `${ENDPOINT}?verb=ListIdentifiers&metadataPrefix=oai_dc`;

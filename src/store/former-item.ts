import type { UtcSeconds } from '../oai/datestamp.ts';
import type { SetSpec } from '../oai/set-spec.ts';
import type { Maintenance } from './store.ts';

/** An item of a store in whose place a backup is put. */
export interface FormerItem {
  identifier: string;
  content: string | undefined;
  sets: SetSpec[];
  source: string;
  /** Of the records that have changed. */
  metadataPrefixes: string[];
}

/** What such a store knows of itself. */
export interface FormerState {
  high: UtcSeconds;
  repositoryIdentifier: string | undefined;
  maintenance: Maintenance | undefined;
}

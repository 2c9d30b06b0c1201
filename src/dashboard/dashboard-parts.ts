import type { Clock } from '../clock.ts';
import type { UtcSeconds } from '../oai/datestamp.ts';
import type { Store } from '../store/store.ts';

/** A source, with its last run and its next one. */
export interface SourceStatus {
  name: string;
  running: boolean;
  started: UtcSeconds | undefined;
  ended: UtcSeconds | undefined;
  /** Counts of the last run. */
  outcome: Readonly<Record<string, number>> | undefined;
  /** In words, why it failed. */
  fault: string | undefined;
  next: UtcSeconds | undefined;
}

/** What the dashboard looks at. It changes none of it. */
export interface DashboardParts {
  repositoryName: string;
  baseUrl: string;
  /** Undefined: usage is not recorded. */
  usageFile: string | undefined;
  /** The file of the store, where it is one. */
  storeFile: string | undefined;
  store: Pick<Store, 'counts' | 'size' | 'description' | 'quarantine' | 'acts'>;
  sources: () => Promise<readonly SourceStatus[]>;
  clock: Pick<Clock, 'now'>;
}

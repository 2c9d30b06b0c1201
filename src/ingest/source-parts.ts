import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** What work on a source as a whole needs. */
export interface SourceParts {
  store: Pick<Store, 'write' | 'sources' | 'quarantine'>;
  clock: Pick<Clock, 'now'>;
  /** Set by whoever asks the work to stop. */
  stop?: AbortSignal;
}

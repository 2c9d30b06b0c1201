import type { Cataloguing } from './cataloguing.ts';
import { type Arrival, type Prepared, type PrepareOptions, prepare } from './prepare.ts';

/** Prepares batches, in this thread or in others; what comes back stands in the order of what was given. */
export interface Preparer {
  /** Batches that may be under way while the next one is read. */
  readonly ahead: number;
  prepare(arrivals: readonly Arrival[], options: PrepareOptions): Promise<Prepared[][]>;
}

/** Prepares in this thread, at once. */
export function preparerHere(cataloguing: Cataloguing): Preparer {
  return {
    ahead: 0,
    async prepare(arrivals, options) {
      return arrivals.map((arrival) => prepare(arrival, options, cataloguing));
    },
  };
}

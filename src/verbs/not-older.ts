import type { UtcSeconds } from '../oai/datestamp.ts';
import { type Snapshot, StoreBusy } from '../store/store.ts';

/**
 * A page of a list, unless it comes from a copy of the store that is older than the list's first page: such a copy does
 * not show yet what has moved ahead since, and the list would lose it. Then StoreBusy: the copy catches up.
 */
export function notOlder<S extends Snapshot>(page: S, { high }: { high: UtcSeconds }): S {
  if (page.high >= high) return page;
  throw new StoreBusy('This copy of the store is older than the one that began the list. Try again shortly.');
}

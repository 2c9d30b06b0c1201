import type { Item } from '../items/item.ts';
import type { ComputedSet } from './set-definition.ts';

/** Types that are no text: DRIVER is about textual resources. */
const NO_TEXTS: ReadonlySet<string | undefined> = new Set(['dataset', 'software']);

/** Whether an item is in a set that aggregators ask for by name. Unknown access is not open. */
export function isInComputedSet(item: Item, set: ComputedSet): boolean {
  switch (set) {
    case 'openaire':
      // OpenAIRE Literature v3: what is openly accessible, and what a named project paid for, whatever its access.
      return item.access?.status === 'open' || (item.funding ?? []).some(({ award }) => award !== undefined);
    case 'driver':
      // DRIVER 2.0: openly accessible textual resources.
      return item.access?.status === 'open' && !NO_TEXTS.has(item.type);
  }
}

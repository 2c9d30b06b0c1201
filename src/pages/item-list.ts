import type { Item } from '../items/item.ts';
import type { Place, StoreReader } from '../store/store.ts';
import { type ItemSelection, readHeaderPage } from './read-header-page.ts';

/** Items on a page of a list. */
const PAGE_SIZE = 25;
/** Deleted records are passed over, but not for ever: a page costs at most so many readings. */
const MOST_READINGS = 8;

/** A page of a list of items, in harvest order. */
export interface ItemList {
  items: { identifier: string; item: Item; datestamp: string }[];
  /** Where the next page begins; undefined on the last one. */
  next: Place | undefined;
}

/** Reads a page of items behind a place. What it costs follows from the page, not from the list. */
export async function readItemList(
  selection: ItemSelection,
  after: Place | undefined,
  store: StoreReader,
): Promise<ItemList> {
  const list: ItemList = { items: [], next: undefined };
  if (after !== undefined) {
    // Whatever a client names is no place before the list: there, other lists may be.
    const first = await readHeaderPage(store, selection, { limit: 1 });
    if (first.count === 0) return list;
    list.next = Math.max(after, first.last - 1);
  }
  for (let readings = 0; readings < MOST_READINGS; readings += 1) {
    const limit = PAGE_SIZE - list.items.length;
    const place = list.next === undefined ? {} : { after: list.next };
    const page = await readHeaderPage(store, selection, { limit, ...place });
    const alive = page.headers.filter(({ deleted }) => !deleted);
    // One at a time: others want the connections of the store too.
    for (const { identifier, datestamp } of alive) {
      const { content, deleted } = (await store.readItem(identifier)) ?? {};
      // It may have gone between the two readings.
      if (content === undefined || deleted !== undefined) continue;
      list.items.push({ identifier, datestamp, item: JSON.parse(content) as Item });
    }
    list.next = page.more ? page.last : undefined;
    if (list.next === undefined || list.items.length >= PAGE_SIZE) break;
  }
  return list;
}

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
    list.next = Math.max(after, first.last - 1);
  }
  for (let readings = 0; readings < MOST_READINGS; readings += 1) {
    const limit = PAGE_SIZE - list.items.length;
    const place = list.next === undefined ? {} : { after: list.next };
    const page = await readHeaderPage(store, selection, { limit, ...place });
    const alive = page.headers.filter(({ deleted }) => !deleted);
    const read = await Promise.all(
      alive.map(async ({ identifier, datestamp }) => {
        const content = (await store.readItem(identifier))?.content;
        // Gone between the two readings.
        return content === undefined ? [] : [{ identifier, datestamp, item: JSON.parse(content) as Item }];
      }),
    );
    list.items.push(...read.flat());
    list.next = page.more ? page.last : undefined;
    if (list.next === undefined || list.items.length >= PAGE_SIZE) break;
  }
  return list;
}

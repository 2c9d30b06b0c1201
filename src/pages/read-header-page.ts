import type { Selection } from '../oai/request.ts';
import type { Page, PageQuery, StoreReader } from '../store/store.ts';
import { type RecordHeader, readHeaders } from '../xml/read-headers.ts';

/** What of all items is wanted. Every item has a record in oai_dc (protocol 3.4), so its list is the list of items. */
export type ItemSelection = Pick<Selection, 'from' | 'until' | 'set'>;

export type HeaderPage = Omit<Page, 'pieces'> & { headers: RecordHeader[] };

/** Reads a page of headers in harvest order, of deleted records too. */
export async function readHeaderPage(
  store: StoreReader,
  selection: ItemSelection,
  range: Pick<PageQuery, 'after' | 'before' | 'tail' | 'limit' | 'size'>,
): Promise<HeaderPage> {
  const { pieces, ...page } = await store.readPage({
    ...range,
    selection: { metadataPrefix: 'oai_dc', ...selection },
    maxBytes: Number.MAX_SAFE_INTEGER,
    part: 'header',
    granularity: 'seconds',
  });
  return { ...page, headers: [...readHeaders(pieces.join(''))] };
}

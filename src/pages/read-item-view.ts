import type { Item } from '../items/item.ts';
import type { MetadataFormat } from '../oai/metadata-format.ts';
import { rightBefore, type SetSpec } from '../oai/set-spec.ts';
import type { StoredSet } from '../store/set-ledger.ts';
import type { StoredItem, StoreReader } from '../store/store.ts';
import { readHeaders } from '../xml/read-headers.ts';
import { type FormatLink, type ItemSite, type ItemView, itemPageUrl, landingUrlOf } from './item-view.ts';

/** Every item is in this format (protocol 3.4), so its record tells when the item last changed. */
const OWED = 'oai_dc';

/** Media types that are registered for XML of these namespaces. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  'http://www.loc.gov/mods/v3': 'application/mods+xml',
  'http://www.loc.gov/MARC21/slim': 'application/marcxml+xml',
  'http://datacite.org/schema/kernel-4': 'application/vnd.datacite.datacite+xml',
};

/** What there is to show of an item: nothing before it is to be seen, its tombstone, or all of it. */
export type ItemReading =
  | { found: 'nothing' }
  | { found: 'deleted'; identifier: string; since: string | undefined }
  | { found: 'item'; view: ItemView };

/** Reads what its landing page shows of an item. */
export async function readItemView(stored: StoredItem, store: StoreReader, site: ItemSite): Promise<ItemReading> {
  const { identifier, content, deleted, visibleFrom } = stored;
  if (deleted === undefined && visibleFrom !== undefined) return { found: 'nothing' };
  const { known, metadataPrefixes } = await store.readItemFormats(identifier);
  if (!known) return { found: 'nothing' };
  const record = await store.readRecord(identifier, OWED, 'seconds');
  const [header] = record.found === 'record' ? readHeaders(record.bytes.toString()) : [];
  if (deleted !== undefined || content === undefined || header?.deleted) {
    return { found: 'deleted', identifier, since: header?.datestamp };
  }
  const pageUrl = itemPageUrl(site, identifier);
  return {
    found: 'item',
    view: {
      item: JSON.parse(content) as Item,
      pageUrl,
      landingUrl: landingUrlOf(site, identifier),
      datestamp: header?.datestamp,
      formats: site.formats
        .filter(({ metadataPrefix }) => metadataPrefixes.includes(metadataPrefix))
        .map((format) => formatLink(format, pageUrl)),
      sets: await Promise.all(stored.sets.map((setSpec) => readSet(setSpec, store))),
    },
  };
}

/** A set with its name, for people; one that is not there, or not any more, has its setSpec for a name. */
export async function readSet(setSpec: SetSpec, store: StoreReader): Promise<StoredSet> {
  const [set] = (await store.readSets({ after: rightBefore(setSpec), limit: 1 })).sets;
  return set?.setSpec === setSpec ? set : { setSpec, setName: setSpec };
}

function formatLink({ metadataPrefix, metadataNamespace }: MetadataFormat, pageUrl: string): FormatLink {
  return {
    metadataPrefix,
    metadataNamespace,
    url: `${pageUrl}?metadataPrefix=${encodeURIComponent(metadataPrefix)}`,
    mediaType: MEDIA_TYPES[metadataNamespace] ?? 'application/xml',
  };
}

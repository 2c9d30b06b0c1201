import type { Item } from '../../items/item.ts';
import { addOnce } from '../oai-xml/draft.ts';
import { readPageCount } from '../read-extent.ts';
import { publications } from './map-dates.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { fieldsOf, subfieldTexts } from './marc-record.ts';

/** The terms of NISO's Journal Article Versions, and the ends of COAR's URIs. */
const VERSIONS: readonly (readonly [term: string, uri: string, version: NonNullable<Item['version']>])[] = [
  ["author's original", 'c_b1a7d7d4d402bcce', 'draft'],
  ['submitted manuscript under review', 'c_71e4c1898caa6e32', 'submitted'],
  ['accepted manuscript', 'c_ab4af688f83e57aa', 'accepted'],
  ['version of record', 'c_970fb48d4fbd8a85', 'published'],
  ['enhanced version of record', 'c_dc82b40f9837b551', 'updated'],
];
const ONLINE = /^1 online resource(?: \((.+)\))?$/i;
/** RDA's and AACR's words for a publisher that nobody knows. */
const NOBODY = /^\[?(?:s\.\s?n\.?|publisher not identified)\]?$/i;

/** 251, 264 or 260, 300. */
export function mapDescription(draft: MarcDraft): void {
  const { record } = draft;
  for (const field of fieldsOf(record, '251')) {
    const texts = subfieldTexts(field, 'a01').map((text) => text.toLowerCase());
    const version = VERSIONS.find(([term, uri]) => texts.some((text) => text === term || text.endsWith(uri)))?.[2];
    if (version === undefined) leaveOut(draft, field, texts.join(' '), 'is no version that is known here');
    else draft.item.version ??= version;
  }
  for (const field of publications(draft)) {
    for (const name of subfieldTexts(field, 'b')) if (!NOBODY.test(name)) addOnce(draft, 'publishers', { name });
  }
  for (const field of fieldsOf(record, '300')) {
    for (const text of subfieldTexts(field, 'a')) {
      const [isOnline, inside] = ONLINE.exec(text) ?? [];
      const extent = isOnline === undefined ? text : inside;
      if (extent !== undefined && !mapExtent(draft, extent)) leaveOut(draft, field, text, 'is a second extent');
    }
  }
}

/** False when there is one already. */
function mapExtent({ item }: MarcDraft, text: string): boolean {
  const pages = readPageCount(text);
  if (pages !== undefined && item.extent?.pages === undefined) item.extent = { ...item.extent, pages };
  else if (item.extent?.text === undefined) item.extent = { ...item.extent, text };
  else return false;
  return true;
}

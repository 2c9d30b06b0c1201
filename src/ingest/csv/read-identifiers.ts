import { isIsbn } from '../../items/check-digit.ts';
import { bareDoi } from '../../items/doi.ts';
import { addOnce, leaveOut } from '../oai-xml/draft.ts';
import { mapIdentifier } from '../oai-xml/map-identifier.ts';
import { readUrl } from '../read-url.ts';
import type { Cell, RowDraft } from './row-draft.ts';

/** What the canonical item takes as a URL. */
const URL_LIMIT = 8192;

export function readDoi(draft: RowDraft, cell: Cell): void {
  const doi = bareDoi(cell.text);
  if (doi === undefined) leaveOut(draft, cell, 'is not a DOI');
  else addOnce(draft, 'identifiers', { scheme: 'doi', value: doi });
}

export function readIsbn(draft: RowDraft, cell: Cell): void {
  const isbn = cell.text
    .slice(0, 80)
    .replace(/^(?:urn:)?[ep]?-?isbn(?:-1[03])?[:\s]*/i, '')
    .replace(/\s*\([^()]*\)$/, '')
    .replace(/\p{Pd}/gu, '-');
  if (isIsbn(isbn)) addOnce(draft, 'identifiers', { scheme: 'isbn', value: isbn });
  else leaveOut(draft, cell, 'is not a valid ISBN');
}

/** An identifier of the scheme that the mapping names; without one its form must tell. */
export function readOther(draft: RowDraft, cell: Cell): void {
  const { scheme } = cell.use;
  if (scheme === 'doi') readDoi(draft, cell);
  else if (scheme !== undefined) addOnce(draft, 'identifiers', { scheme, value: cell.text });
  else if (isLongUrl(cell.text)) leaveOut(draft, cell, 'is too long for a URL');
  else mapIdentifier(draft, cell);
}

export function readLink(draft: RowDraft, cell: Cell): void {
  const url = urlIn(draft, cell);
  if (url !== undefined) addOnce(draft, 'links', url);
}

export function readFile(draft: RowDraft, cell: Cell): void {
  const uri = urlIn(draft, cell);
  const { mediaType } = cell.use;
  if (uri !== undefined) addOnce(draft, 'files', { uri, ...(mediaType !== undefined && { mediaType }) });
}

/** True for a URL that is too long for an item, as it stands or with its characters escaped. */
export function isLongUrl(text: string): boolean {
  return (readUrl(text)?.length ?? 0) > URL_LIMIT;
}

/** In a URL that comes from a web page, `&amp;` stands for `&`. */
function urlIn(draft: RowDraft, cell: Cell): string | undefined {
  const url = readUrl(cell.text.replaceAll('&amp;', '&'));
  if (url !== undefined && url.length <= URL_LIMIT) return url;
  leaveOut(draft, cell, url === undefined ? 'is not an http or https URL' : 'is too long for a URL');
  return undefined;
}

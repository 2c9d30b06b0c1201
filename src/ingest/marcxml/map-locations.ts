import { bareDoi } from '../../items/doi.ts';
import { addOnce } from '../oai-xml/draft.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { fieldsOf, type MarcField, subfield, subfieldTexts } from './marc-record.ts';
import { readUri } from './read-uri.ts';

const MEDIA_TYPE = /^[a-z]+\/[A-Za-z0-9.+_-]+$/;
const FULL_TEXT = /full[\s-]?text|volltext|^file$/i;
const LANDING_PAGE = 'Landing page';
const FILE_NAME = /\.(?:pdf|epub)$/i;

/** 856: files by their media type, words or name; all others are landing pages. Related resources are not the item's. */
export function mapLocations(draft: MarcDraft): void {
  const dois = new Set(
    draft.item.identifiers?.flatMap(({ scheme, value }) => (scheme === 'doi' ? [value.toLowerCase()] : [])),
  );
  for (const field of fieldsOf(draft.record, '856')) {
    for (const text of subfieldTexts(field, 'u')) {
      const uri = readUri(text);
      if (uri === undefined) leaveOut(draft, field, text, 'is no URL that can be kept');
      else if (field.ind2 === '2') leaveOut(draft, field, text, 'is the address of something else');
      else if (isFile(field, uri)) addFile(draft, field, uri);
      // The DOI is there already; where there is no other link, it becomes one again.
      else if (!dois.has(bareDoi(uri)?.toLowerCase() ?? '')) addOnce(draft, 'links', uri);
    }
  }
}

function isFile(field: MarcField, uri: string): boolean {
  if (subfield(field, 'y') === LANDING_PAGE) return false;
  if (subfieldTexts(field, 'q').some((text) => MEDIA_TYPE.test(text))) return true;
  return subfieldTexts(field, '3').some((text) => FULL_TEXT.test(text)) || FILE_NAME.test(uri.replace(/[?#].*$/, ''));
}

function addFile(draft: MarcDraft, field: MarcField, uri: string): void {
  const mediaType = subfieldTexts(field, 'q').find((text) => MEDIA_TYPE.test(text));
  const label = subfield(field, 'y');
  addOnce(draft, 'files', {
    uri,
    ...(mediaType !== undefined && { mediaType }),
    ...(label !== undefined && { label }),
  });
}

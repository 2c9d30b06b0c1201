import { isIsbn } from '../../items/check-digit.ts';
import { bareDoi } from '../../items/doi.ts';
import { addIssn, addOnce } from '../oai-xml/draft.ts';
import { readIssn } from '../read-issns.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { fieldsOf, type MarcField, subfield, subfieldTexts } from './marc-record.ts';

/** Where the code of the Library of Congress is not the item's name for the scheme. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['hdl', 'handle'],
  ['uri', 'url'],
]);
/** What the first indicator of 024 names. */
const BY_INDICATOR: ReadonlyMap<string, string> = new Map([
  ['0', 'isrc'],
  ['1', 'upc'],
  ['2', 'ismn'],
  ['3', 'ean'],
  ['4', 'sici'],
]);
/** With label and qualifier. */
const LONGEST_ISSN = 60;
const SCHEME = /^[a-z][a-z0-9-]*$/;

/** 020, 022, 024. */
export function mapNumbers(draft: MarcDraft): void {
  const { record } = draft;
  for (const field of fieldsOf(record, '020')) {
    for (const text of subfieldTexts(field, 'a')) {
      const isbn = /^[\dX -]+/i.exec(text)?.[0].trim() ?? '';
      if (isIsbn(isbn)) addOnce(draft, 'identifiers', { scheme: 'isbn', value: isbn });
      else leaveOut(draft, field, text, 'is no ISBN');
    }
  }
  for (const field of fieldsOf(record, '022')) {
    for (const text of subfieldTexts(field, 'a')) mapIssn(draft, field, text);
  }
  for (const field of fieldsOf(record, '024')) {
    for (const text of subfieldTexts(field, 'a')) mapNumber(draft, field, text);
  }
}

/** The number of the journal, as CEEOL writes it, unless the host entry has its own: then it is the item's. */
function mapIssn(draft: MarcDraft, field: MarcField, text: string): void {
  const issn = readIssn(text.slice(0, LONGEST_ISSN));
  const hostHasOne = fieldsOf(draft.record, '773').some((host) => subfield(host, 'x') !== undefined);
  if (issn === undefined) leaveOut(draft, field, text, 'is no ISSN');
  else if (hostHasOne) addOnce(draft, 'identifiers', { scheme: 'issn', value: issn });
  else addIssn(draft, issn);
}

function mapNumber(draft: MarcDraft, field: MarcField, text: string): void {
  const named = BY_INDICATOR.get(field.ind1) ?? subfield(field, field.ind1 === '7' ? '2' : 'q');
  const code = named?.toLowerCase() ?? '';
  const scheme = SCHEMES.get(code) ?? code;
  const value = scheme === 'doi' ? bareDoi(text) : text;
  if (value === undefined) leaveOut(draft, field, text, 'is not a DOI');
  else addOnce(draft, 'identifiers', { scheme: SCHEME.test(scheme) ? scheme : 'other', value });
}

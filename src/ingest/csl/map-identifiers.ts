import { isIsbn } from '../../items/check-digit.ts';
import { bareDoi } from '../../items/doi.ts';
import { readIssns } from '../read-issns.ts';
import { readUrl } from '../read-url.ts';
import type { Draft } from './draft.ts';
import type { Reference } from './reference.ts';
import { objects, texts } from './texts.ts';

/** What the canonical item takes as a URL. */
const URL_LIMIT = 8192;
/** Lines of `note` that people write identifiers into where their program has no field: `PMID: 123`. */
const IN_NOTE = /^(DOI|PMID|PMCID|arXiv)\s*:\s*(\S+)\s*$/gim;

/** DOI, ISBN, ISSN, PMID and others, and the addresses. `isPart` is true for what stands in a book or journal. */
export function mapIdentifiers(draft: Draft, reference: Reference, isPart: boolean): void {
  const { csl } = reference;
  for (const text of texts(csl['DOI'])) addDoi(draft, text);
  for (const [name, scheme] of [
    ['PMID', 'pmid'],
    ['PMCID', 'pmcid'],
  ] as const) {
    for (const value of texts(csl[name]))
      draft.add('identifiers', { scheme, value: value.replace(/^pmc?id:\s*/i, '') });
  }
  for (const { scheme, value } of reference.identifiers ?? []) draft.add('identifiers', { scheme, value });
  for (const note of texts(csl['note'])) {
    for (const [, name = '', value = ''] of note.slice(0, 10_000).matchAll(IN_NOTE)) {
      if (name.toUpperCase() === 'DOI') addDoi(draft, value);
      else draft.add('identifiers', { scheme: name.toLowerCase(), value });
    }
  }
  addIsbns(draft, csl['ISBN'], isPart);
  addIssns(draft, csl['ISSN'], isPart);
  for (const url of texts(csl['URL']).flatMap((text) => text.split(/\s+|[;,]\s*(?=https?:)/))) addUrl(draft, url);
  for (const file of reference.files ?? []) addFile(draft, file);
  for (const { URL: url, 'content-type': type } of objects(csl['link'])) {
    for (const text of texts(url)) addFile(draft, text, texts(type)[0]);
  }
}

function addDoi(draft: Draft, text: string): void {
  const doi = bareDoi(text);
  const isNew = !draft.item.identifiers?.some(({ scheme, value }) => scheme === 'doi' && isSame(value, doi));
  if (doi === undefined) draft.leaveOut('DOI', text, 'is not a DOI');
  else if (isNew) draft.add('identifiers', { scheme: 'doi', value: doi });
}

/** DOIs do not tell small letters from capitals. */
function isSame(a: string, b: string | undefined): boolean {
  return a.toLowerCase() === b?.toLowerCase();
}

/** The ISBN of a chapter is that of its book. */
function addIsbns(draft: Draft, value: unknown, isPart: boolean): void {
  const parts = texts(value).flatMap((text) =>
    text.slice(0, 2000).split(/[,;|]|\s+(?=97[89]|(?:\d[- ]?){9}[\dXx](?!\d))/),
  );
  for (const part of parts) {
    const isbn = part
      .replace(/^\s*(?:urn:)?[ep]?-?isbn(?:-1[03])?[:\s]*/i, '')
      .replace(/\([^()]*\)/g, '')
      .replace(/\p{Pd}/gu, '-')
      .trim();
    if (isbn === '') continue;
    if (!isIsbn(isbn)) draft.leaveOut('ISBN', part, 'is not a valid ISBN');
    else if (isPart) draft.add('relations', { type: 'isPartOf', scheme: 'isbn', value: isbn });
    else draft.add('identifiers', { scheme: 'isbn', value: isbn });
  }
}

/** The ISSN of a book is that of its series. */
function addIssns(draft: Draft, value: unknown, isPart: boolean): void {
  for (const text of texts(value)) {
    const { issns, wrong } = readIssns(text);
    for (const entry of wrong) draft.leaveOut('ISSN', entry, 'is not a valid ISSN');
    for (const issn of issns) {
      if (!isPart) draft.add('relations', { type: 'isPartOf', scheme: 'issn', value: issn });
      else if (!draft.host.issns?.includes(issn)) draft.host.issns = [...(draft.host.issns ?? []), issn];
    }
  }
}

/** A page about the item; a link of doi.org is its DOI, one to a PDF a file. */
function addUrl(draft: Draft, text: string): void {
  const doi = /^https?:/i.test(text) ? bareDoi(text) : undefined;
  if (doi !== undefined) {
    addDoi(draft, doi);
  } else if (/\.pdf$/i.test(text)) {
    addFile(draft, text);
  } else {
    const url = urlIn(draft, text);
    if (url !== undefined) draft.add('links', url);
  }
}

function addFile(draft: Draft, text: string, type?: string): void {
  const uri = urlIn(draft, text);
  if (uri === undefined) return;
  const known = type !== undefined && /^[a-z]+\/[A-Za-z0-9.+_-]+$/.test(type) ? type : undefined;
  const mediaType = known ?? (/\.pdf$/i.test(uri) ? 'application/pdf' : undefined);
  draft.add('files', { uri, ...(mediaType !== undefined && { mediaType }) });
}

function urlIn(draft: Draft, text: string): string | undefined {
  const url = readUrl(text.replaceAll('&amp;', '&'));
  if (url !== undefined && url.length <= URL_LIMIT) return url;
  if (text !== '') draft.leaveOut('URL', text, url === undefined ? 'is not an http or https URL' : 'is too long');
  return undefined;
}

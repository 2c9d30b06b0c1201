import { bareDoi } from '../../items/doi.ts';
import type { Item } from '../../items/item.ts';
import type { Incoming } from '../import-format.ts';
import { Draft } from './draft.ts';
import type { LeftOut } from './left-out.ts';
import { isPart, mapHost } from './map-host.ts';
import { mapIdentifiers } from './map-identifiers.ts';
import { mapNames, NAME_VARIABLES } from './map-names.ts';
import { mapRights } from './map-rights.ts';
import { mapType } from './map-type.ts';
import { readCslDate } from './read-csl-date.ts';
import { readLanguages } from './read-languages.ts';
import type { Reference } from './reference.ts';
import { firstText, texts } from './texts.ts';

type DateKind = NonNullable<Item['dates']>[number]['kind'];

const DATES: readonly (readonly [string, DateKind])[] = [
  ['issued', 'issued'],
  ['submitted', 'submitted'],
  ['available-date', 'available'],
];

/** Variables that are read here, or that say nothing about the work: how it is sorted, where it was found. */
const KNOWN = new Set([
  ...NAME_VARIABLES,
  ...DATES.map(([name]) => name),
  ...['id', 'type', 'genre', 'citation-key', 'citation-label', 'title', 'subtitle', 'original-title', 'abstract'],
  ...['keyword', 'language', 'publisher', 'DOI', 'PMID', 'PMCID', 'ISBN', 'ISSN', 'URL', 'link', 'license', 'funder'],
  ...['container-title', 'container-title-short', 'journalAbbreviation', 'volume', 'issue', 'page', 'page-first'],
  ...['number', 'article-number', 'collection-title', 'collection-number', 'number-of-pages', 'subject', '_graph'],
]);

/**
 * The one mapping of references to items, for CSL-JSON, BibTeX and RIS alike. A reference without an identifier or
 * without a title is refused; what cannot be placed is told by notes, per record where a value is wrong, and by
 * `leftOut` where a variable has no place at all.
 */
export function* mapReference(reference: Reference, leftOut: LeftOut): Generator<Incoming> {
  const { csl, line, raw } = reference;
  const identifier = identifierOf(csl);
  if (identifier === undefined) {
    yield { kind: 'refusal', line, reason: 'it has no key, ID or DOI to be known by: give it one', raw };
    return;
  }
  const draft = new Draft(identifier);
  mapTitles(draft, reference);
  if (draft.item.titles.length === 0) {
    yield { kind: 'refusal', line, identifier, reason: 'it has no title', raw };
    return;
  }
  mapNames(draft, csl);
  for (const text of texts(csl['abstract'])) draft.add('abstracts', { text });
  for (const text of keywordsOf(reference)) draft.add('keywords', { text });
  readLanguages(draft, csl['language']);
  mapDates(draft, csl);
  for (const name of texts(csl['publisher'])) draft.add('publishers', { name });
  mapHost(draft, csl);
  const type = mapType(csl);
  if (type !== undefined) draft.item.type = type;
  else if (csl['type'] === 'thesis') draft.notes.push('it is a thesis, but no degree is named: it gets no type');
  mapIdentifiers(draft, reference, isPart(csl));
  mapRights(draft, reference);
  yield { kind: 'item', line, item: draft.finish() };
  for (const text of [...(reference.notes ?? []), ...draft.notes]) {
    yield { kind: 'note', line, text: `${identifier}: ${text}` };
  }
  for (const name of Object.keys(csl)) {
    if (!KNOWN.has(name) && !isEmpty(csl[name])) leftOut.add(name, line);
  }
}

/** The key that the file gives; without one the DOI in small letters, which is as lasting. */
export function identifierOf(csl: Reference['csl']): string | undefined {
  const key = firstText(csl['id'], csl['citation-key']);
  if (key !== undefined) return key;
  return bareDoi(firstText(csl['DOI']) ?? '')?.toLowerCase();
}

function mapTitles(draft: Draft, { csl, subtitles = [], translatedTitles = [] }: Reference): void {
  const [title, ...others] = texts(csl['title']);
  if (title !== undefined) draft.add('titles', { text: title });
  for (const text of [...subtitles, ...texts(csl['subtitle'])]) draft.add('titles', { text, kind: 'subtitle' });
  for (const text of translatedTitles) draft.add('titles', { text, kind: 'translated' });
  for (const text of [...others, ...texts(csl['original-title'])]) draft.add('titles', { text, kind: 'alternative' });
  // A subtitle alone is no title.
  if (title === undefined) draft.item.titles = [];
}

function keywordsOf({ csl, keywords }: Reference): string[] {
  const given = keywords ?? [...texts(csl['keyword']), ...texts(csl['subject'])];
  if (given.length > 1) return texts(given);
  return texts(given.flatMap((text) => text.split(text.includes(';') ? ';' : /[,\n]/)));
}

function mapDates(draft: Draft, csl: Reference['csl']): void {
  for (const [variable, kind] of DATES) {
    const read = readCslDate(csl[variable]);
    if (!read) continue;
    if (read.date === undefined) draft.leaveOut(variable, read.text, read.problem ?? 'is no date');
    else {
      draft.add('dates', { date: read.date, kind });
      if (read.problem !== undefined) draft.remark(variable, read.text, read.problem);
    }
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

import { isCalendarDate } from '../../items/calendar-date.ts';
import { languageCode, toLanguageTag } from '../../items/language.ts';
import type { Incoming } from '../import-format.ts';
import { readPageCount } from '../read-extent.ts';
import { readIssn } from '../read-issns.ts';
import { shorten } from '../shorten.ts';
import { addAgent, addIssn, addOnce, type Draft, leaveOut } from './draft.ts';
import { mapAgent } from './map-agent.ts';
import { mapDates } from './map-date.ts';
import { mapIdentifier } from './map-identifier.ts';
import { mapRelation, related } from './map-relation.ts';
import { mapRights } from './map-rights.ts';
import { mapTypes } from './map-type.ts';
import type { DcElement, XmlRecord } from './xml-record.ts';

const DATESTAMP = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/;
const CLASSIFICATION = /^info:eu-repo\/classification\/([^/]+)\/(.+)$/;
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9.+_-]+$/i;

/** Elements that are read one by one; titles, dates and types are read together. */
const READERS: { readonly [name: string]: (draft: Draft, element: DcElement) => void } = {
  creator: (draft, { text }) => addAgent(draft, mapAgent(text, 'author')),
  contributor: (draft, { text }) => addAgent(draft, mapAgent(text, 'contributor')),
  subject: (draft, element) => {
    const [, scheme, notation] = CLASSIFICATION.exec(element.text) ?? [];
    if (scheme && notation) addOnce(draft, 'subjects', { text: notation, scheme });
    else addOnce(draft, 'keywords', localized(element));
  },
  description: (draft, element) => {
    addOnce(draft, 'abstracts', localized(element));
  },
  publisher: (draft, { text, lang }) => {
    addOnce(draft, 'publishers', { name: text, ...(lang !== undefined && { lang }) });
  },
  format: (draft, element) => {
    const { item } = draft;
    const pages = readPageCount(element.text);
    const isCount = pages !== undefined && /\D/.test(element.text);
    // The type of a file whose address nobody has told has no place in an item.
    if (MEDIA_TYPE.test(element.text)) leaveOut(draft, element, 'belongs to a file that the record does not name');
    else if (isCount && (item.extent?.pages ?? pages) === pages) item.extent = { ...item.extent, pages };
    else if ((item.extent?.text ?? element.text) === element.text) item.extent = { ...item.extent, text: element.text };
    else leaveOut(draft, element, 'is a second extent');
  },
  identifier: mapIdentifier,
  source: (draft, element) => {
    const { host } = draft;
    const { text } = element;
    const issn = readIssn(text);
    const relation = related(text, 'relates');
    if (issn !== undefined) addIssn(draft, issn);
    else if (relation.scheme !== undefined) addOnce(draft, 'relations', relation);
    else if ((host.citation ?? text) === text) host.citation = text;
    else leaveOut(draft, element, 'is a second source');
  },
  language: (draft, element) => {
    const language = languageCode(element.text);
    if (language === undefined) leaveOut(draft, element, 'is no language that is known here');
    else addOnce(draft, 'languages', language);
  },
  relation: mapRelation,
  rights: mapRights,
  coverage: (draft, element) => {
    addOnce(draft, 'coverage', localized(element));
  },
};

/** What one record of a response says: an item or a deletion, with notes; or a refusal with the reason. */
export function mapRecord(record: XmlRecord): Incoming[] {
  const { line, identifier } = record;
  const oddities = record.oddities.map((oddity): Incoming => ({ kind: 'note', ...oddity }));
  if (identifier === undefined) return [{ kind: 'refusal', line, reason: 'its header has no identifier' }, ...oddities];
  if (record.status === 'deleted') {
    if (record.hasMetadata) oddities.push({ kind: 'note', line, text: 'a deleted record has metadata: left out' });
    return [{ kind: 'deletion', line, identifier, ...(record.sets.length > 0 && { sets: record.sets }) }, ...oddities];
  }
  const reason = refusalOf(record);
  if (reason !== undefined) return [{ kind: 'refusal', line, identifier, reason }, ...oddities];
  const draft: Draft = { item: { identifier, titles: [] }, host: {}, notes: [], seen: new Set() };
  readElements(
    draft,
    record.elements.map((element) => withTag(draft, element)),
  );
  readHeader(draft, record);
  if (Object.keys(draft.host).length > 0) draft.item.host = draft.host;
  const notes = draft.notes.sort((a, b) => a.line - b.line).map((note): Incoming => ({ kind: 'note', ...note }));
  return [{ kind: 'item', line, item: draft.item }, ...oddities, ...notes];
}

function refusalOf({ status, hasMetadata, elements }: XmlRecord): string | undefined {
  if (status !== undefined) return `its status is “${shorten(status)}”: only “deleted” is known`;
  if (!hasMetadata) return 'it is not deleted but has no metadata';
  return elements.some(({ name }) => name === 'title') ? undefined : 'it has no title';
}

function readElements(draft: Draft, elements: readonly DcElement[]): void {
  const named = (name: string) => elements.filter((element) => element.name === name);
  for (const element of elements) READERS[element.name]?.(draft, element);
  readTitles(draft, named('title'));
  mapDates(draft, named('date'));
  mapTypes(draft, named('type'));
}

function readHeader(draft: Draft, { sets, datestamp }: XmlRecord): void {
  if (sets.length > 0) draft.item.sets = [...new Set(sets)];
  if (datestamp === undefined) return;
  // The item was described no later than this at its source.
  if (DATESTAMP.test(datestamp.text) && isCalendarDate(datestamp.text)) draft.item.modified = datestamp.text;
  else
    draft.notes.push({ line: datestamp.line, text: `datestamp “${shorten(datestamp.text)}” is none and was left out` });
}

/** The first title is the title. One in another language is its translation; of the others that is not known. */
function readTitles(draft: Draft, elements: readonly DcElement[]): void {
  const first = elements[0];
  for (const element of elements) {
    const isTranslation = first?.lang !== undefined && element.lang !== undefined && element.lang !== first.lang;
    const kind = element === first ? 'main' : isTranslation ? 'translated' : 'alternative';
    addOnce(draft, 'titles', { ...localized(element), kind });
  }
}

function localized({ text, lang }: DcElement): { text: string; lang?: string } {
  return lang === undefined ? { text } : { text, lang };
}

/** The element with its xml:lang as a valid tag, or without. */
function withTag(draft: Draft, { lang, ...element }: DcElement): DcElement {
  if (lang === undefined || lang.trim() === '') return element;
  const tag = toLanguageTag(lang);
  if (tag !== undefined) return { ...element, lang: tag };
  draft.notes.push({
    line: element.line,
    text: `xml:lang “${shorten(lang)}” of dc:${element.name} is no language tag and was left out`,
  });
  return element;
}

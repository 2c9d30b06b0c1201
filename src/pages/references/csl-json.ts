import type { Reference, ReferenceName } from './reference.ts';

/** Types of CSL 1.0.2. */
const TYPES: Readonly<Record<NonNullable<Reference['type']>, string>> = {
  article: 'article-journal',
  bachelorThesis: 'thesis',
  masterThesis: 'thesis',
  doctoralThesis: 'thesis',
  book: 'book',
  bookPart: 'chapter',
  review: 'review',
  conferenceObject: 'paper-conference',
  lecture: 'speech',
  workingPaper: 'report',
  preprint: 'article',
  report: 'report',
  annotation: 'document',
  contributionToPeriodical: 'article-magazine',
  patent: 'patent',
  dataset: 'dataset',
  software: 'software',
  other: 'document',
};

/** A reference in CSL-JSON, as Zotero and the processors of CSL read it: a list of one. */
export function cslJson(reference: Reference): string {
  const { type, issued, firstPage, lastPage } = reference;
  const pages = [firstPage, lastPage].filter((page) => page !== undefined);
  const csl = {
    id: reference.id,
    type: type === undefined ? 'document' : TYPES[type],
    genre: reference.genre,
    title: reference.title,
    author: reference.authors.map(nameOf),
    editor: reference.editors.map(nameOf),
    translator: reference.translators.map(nameOf),
    issued: issued === undefined ? undefined : { 'date-parts': [issued.split('-').map(Number)] },
    'container-title': reference.container,
    volume: reference.volume,
    issue: reference.issue,
    page: pages.length === 0 ? undefined : [...new Set(pages)].join('-'),
    'article-number': reference.articleNumber,
    publisher: reference.publisher,
    'number-of-pages': reference.pages === undefined ? undefined : String(reference.pages),
    DOI: reference.doi,
    ISBN: reference.isbns.join(' '),
    ISSN: reference.issns.join(', '),
    URL: reference.url,
    abstract: reference.abstract,
    keyword: reference.keywords.join(', '),
    language: reference.language,
  };
  const present = Object.entries(csl).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return `${JSON.stringify([Object.fromEntries(present)], undefined, 1)}\n`;
}

function nameOf(name: ReferenceName): object {
  return 'literal' in name
    ? { literal: name.literal }
    : { family: name.family, ...(name.given && { given: name.given }) };
}

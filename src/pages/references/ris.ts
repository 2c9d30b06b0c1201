import type { Reference, ReferenceName } from './reference.ts';

const TYPES: Readonly<Record<NonNullable<Reference['type']>, string>> = {
  article: 'JOUR',
  bachelorThesis: 'THES',
  masterThesis: 'THES',
  doctoralThesis: 'THES',
  book: 'BOOK',
  bookPart: 'CHAP',
  review: 'JOUR',
  conferenceObject: 'CPAPER',
  lecture: 'GEN',
  workingPaper: 'RPRT',
  preprint: 'UNPB',
  report: 'RPRT',
  annotation: 'GEN',
  contributionToPeriodical: 'MGZN',
  patent: 'PAT',
  dataset: 'DATA',
  software: 'COMP',
  other: 'GEN',
};

/** A reference as RIS, which EndNote, Zotero and Mendeley read. */
export function risOf(reference: Reference): string {
  return [...lines(reference)]
    .flatMap(([tag, value]) => (value === undefined ? [] : `${tag}  - ${value.replace(/\s+/g, ' ')}\r\n`))
    .join('');
}

function* lines(reference: Reference): Generator<readonly [tag: string, value: string | undefined]> {
  const { type, issued } = reference;
  yield ['TY', type === undefined ? 'GEN' : TYPES[type]];
  yield ['ID', reference.id];
  yield ['TI', reference.title];
  for (const title of reference.translatedTitles) yield ['TT', title];
  for (const name of reference.authors) yield ['AU', nameOf(name)];
  for (const name of reference.editors) yield ['ED', nameOf(name)];
  for (const name of reference.translators) yield ['TA', nameOf(name)];
  yield ['PY', issued?.slice(0, 4)];
  yield ['DA', issued?.replaceAll('-', '/')];
  yield ['M3', reference.genre];
  yield ['T2', reference.container];
  yield ['VL', reference.volume];
  yield ['IS', reference.issue];
  yield ['SP', reference.firstPage];
  yield ['EP', reference.lastPage];
  yield ['C7', reference.articleNumber];
  yield ['PB', reference.publisher];
  for (const number of [...reference.issns, ...reference.isbns]) yield ['SN', number];
  yield ['DO', reference.doi];
  yield ['UR', reference.url];
  yield ['AB', reference.abstract];
  for (const keyword of reference.keywords) yield ['KW', keyword];
  yield ['LA', reference.language];
  yield ['ER', ''];
}

/** A comma with nothing behind it makes the name that of a body. */
function nameOf(name: ReferenceName): string {
  if ('literal' in name) return name.isBody ? `${name.literal},` : name.literal;
  return name.given === undefined ? `${name.family},` : `${name.family}, ${name.given}`;
}

import type { Item } from '../../items/item.ts';
import { firstText, texts } from './texts.ts';

type ItemType = NonNullable<Item['type']>;

/** Types of CSL 1.0.2 by what they are here. Not in it: what says nothing (document), and theses, which need a degree. */
const TYPES: ReadonlyMap<string, ItemType> = new Map<string, ItemType>([
  ['article-journal', 'article'],
  ['article-magazine', 'contributionToPeriodical'],
  ['article-newspaper', 'contributionToPeriodical'],
  ['book', 'book'],
  ['chapter', 'bookPart'],
  ['entry', 'bookPart'],
  ['entry-dictionary', 'bookPart'],
  ['entry-encyclopedia', 'bookPart'],
  ['paper-conference', 'conferenceObject'],
  ['report', 'report'],
  ['review', 'review'],
  ['review-book', 'review'],
  ['dataset', 'dataset'],
  ['software', 'software'],
  ['patent', 'patent'],
  ['speech', 'lecture'],
  // Of Crossref and DataCite, who write their own words into CSL.
  ['journal-article', 'article'],
  ['monograph', 'book'],
  ['edited-book', 'book'],
  ['reference-book', 'book'],
  ['book-chapter', 'bookPart'],
  ['book-section', 'bookPart'],
  ['proceedings-article', 'conferenceObject'],
  ['posted-content', 'preprint'],
  ['dissertation', 'doctoralThesis'],
]);

/** The types of CSL that have no word of their own here. */
const OTHERS = new Set(
  (
    'bill broadcast classic collection event figure graphic hearing interview legal_case legislation manuscript map ' +
    'motion_picture musical_score pamphlet performance periodical personal_communication post post-weblog regulation ' +
    'song standard treaty webpage'
  ).split(' '),
);

/** What a thesis is, by the words that stand on title pages; the lower degrees first, for their words are longer. */
const DEGREES: readonly (readonly [RegExp, ItemType])[] = [
  [/\bbachelor|\bb\.?a\.?\b|\bb\.?sc\b|\blisans (?:tezi|bitirme)|^lisans$|\blicence\b/, 'bachelorThesis'],
  [/\bmaster|\bm\.?a\.?\b|\bm\.?sc\b|\bm\.?phil\b|\bdiplom|\bmagist|yüksek lisans|\blaurea magistrale/, 'masterThesis'],
  [
    /\bph\.? ?d\b|\bd\.?phil\b|\bdoctor|\bdoktor|\bdissertation|\bdr\.|\bth[èe]se de doctorat|\bhabilitation/,
    'doctoralThesis',
  ],
];

/** What the item is. Undefined where the reference does not say it: a thesis without its degree, a mere document. */
export function mapType(csl: Readonly<Record<string, unknown>>): ItemType | undefined {
  const type = firstText(csl['type'])?.toLowerCase() ?? '';
  const genre = firstText(csl['genre'])?.toLowerCase() ?? '';
  if (type === 'thesis') return degreeOf(genre);
  if (/\b(?:working|discussion) paper\b/.test(genre)) return 'workingPaper';
  if (/\bpre-?print\b/.test(genre)) return 'preprint';
  // In CSL an article that is in no journal; older programs write it for one that is.
  if (type === 'article') return isInPeriodical(csl) ? 'article' : 'preprint';
  return TYPES.get(type) ?? (OTHERS.has(type) ? 'other' : undefined);
}

/** True where the reference names a degree, whose word is then no text to be kept. */
export function degreeOf(genre: string): ItemType | undefined {
  const words = genre.toLowerCase();
  // Tur. "yüksek lisans" holds "lisans", "master" stands in none of the others.
  if (/yüksek lisans/.test(words)) return 'masterThesis';
  return DEGREES.find(([pattern]) => pattern.test(words))?.[1];
}

/** True for a type that CSL or Crossref has, so that a program can tell CSL-JSON from other JSON. */
export function isCslType(type: unknown): boolean {
  return (
    typeof type === 'string' &&
    (TYPES.has(type) || OTHERS.has(type) || ['article', 'thesis', 'document'].includes(type))
  );
}

function isInPeriodical(csl: Readonly<Record<string, unknown>>): boolean {
  const hasPlace = ['volume', 'issue', 'ISSN', 'page'].some((name) => texts(csl[name]).length > 0);
  return hasPlace && texts(csl['container-title']).length > 0;
}

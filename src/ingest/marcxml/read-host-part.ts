import type { Item } from '../../items/item.ts';

type HostPart = Pick<
  NonNullable<Item['host']>,
  'volume' | 'issue' | 'firstPage' | 'lastPage' | 'articleNumber' | 'citation'
>;

/** Longer text is a sentence. */
const LONGEST = 300;
const PIECES = /[,;()]/;
const PAGES = /^(.+?)\s*[-–]\s*(.+)$/;
/** Words before a value, as MARC records have them in English, German and Slavonic languages, and `volume:14`. */
const LABELS: readonly (readonly ['volume' | 'issue' | 'pages' | 'articleNumber' | 'known', RegExp])[] = [
  ['volume', /^(?:vol(?:ume)?|bd|band|t|tom|god|roč)\b\.?:?\s*(?=\S)/i],
  ['issue', /^(?:no|nr|num(?:ber)?|issue|iss|h|heft|br|č)\b\.?:?\s*(?=\S)/i],
  ['pages', /^(?:pp?|pages?|s|str)\b\.?:?\s*(?=\S)/i],
  ['articleNumber', /^art(?:icle)?\b\.?:?\s*(?=\S)/i],
  ['known', /^(?:year|month|day|extent):/i],
];
const YEAR = /^\d{4}[-–]?$|^[-–.]*$/;

/**
 * Where in its host an item stands: `Vol. 14, no. 2 (2021), p. 101-120`, `volume:14, year:2021, pages:101-120`. A text
 * that has anything else in it is kept whole, as a citation.
 */
export function readHostPart(text: string): HostPart {
  if (text.length > LONGEST) return { citation: text };
  const part: HostPart = {};
  for (const piece of text.split(PIECES).map((one) => one.trim())) {
    if (YEAR.test(piece)) continue;
    const [kind, label] = LABELS.find(([, words]) => words.test(piece)) ?? [];
    if (kind === undefined || label === undefined) return { citation: text };
    const value = piece.replace(label, '');
    if (kind === 'pages') Object.assign(part, pagesOf(value));
    else if (kind !== 'known') part[kind] ??= value;
  }
  return Object.keys(part).length === 0 ? { citation: text } : part;
}

function pagesOf(text: string): HostPart {
  const [, firstPage, lastPage] = PAGES.exec(text) ?? [];
  return firstPage === undefined || lastPage === undefined ? { firstPage: text } : { firstPage, lastPage };
}

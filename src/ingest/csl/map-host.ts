import { readPageRange } from '../ceeol/page-range.ts';
import { readPageCount } from '../read-extent.ts';
import type { Draft } from './draft.ts';
import { firstText, texts } from './texts.ts';

type Csl = Readonly<Record<string, unknown>>;

/** What stands by itself: its pages are counted, its series is no host, its ISBN is its own. */
const ALONE = new Set(
  (
    'book monograph edited-book reference-book collection classic thesis dissertation report manuscript pamphlet map ' +
    'software dataset patent standard musical_score motion_picture periodical'
  ).split(' '),
);
/** What `number` counts, where it is not the number of an article. */
const NUMBERED: ReadonlyMap<string, string> = new Map([
  ['report', 'report-number'],
  ['patent', 'patent-number'],
  ['standard', 'standard-number'],
]);

/** True for what stands in a journal, book or series of pages. */
export function isPart(csl: Csl): boolean {
  return !ALONE.has(firstText(csl['type'])?.toLowerCase() ?? '');
}

/** The journal or book around the item with the place in it; for what stands alone its series and its extent. */
export function mapHost(draft: Draft, csl: Csl): void {
  const { host } = draft;
  const titles = texts(csl['container-title']);
  if (titles.length === 0) titles.push(...texts(firstText(csl['container-title-short'], csl['journalAbbreviation'])));
  if (titles.length > 0) host.titles = [...new Set(titles)].map((text) => ({ text }));
  const hasPlace = isPart(csl) || titles.length > 0;
  for (const name of ['volume', 'issue'] as const) {
    const text = firstText(csl[name]);
    if (text !== undefined && hasPlace) host[name] = text;
    else if (text !== undefined && !(name === 'volume' && isSeries(csl)))
      draft.leaveOut(name, text, 'belongs to no journal or book');
  }
  mapPages(draft, csl);
  mapNumber(draft, csl);
  const series = firstText(csl['collection-title']);
  if (series !== undefined) {
    const number = firstText(csl['collection-number'], hasPlace ? undefined : csl['volume']);
    draft.add('relations', { type: 'isPartOf', value: number === undefined ? series : `${series} ; ${number}` });
  }
  const count = firstText(csl['number-of-pages']);
  if (count !== undefined) setExtent(draft, count);
}

function isSeries(csl: Csl): boolean {
  return firstText(csl['collection-title']) !== undefined && firstText(csl['collection-number']) === undefined;
}

function mapPages(draft: Draft, csl: Csl): void {
  const text = firstText(csl['page'], csl['page-first']);
  if (text === undefined) return;
  if (!isPart(csl)) {
    if (firstText(csl['number-of-pages']) === undefined) setExtent(draft, text);
    return;
  }
  const { firstPage, lastPage, problem } = readPageRange(text);
  if (firstPage === undefined) {
    draft.leaveOut('page', text, problem ?? 'is no range of pages');
    return;
  }
  if (problem !== undefined) draft.notes.push(`page “${text.slice(0, 60)}”: ${problem}`);
  draft.host.firstPage = firstPage;
  if (lastPage !== undefined) draft.host.lastPage = lastPage;
}

function mapNumber(draft: Draft, csl: Csl): void {
  const type = firstText(csl['type']) ?? '';
  const article = firstText(csl['article-number'], /^article|^journal-article/.test(type) ? csl['number'] : undefined);
  const scheme = NUMBERED.get(type);
  const number = firstText(csl['number']);
  if (article !== undefined) draft.host.articleNumber = article;
  else if (number !== undefined && scheme !== undefined) draft.add('identifiers', { scheme, value: number });
  else if (number !== undefined) draft.leaveOut('number', number, 'counts nothing that is known here');
}

function setExtent(draft: Draft, text: string): void {
  const pages = readPageCount(text);
  draft.item.extent ??= pages === undefined ? { text } : { pages };
}

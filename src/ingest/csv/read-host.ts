import { readPageRange } from '../ceeol/page-range.ts';
import { addIssn, leaveOut } from '../oai-xml/draft.ts';
import { readPageCount } from '../read-extent.ts';
import { readIssns } from '../read-issns.ts';
import { type Cell, localized, type RowDraft, remark, setOnce } from './row-draft.ts';

/** The words for page in German and Turkish; the English ones are known to `readPageRange`. */
const PAGE_WORD = /^(?:seiten?|sayfa|sf|ss?)\b\.?:?\s*(?=[\p{L}\d])/iu;

export function readJournal({ host }: RowDraft, cell: Cell): void {
  const title = localized(cell);
  host.titles ??= [];
  if (!host.titles.some(({ text, lang }) => text === title.text && lang === title.lang)) host.titles.push(title);
}

export function readIssn(draft: RowDraft, cell: Cell): void {
  const { issns, wrong } = readIssns(cell.text);
  for (const issn of issns) addIssn(draft, issn);
  for (const text of wrong) leaveOut(draft, { ...cell, text }, 'is not a valid ISSN');
}

export function readPlace(
  draft: RowDraft,
  cell: Cell,
  key: 'volume' | 'issue' | 'firstPage' | 'lastPage' | 'articleNumber' | 'citation',
): void {
  if (/[\p{L}\p{N}]/u.test(cell.text)) setOnce(draft, cell, draft.host, key, cell.text);
  else leaveOut(draft, cell, 'says nothing');
}

export function readPages(draft: RowDraft, cell: Cell): void {
  const { firstPage, lastPage, problem } = readPageRange(cell.text.replace(PAGE_WORD, ''));
  if (firstPage === undefined) {
    leaveOut(draft, cell, problem ?? 'is no range of pages');
    return;
  }
  if (problem !== undefined) remark(draft, cell, problem);
  setOnce(draft, cell, draft.host, 'firstPage', firstPage);
  if (lastPage !== undefined) setOnce(draft, cell, draft.host, 'lastPage', lastPage);
}

export function readCount(draft: RowDraft, cell: Cell): void {
  const pages = readPageCount(cell.text);
  if (pages === undefined) {
    leaveOut(draft, cell, 'is not a number of pages');
    return;
  }
  draft.item.extent ??= {};
  setOnce(draft, cell, draft.item.extent, 'pages', pages);
}

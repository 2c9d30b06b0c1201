/** What `Page Range` says, as far as it can be read. Pages are as printed: nothing is completed. */
export interface PageRange {
  readonly firstPage?: string;
  readonly lastPage?: string;
  /** What looks odd or could not be read, in words. */
  readonly problem?: string;
}

/** `313`, `e12`, `S-4`, `A12b`, or Roman: `xvii`. */
const PAGE = String.raw`(?:\p{L}{0,3}\.?\d{1,7}(?:[./]\d{1,4})?\p{L}?|[ivxlcdm]{1,15}|[IVXLCDM]{1,15})`;
const DASH = String.raw`\s*[\p{Pd}−~]+\s*`;
const ONE = new RegExp(`^${PAGE}$`, 'u');
const RANGE = new RegExp(`^(${PAGE})${DASH}(${PAGE})$`, 'u');
/** `pp. 313-330`, `S. 4`: the word is no part of the page. */
const PREFIX = /^(?:pages?\b|pp?\.|pp\b)\s*/i;

/** Reads `313-330`, `e12`, `xii–xx`. Of several ranges the first and the last page are taken, and that is said. */
export function readPageRange(value: string): PageRange {
  const text = value.slice(0, 400).replace(PREFIX, '').replace(/\.$/, '');
  const parts = text.split(/\s*[,;+&]\s*/).map(readRange);
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last || parts.some((part) => part === undefined)) return readOpenRange(text);
  if (parts.length === 1) return isTurnedRound(first) ? { ...first, problem: 'it ends before it begins' } : first;
  const lastPage = last.lastPage ?? last.firstPage;
  return {
    firstPage: first.firstPage,
    ...(lastPage && { lastPage }),
    problem: 'it names several ranges: only its first and last page are kept',
  };
}

function readRange(text: string): { firstPage: string; lastPage?: string } | undefined {
  if (ONE.test(text) && text !== '0') return { firstPage: text };
  const [, firstPage, lastPage] = RANGE.exec(text) ?? [];
  if (!firstPage || !lastPage || firstPage === '0' || lastPage === '0') return undefined;
  return { firstPage, lastPage };
}

/** `313-` still tells where the article begins. */
function readOpenRange(text: string): PageRange {
  const begin = /^(.{1,20}?)\s*[\p{Pd}−~?]+$/u.exec(text)?.[1];
  const first = begin === undefined ? undefined : readRange(begin);
  return first
    ? { firstPage: first.firstPage, problem: 'it names no last page' }
    : { problem: 'it is no range of pages' };
}

/** `330-313` is odd; `313-30` is the common short form. */
function isTurnedRound({ firstPage, lastPage }: { firstPage: string; lastPage?: string }): boolean {
  if (!/^\d+$/.test(firstPage) || !lastPage || !/^\d+$/.test(lastPage)) return false;
  return firstPage.length <= lastPage.length && Number(firstPage) > Number(lastPage);
}

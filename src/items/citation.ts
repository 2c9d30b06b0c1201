import type { Item } from './item.ts';

/** A citation for each title of the host; when its parts are not known, the one that the source gave. */
export function citations(item: Item): { text: string; lang: string | undefined }[] {
  const { titles = [], citation: given } = item.host ?? {};
  const made = (titles.length > 0 ? titles : [undefined]).flatMap((title) => {
    const text = citation(item, title?.text);
    return text === undefined ? [] : [{ text, lang: title?.lang }];
  });
  return made.length === 0 && given !== undefined ? [{ text: given, lang: undefined }] : made;
}

/**
 * The citation within one host title: `Title, 14(2), 101-120 (2021)`. What is not known is left out, the
 * title too; undefined when nothing but the year is left.
 */
export function citation(item: Item, hostTitle: string | undefined): string | undefined {
  const { volume = '', issue, articleNumber } = item.host ?? {};
  const number = issue === undefined ? volume : `${volume}(${issue})`;
  const parts = [hostTitle, number, pageRange(item) ?? articleNumber].filter(
    (part) => part !== undefined && part !== '',
  );
  if (parts.length === 0) return undefined;
  const year = yearOf(item);
  return year === undefined ? parts.join(', ') : `${parts.join(', ')} (${year})`;
}

/** `101-120`, or the one page that is known. */
export function pageRange({ host }: Item): string | undefined {
  const pages = [host?.firstPage, host?.lastPage].filter((page) => page !== undefined);
  return pages.length === 0 ? undefined : [...new Set(pages)].join('-');
}

/** The date of publication, with its own precision; where there is none, the date that comes nearest to it. */
export function publicationDate(item: Item): string | undefined {
  return publication(item)?.date;
}

/** The same with its kind. */
export function publication({ dates = [] }: Item): NonNullable<Item['dates']>[number] | undefined {
  for (const kind of ['issued', 'available', 'accepted', 'submitted', 'created', 'updated'] as const) {
    const found = dates.find((date) => date.kind === kind);
    if (found) return found;
  }
  return undefined;
}

function yearOf(item: Item): string | undefined {
  return publicationDate(item)?.slice(0, 4);
}

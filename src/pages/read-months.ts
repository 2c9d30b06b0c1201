import { formatDatestamp, parseDatestamp, type UtcSeconds } from '../oai/datestamp.ts';
import type { StoreReader } from '../store/store.ts';
import { readHeaderPage } from './read-header-page.ts';

/** More months than anybody's repository has. */
const MOST_MONTHS = 1200;

/** A year or a month of UTC as the half-open interval of its seconds; undefined for any other text. */
export function readPeriod(text: string): { from: UtcSeconds; until: UtcSeconds } | undefined {
  const [, year = '', month] = /^(\d{4})(?:-(\d{2}))?$/.exec(text) ?? [];
  const from = parseDatestamp(`${year}-${month ?? '01'}-01`)?.start;
  if (from === undefined) return undefined;
  const until = month === undefined ? Date.UTC(Number(year) + 1, 0) : Date.UTC(Number(year), Number(month));
  return { from, until: until / 1000 };
}

/** The months in which some record has its datestamp, `2026-11`, by one reading each. */
export async function readMonths(store: StoreReader): Promise<string[]> {
  const months: string[] = [];
  let from: UtcSeconds | undefined;
  while (months.length < MOST_MONTHS) {
    const { headers } = await readHeaderPage(store, from === undefined ? {} : { from }, { limit: 1 });
    const [header] = headers;
    if (!header) break;
    const month = header.datestamp.slice(0, 7);
    months.push(month);
    from = readPeriod(month)?.until;
  }
  return months;
}

/** `November 2026`, or the year. */
export function periodName(period: string): string {
  if (period.length === 4) return period;
  const { from } = readPeriod(period) ?? { from: 0 };
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(formatDatestamp(from)),
  );
}

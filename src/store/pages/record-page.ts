import type { Piece } from '../packed.ts';
import type { PageQuery, Place } from '../store.ts';
import type { RunReader, Wanted } from './run-reader.ts';

/** Where the bytes of runs come from; a RunReader is one. */
export type PageRuns = Pick<RunReader, 'packed' | 'plain' | 'records'>;

/** A page ends with a whole run where it is at least this full: whole runs are sent as they are kept. */
const FULL_ENOUGH = 0.75;

/** What a page of a list came to. */
export interface RecordPage {
  pieces: Piece[];
  count: number;
  last: Place;
  more: boolean;
}

/**
 * Takes as much of what is wanted, in order, as fits on a page: by number, and by bytes from the second record on. Reads
 * on until it meets something that does not fit, to know whether something follows.
 */
export function recordPage(
  wanted: Iterable<Wanted>,
  { limit, maxBytes, granularity, packed = false }: Pick<PageQuery, 'limit' | 'maxBytes' | 'granularity' | 'packed'>,
  runs: PageRuns,
): RecordPage {
  const page: RecordPage = { pieces: [], count: 0, last: 0, more: false };
  let bytes = 0;
  for (const { run, places } of wanted) {
    const whole = places === 'all' || places.length === run.records;
    const fits = page.count + run.records <= limit && bytes + run.size <= maxBytes;
    if (whole && fits && granularity === 'seconds') {
      page.pieces.push(...(packed ? [runs.packed(run)] : runs.plain(run)));
      page.count += run.records;
      page.last = run.last;
      bytes += run.size;
      continue;
    }
    page.more = whole && !fits && (page.count >= limit * FULL_ENOUGH || bytes >= maxBytes * FULL_ENOUGH);
    if (page.more) break;
    const cut: Buffer[] = [];
    for (const record of runs.records(run, places, granularity)) {
      page.more = page.count === limit || (page.count > 0 && bytes + record.size > maxBytes);
      if (page.more) break;
      cut.push(...record.pieces);
      page.count += 1;
      page.last = record.place;
      bytes += record.size;
    }
    page.pieces.push(...cut);
    if (page.more) break;
  }
  return packed ? { ...page, pieces: joined(page.pieces) } : page;
}

/** With neighbours put together that are not packed. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  let plain: Buffer[] = [];
  const flush = () => {
    if (plain.length > 0) result.push(Buffer.concat(plain));
    plain = [];
  };
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) {
      plain.push(piece);
      continue;
    }
    flush();
    result.push(piece);
  }
  flush();
  return result;
}

import { clockMissing } from '../clock-missing.ts';
import { type RecordPage, recordPage } from '../pages/record-page.ts';
import { placeOf } from '../place.ts';
import { FULL_RECORDS } from '../run.ts';
import type { Page, PageQuery, Place, RecordLayout } from '../store.ts';
import { NotFetched } from './not-fetched.ts';
import { listParameters, type RangeRow, setParameter, sizeOf } from './page-parameters.ts';
import { headersSql, placesSql, tailSql, wholeRunsSql } from './page-sql.ts';
import { PlacedRecords, type PlacedRow } from './placed-records.ts';
import type { Queries, Reading } from './queries.ts';
import { type WholeRunRow, WholeRuns } from './whole-runs.ts';

type Read = Queries['rows'];

/** Reads pages of lists: mostly with one statement, which is one snapshot, the clock row in it. */
export async function readPage(reading: Reading, query: PageQuery, layout: RecordLayout): Promise<Page> {
  if (query.tail) return reading.snapshot((queries) => readTail(queries, query, layout));
  const read: Read = (...asked) => reading.read(...asked);
  return readForwards(read, query, layout);
}

async function readForwards(read: Read, query: PageQuery, layout: RecordLayout): Promise<Page> {
  if (query.part === 'header') return readHeaders(read, query, layout);
  // The sooner ways fetch only what most pages need, and answer undefined where that is not enough.
  for (const readBy of waysTo(query)) {
    const page = await readBy(read, query, layout);
    if (page) return page;
  }
  throw new Error('a page could not be read record by record');
}

type Way = (read: Read, query: PageQuery, layout: RecordLayout) => Promise<Page | undefined>;

function waysTo({ selection, granularity, limit, packed = false }: PageQuery): Way[] {
  // A small page takes a run in parts, and so does everything but records as they are kept.
  const wholes = granularity === 'seconds' && limit >= FULL_RECORDS;
  return [
    ...(wholes && selection.set === undefined ? [readWholeRuns] : []),
    ...(wholes && packed ? [readWholesAndRecords] : []),
    readRecords,
  ];
}

const readWholeRuns: Way = async (read, query) => {
  // All that can be on the page where runs are full; one to know that more follows, and one that ends before it.
  const limit = Math.ceil(query.limit / FULL_RECORDS) + 2;
  const parameters = [...listParameters(query), query.maxBytes, limit];
  const rows = await read<WholeRunRow>(wholeRuns(query.packed === true, query.size === true), parameters);
  const runs = new WholeRuns(
    rows.filter(({ first }) => first !== null),
    limit - 1,
  );
  return unlessNotFetched(() => toPage(rows[0], recordPage(runs.wanted(), query, runs)));
};

const readWholesAndRecords: Way = (read, query, layout) => readPlaces(read, query, layout, true);

const readRecords: Way = (read, query, layout) => readPlaces(read, query, layout, false);

async function readPlaces(read: Read, query: PageQuery, layout: RecordLayout, wholes: boolean) {
  const parameters = [...listParameters(query), query.maxBytes, wholes, ...setParameter(query)];
  const statement = places(query.selection.set !== undefined, query.size === true);
  const records = new PlacedRecords(await read<PlacedRow>(statement, parameters), layout);
  return unlessNotFetched(() => {
    const page = recordPage(records.wanted(), { ...query, packed: wholes }, records);
    // What is going to be packed is packed together.
    const pieces = query.packed && !wholes ? [Buffer.concat(page.pieces as Buffer[])] : page.pieces;
    return toPage(records.range, { ...page, pieces });
  });
}

async function readHeaders(read: Read, query: PageQuery, layout: RecordLayout): Promise<Page> {
  const statement = headersSql(layout, query.granularity, query.selection.set !== undefined);
  const [row] = await read<RangeRow & { count: number; places: number; last: Place | null; headers: Buffer | null }>(
    statement,
    [...listParameters(query), ...setParameter(query)],
  );
  const { count = 0, places = 0, last, headers } = row ?? {};
  return toPage(row, { count, pieces: headers ? [headers] : [], last: last ?? 0, more: places > count });
}

/** The last record alone. */
async function readTail(queries: Queries, query: PageQuery, layout: RecordLayout): Promise<Page> {
  const [prefix, from, until, after, before] = listParameters(query);
  const values = [prefix, from, until, after, before, ...setParameter(query)];
  const [row] = await queries.rows<{ place: Place | null }>(
    query.selection.set === undefined ? TAIL : TAIL_OF_SET,
    values,
  );
  const read: Read = (...asked) => queries.rows(...asked);
  const { place } = row ?? {};
  // Where there is none, behind everything is nothing.
  return readForwards(
    read,
    { ...query, tail: false, after: place == null ? Number.MAX_SAFE_INTEGER : place - 1 },
    layout,
  );
}

/** What a function of two flags makes, made once for each. */
function chosenBy<T>(make: (one: boolean, other: boolean) => T): (one: boolean, other: boolean) => T {
  const made = [make(false, false), make(false, true), make(true, false), make(true, true)] as const;
  return (one, other) => (one ? (other ? made[3] : made[2]) : other ? made[1] : made[0]);
}

function unlessNotFetched<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotFetched) return undefined;
    throw error;
  }
}

function toPage(range: RangeRow | undefined, page: RecordPage): Page {
  if (!range) throw clockMissing();
  const { high, next_sequence, format_id } = range;
  if (page.count === 0) return { high, count: 0, pieces: [], last: 0, next: 0, more: false, size: 0 };
  return { high, ...page, next: placeOf(format_id ?? 0, next_sequence), size: sizeOf(range, page) };
}

/** Statements are written once. */
const wholeRuns = chosenBy(wholeRunsSql);
const places = chosenBy(placesSql);
const TAIL = tailSql(false);
const TAIL_OF_SET = tailSql(true);

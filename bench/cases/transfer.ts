import pg from 'pg';
import { giveBack } from '../../src/http/give-back.ts';
import { clientOfBytes } from '../../src/store/postgres/client-of-bytes.ts';
import { wholeRunsSql } from '../../src/store/postgres/page-sql.ts';
import { READ_VALUES } from '../../src/store/postgres/read-values.ts';
import { askServer } from '../../test/support/postgres/fresh-database.ts';
import { type Bench, PAGE_SIZE } from '../bench.ts';
import { costOf } from '../process-cost.ts';

/** A way to read pages. */
interface Way {
  name: string;
  /** What it is compared with: another one of the list. */
  against: string;
  connections: number;
  /** Pages that are asked for at the same time. */
  readers: number;
  /** OF_STORE, or a statement that takes the place behind which the page lies and its last one. */
  text: string;
  /** Values in binary form; else as text, read by pg itself. */
  binary: boolean;
  prepared: boolean;
  /** Statements are sent before those ahead of them are answered. */
  pipeline: boolean;
}

interface Reading {
  pages: number;
  bytes: number;
  seconds: number;
  cpuSeconds: number;
  databaseSeconds: number;
  latencies: number[];
}

const OF_STORE = wholeRunsSql(false, false).text;
const PIECES = 'SELECT plain FROM plain_run WHERE first_place > $1 AND first_place <= $2 ORDER BY first_place';
const JOINED = `SELECT string_agg(plain, ''::bytea) FROM (${PIECES}) AS piece`;

const AS_STORE = 'as the store reads';
const USUAL: Way = {
  name: AS_STORE,
  against: AS_STORE,
  connections: 4,
  readers: 4,
  text: OF_STORE,
  binary: true,
  prepared: true,
  pipeline: false,
};
const ONE = '1 connection, one page after the other';
const ROWS = 'pieces alone, a row each';
const SIZES = [1, 2, 4, 8, 16];
const READERS = 16;
/** Runs on a page. */
const RUNS = 4;
const pool = (size: number) => `pool of ${size}, ${READERS} readers`;

const WAYS: readonly Way[] = [
  USUAL,
  { ...USUAL, name: 'as text', binary: false },
  { ...USUAL, name: 'not prepared', prepared: false },
  { ...USUAL, name: ONE, connections: 1, readers: 1 },
  { ...USUAL, name: '1 connection, 4 readers', against: ONE, connections: 1 },
  { ...USUAL, name: '1 connection, 4 readers, pipeline', against: ONE, connections: 1, pipeline: true },
  { ...USUAL, name: ROWS, against: ROWS, text: PIECES },
  { ...USUAL, name: 'pieces joined by the server', against: ROWS, text: JOINED },
  ...SIZES.map((size) => ({ ...USUAL, name: pool(size), against: pool(1), connections: size, readers: READERS })),
];

/** What it costs to get pages out of PostgreSQL, in several ways, by turns. */
export async function transfer({ corpus, stores, seconds, report, tell }: Bench): Promise<void> {
  const pages = await pagesOf(corpus.database);
  const readings = new Map<Way, Reading[]>(WAYS.map((way) => [way, []]));
  for (let turn = 0; turn < 3; turn += 1) {
    tell(`transfer: turn ${turn + 1} of 3`);
    for (const way of WAYS) readings.get(way)?.push(await read(corpus.database, pages, way, seconds / 3, stores.pid));
  }
  const speeds = new Map<string, number>();
  for (const way of WAYS) {
    const all = readings.get(way) ?? [];
    const sum = (key: Exclude<keyof Reading, 'latencies'>) => all.reduce((total, reading) => total + reading[key], 0);
    const latencies = all.flatMap((reading) => reading.latencies).sort((a, b) => a - b);
    const speed = sum('pages') / sum('seconds');
    speeds.set(way.name, speed);
    const records = (sum('pages') / pages.length) * corpus.items;
    report({
      case: `transfer: ${way.name}`,
      control: way.name !== way.against,
      requestsPerSecond: speed,
      recordsPerSecond: records / sum('seconds'),
      megabytesPerSecond: sum('bytes') / 1e6 / sum('seconds'),
      p50: latencies[Math.floor(latencies.length / 2)] ?? Number.NaN,
      p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
      cpuSecondsPerMillion: sum('cpuSeconds') / (records / 1e6),
      databaseSecondsPerMillion: sum('databaseSeconds') / (records / 1e6),
      ...(way.name !== way.against && {
        reached: `${(speed / (speeds.get(way.against) ?? Number.NaN)).toFixed(2)} × ${way.against}`,
      }),
    });
  }
}

async function read(
  database: string,
  pages: readonly PageOf[],
  way: Way,
  seconds: number,
  server: number | undefined,
): Promise<Reading> {
  const clients = await Promise.all(Array.from({ length: way.connections }, () => connect(database, way)));
  // One that sends statements without waiting is free for as many as there are readers.
  const free = way.pipeline
    ? clients.flatMap((client) => Array.from({ length: way.readers }, () => client))
    : [...clients];
  const waiting: ((client: pg.Client) => void)[] = [];
  const take = async () => free.pop() ?? (await new Promise<pg.Client>((resolve) => waiting.push(resolve)));
  const give = (client: pg.Client) => {
    const next = waiting.shift();
    if (next) next(client);
    else free.push(client);
  };
  const reading: Reading = { pages: 0, bytes: 0, seconds: 0, cpuSeconds: 0, databaseSeconds: 0, latencies: [] };
  const cpu = process.cpuUsage();
  const database0 = server === undefined ? Number.NaN : costOf(server).cpuSeconds;
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: way.readers }, async (_, n) => {
      for (let at = Math.floor((pages.length / way.readers) * n); performance.now() < end; at += 1) {
        const page = pages[at % pages.length];
        if (!page) throw new Error('a repository without pages');
        const sent = performance.now();
        const client = await take();
        const bytes = await readPage(client, way, page);
        give(client);
        reading.bytes += bytes;
        reading.pages += 1;
        reading.latencies.push(performance.now() - sent);
      }
    }),
  );
  reading.seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  reading.cpuSeconds = (user + system) / 1e6;
  reading.databaseSeconds = (server === undefined ? Number.NaN : costOf(server).cpuSeconds) - database0;
  await Promise.all(clients.map((client) => client.end()));
  return reading;
}

/** The place behind which it lies, and its last one. */
type PageOf = readonly [after: number, last: number];

/** Pages of runs that are left whole, as the store cuts them. */
async function pagesOf(database: string): Promise<PageOf[]> {
  const runs = await askServer<{ first: number; last: number }>(
    'SELECT first_place AS first, last_place AS last FROM run ORDER BY first_place',
    database,
  );
  return Array.from({ length: Math.floor(runs.length / RUNS) }, (_, n) => [
    (runs[n * RUNS]?.first ?? 0) - 1,
    runs[n * RUNS + RUNS - 1]?.last ?? 0,
  ]);
}

/** Settings are those of the store. */
async function connect(database: string, { binary, pipeline }: Way): Promise<pg.Client> {
  const config = { connectionString: database, pipeline };
  const client = binary ? clientOfBytes({ ...config, types: READ_VALUES as never }) : new pg.Client(config);
  await client.connect();
  await client.query('SET jit = off; SET plan_cache_mode = force_generic_plan');
  return client;
}

/** Answers the bytes of the records that came. */
async function readPage(client: pg.Client, { text, binary, prepared }: Way, [after, last]: PageOf): Promise<number> {
  const values =
    text === OF_STORE ? ['oai_dc', null, null, after, null, false, PAGE_SIZE, 10_000_000, RUNS + 2] : [after, last];
  const query = { ...(prepared && { name: text.slice(0, 60) }), text, values, rowMode: 'array', binary };
  const { rows } = await client.query<unknown[]>(query as never);
  const buffers = rows.flat().filter((value) => Buffer.isBuffer(value));
  const bytes = buffers.reduce((sum, { length }) => sum + length, 0);
  giveBack(buffers);
  if (bytes < PAGE_SIZE) throw new Error(`${bytes} bytes are no page: ${text}`);
  return bytes;
}

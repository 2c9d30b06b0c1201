import { catalogue } from '../../../src/ingest/cataloguing.ts';
import type { Change } from '../../../src/store/store.ts';
import { Endpoint, type EndpointOptions } from '../../support/endpoint.ts';
import { CATALOGUING, FIXTURE_FORMATS, ID, itemF } from '../../support/fixture-f.ts';
import { numbers } from '../../support/numbers.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { postgresBackDoor } from '../../support/postgres/postgres-back-door.ts';
import { sqliteBackDoor } from '../../support/sqlite-back-door.ts';
import { TestClock } from '../../support/test-clock.ts';

const ITEMS = 700;
const PREFIXES = FIXTURE_FORMATS.map(({ metadataPrefix }) => metadataPrefix);
const CODINGS = [{}, { 'Accept-Encoding': 'gzip' }, { 'Accept-Encoding': 'zstd' }] as const;

const random = numbers(7);
/** Names and sets whose order differs between languages and bytes. */
const local = (n: number) => `${['a', 'B', 'z', 'Z', 'a-', 'a_', 'A.'][n % 7]}${n}`;
const SETS = [[], ['journal:a'], ['journal:B', 'lang:tr'], ['journal:b-'], ['Lang:tr', 'journal:a:x']];

function changeOf(n: number, now: number): Change {
  const what = random(10);
  const identifier = ID(local(n));
  if (what === 0) return { kind: 'delete', identifier, by: random(2) === 0 ? 'source' : 'hand' };
  if (what === 1) return { kind: 'delete', identifier, by: 'hand', erase: random(8) === 0 };
  const setSpecs = SETS[random(SETS.length)] ?? [];
  const item = itemF(local(n), {
    titles: [{ text: `Ürün ${random(4)} <&> ${'long '.repeat(random(60))}`, lang: 'tr' }],
    sets: setSpecs,
    ...(random(3) === 0 && { identifiers: [] }),
  });
  const put = catalogue(item, now, { ...CATALOGUING, crosswalks: FIXTURE_FORMATS });
  return put.kind === 'put' ? { ...put, undelete: random(2) === 0 } : put;
}

/** Batches as an import and its updates make them, over some days. */
function batches(clock: TestClock): { now: number; changes: Change[] }[] {
  const result = [];
  for (let first = 0; first < ITEMS; first += 150) {
    const now = clock.now();
    const rows = Array.from({ length: Math.min(150, ITEMS - first) }, (_, index) => first + index);
    result.push({ now, changes: rows.map((n) => changeOf(n, now)) });
    clock.tick(random(3) * 20_000);
  }
  for (let number = 0; number < 60; number += 1) {
    const now = clock.now();
    const changes = Array.from({ length: 1 + random(40) }, () => changeOf(random(ITEMS + 30), now));
    result.push({ now, changes });
    clock.tick(random(3) * random(9000));
  }
  return result;
}

describePostgres('PostgreSQL and SQLite with the same content', () => {
  const clock = new TestClock('2026-01-01T10:00:00Z');
  const endpoints: Endpoint[] = [];
  let databases: readonly [string, string];

  async function start(settings: EndpointOptions['settings'] & object): Promise<readonly [Endpoint, Endpoint]> {
    const [sqlite, postgres] = databases;
    const options = { clock, formats: FIXTURE_FORMATS, settings };
    const pair = [
      await Endpoint.start({ ...options, database: sqlite }),
      await Endpoint.start({ ...options, database: postgres }),
    ] as const;
    endpoints.push(...pair);
    return pair;
  }

  beforeAll(async () => {
    databases = [await sqliteBackDoor.fresh(), await postgresBackDoor.fresh()];
    const [sqlite, postgres] = await start({});
    for (const { now, changes } of batches(clock)) {
      const told = await sqlite.store.write(changes, () => now);
      expect(await postgres.store.write(changes, () => now)).toEqual(told);
    }
    const key = Buffer.alloc(32, 7);
    await sqliteBackDoor.rows(databases[0], 'UPDATE repository SET token_key = ?', key);
    await postgresBackDoor.rows(databases[1], 'UPDATE repository SET token_key = ?', key);
  }, 120_000);
  afterEach(() => Promise.all(endpoints.splice(0).map((endpoint) => endpoint.stop())));

  /** The answer of both, in all codings; fails when they differ. */
  async function same([sqlite, postgres]: readonly [Endpoint, Endpoint], query: string): Promise<string> {
    let text = '';
    for (const coding of CODINGS) {
      const [one, other] = await Promise.all([sqlite.get(query, coding), postgres.get(query, coding)]);
      expect([query, other.status]).toEqual([query, one.status]);
      for (const name of ['content-type', 'content-encoding', 'retry-after']) {
        expect(other.headers.get(name)).toBe(one.headers.get(name));
      }
      if (!other.body.equals(one.body)) expect(other.body.toString()).toBe(one.body.toString());
      text ||= one.body.toString();
    }
    return text;
  }

  /** Follows a list to its end; answers the number of pages. */
  async function sameList(pair: readonly [Endpoint, Endpoint], verb: string, query: string): Promise<number> {
    let text = await same(pair, `verb=${verb}&${query}`);
    for (let pages = 1; ; pages += 1) {
      const [, token] = /<resumptionToken[^>]*>([^<]+)</.exec(text) ?? [];
      if (token === undefined) return pages;
      text = await same(pair, new URLSearchParams({ verb, resumptionToken: token }).toString());
    }
  }

  test.each([
    ['seconds', 100, 5_000_000],
    ['seconds', 7, 5_000_000],
    ['day', 50, 20_000],
  ] as const)(
    'lists are the same to the byte: %s, %i records a page',
    async (granularity, pageSize, maxPageBytes) => {
      const pair = await start({ granularity, pageSize, maxPageBytes, setsPageSize: 3, compression: ['gzip', 'zstd'] });
      let pages = 0;
      for (const metadataPrefix of PREFIXES) {
        for (const selection of [
          {},
          { set: 'journal' },
          { set: 'journal:B' },
          { set: 'lang:tr' },
          { from: '2026-01-02' },
          { until: '2026-01-01' },
          { from: '2026-01-01', until: '2026-01-02', set: 'journal:a' },
          { from: '2030-01-01' },
          { set: 'none' },
        ]) {
          const query = new URLSearchParams({ metadataPrefix, ...selection }).toString();
          pages += await sameList(pair, 'ListIdentifiers', query);
          if (pageSize > 10) pages += await sameList(pair, 'ListRecords', query);
        }
      }
      pages += await sameList(pair, 'ListSets', '');
      expect(pages).toBeGreaterThan(100);
    },
    120_000,
  );

  test('single answers are the same to the byte', async () => {
    const pair = await start({ compression: ['gzip', 'zstd'] });
    await same(pair, 'verb=Identify');
    await same(pair, 'verb=ListMetadataFormats');
    for (let n = 0; n < ITEMS + 30; n += 9) {
      const identifier = ID(local(n));
      await same(pair, new URLSearchParams({ verb: 'ListMetadataFormats', identifier }).toString());
      for (const metadataPrefix of PREFIXES) {
        await same(pair, new URLSearchParams({ verb: 'GetRecord', identifier, metadataPrefix }).toString());
      }
    }
  }, 120_000);

  test('what commands see is the same, in the same order', async () => {
    const [sqlite, postgres] = await start({});
    expect(await postgres.store.counts()).toEqual(await sqlite.store.counts());
    for (const after of [undefined, ID('a1'), ID('b')]) {
      expect(await all(postgres.store.items(after))).toEqual(await all(sqlite.store.items(after)));
    }
  });
});

async function all<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const entry of entries) result.push(entry);
  return result;
}

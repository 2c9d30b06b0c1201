import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { marc21 } from '../../src/formats/marc21.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { Sitemaps } from '../../src/pages/sitemaps.ts';
import { BASE_URL, Endpoint, REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { CATALOGUING, deleteAt, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';

const SCHEMA = readFileSync(join(import.meta.dirname, '../../fixtures/sitemap.xsd'));
const PATIENCE = 180_000;

interface Entry {
  loc: string;
  lastmod: string;
}

/** Entries of a sitemap or an index, which must be valid. */
function entriesOf(text: string): Entry[] {
  const schema = XmlDocument.fromBuffer(SCHEMA);
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
  return [...text.matchAll(/<loc>(.*?)<\/loc><lastmod>(.*?)<\/lastmod>/g)].map(([, loc = '', lastmod = '']) => ({
    loc: loc.replaceAll('&amp;', '&'),
    lastmod,
  }));
}

describe('the sitemap of F', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await startFixtureF();
    await putAt(endpoint, '2026-02-01T00:00:00Z', itemF('hidden', { visibleFrom: '2999-01-01' }), itemF('a&b'));
    await deleteAt(endpoint, '2026-02-02T00:00:00Z', 'r1');
  });
  afterAll(() => endpoint.stop());
  const pathOf = (url: string) => url.replace('https://oai.example.org', '');

  test('names every page that is there, with the datestamp of its record', async () => {
    const index = await endpoint.send('GET', '/sitemap.xml');
    expect(index.headers.get('content-type')).toBe('application/xml; charset=UTF-8');
    expect(index.headers.get('last-modified')).toBe('Mon, 02 Feb 2026 00:00:00 GMT');
    const [sitemap, ...others] = entriesOf(index.body.toString());
    expect(others).toEqual([]);
    expect(sitemap?.lastmod).toBe('2026-02-02T00:00:00Z');
    // A sitemap only covers the folder that it is in.
    expect(sitemap?.loc).toMatch(/^https:\/\/oai\.example\.org\/sitemap-\d+\.xml$/);
    const entries = entriesOf((await endpoint.send('GET', pathOf(sitemap?.loc ?? ''))).body.toString());
    const alive: string[] = [];
    for await (const { identifier, deleted, visibleFrom } of endpoint.store.items()) {
      if (deleted || visibleFrom !== undefined) continue;
      const record = await endpoint.store.readRecord(identifier, 'oai_dc', 'seconds');
      const datestamp = record.found === 'record' ? /<datestamp>(.*?)</.exec(record.bytes.toString())?.[1] : '';
      alive.push(
        `${identifier.replace(`oai:${REPOSITORY_IDENTIFIER}:`, 'https://oai.example.org/items/')} ${datestamp}`,
      );
    }
    expect(entries.map(({ loc, lastmod }) => `${loc} ${lastmod}`).sort()).toEqual(alive.sort());
    for (const { loc } of entries) expect((await endpoint.send('GET', pathOf(loc))).status).toBe(200);
  });

  test('is compressed for who asks, and not sent twice', async () => {
    const index = await endpoint.send('GET', '/sitemap.xml', { 'Accept-Encoding': 'gzip' });
    expect(entriesOf(gunzipSync(index.body).toString())).toHaveLength(1);
    const again = await endpoint.send('GET', '/sitemap.xml', { 'If-None-Match': index.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  test.each(['0', '1', '67108863', '67108865', '999999999999999', '9999999999999999', '-1', 'x', ''])(
    'there is no sitemap %s',
    async (number) => {
      expect((await endpoint.send('GET', `/sitemap-${number}.xml`)).status).toBe(404);
    },
  );

  test('robots.txt names it, lets everybody in, and keeps crawlers off lists', async () => {
    const { status, body } = await endpoint.send('GET', '/robots.txt');
    expect(status).toBe(200);
    const groups = body.toString().split('\n\n');
    expect(groups[0]).toContain('User-agent: Googlebot\n');
    expect(groups[0]).toMatch(/\nDisallow: \/oai\*resumptionToken=$/);
    expect(groups.slice(1)).toEqual(['User-agent: *\nAllow: /', 'Sitemap: https://oai.example.org/sitemap.xml\n']);
  });
});

test('beside a base URL in a folder it stands in the folder', async () => {
  const endpoint = await Endpoint.start({ settings: { baseUrl: 'https://oai.example.org/repo/oai' } });
  try {
    await putAt(endpoint, '2026-02-01T00:00:00Z', itemF('a'));
    for (const path of ['/repo/sitemap.xml', '/sitemap.xml']) {
      const [sitemap] = entriesOf((await endpoint.send('GET', path)).body.toString());
      expect(sitemap?.loc).toMatch(/^https:\/\/oai\.example\.org\/repo\/sitemap-\d+\.xml$/);
    }
    expect((await endpoint.send('GET', '/robots.txt')).body.toString()).toContain(
      'Sitemap: https://oai.example.org/repo/sitemap.xml',
    );
  } finally {
    await endpoint.stop();
  }
});

test('no sitemap is of another format, whichever the store knew first', async () => {
  const endpoint = await Endpoint.start({ formats: [oaiDc, marc21] });
  try {
    const now = () => endpoint.clock.now();
    await endpoint.store.write([catalogue(itemF('early'), 0, { ...CATALOGUING, crosswalks: [marc21] })], now);
    await putAt(endpoint, '2026-03-02T00:00:00Z', itemF('late'));
    const index = await endpoint.send('GET', '/sitemap.xml');
    const [sitemap, ...others] = entriesOf(index.body.toString());
    expect(others).toEqual([]);
    const number = Number(/-(\d+)\.xml$/.exec(sitemap?.loc ?? '')?.[1]);
    const entries = entriesOf((await endpoint.send('GET', `/sitemap-${number}.xml`)).body.toString());
    expect(entries.map(({ loc }) => loc)).toEqual(['https://oai.example.org/items/late']);
    const { last } = await endpoint.store.readPage({
      selection: { metadataPrefix: 'marc21' },
      limit: 1,
      maxBytes: 1,
      part: 'header',
      granularity: 'seconds',
    });
    expect(Math.floor(last / 2 ** 14)).toBeLessThan(number);
    expect((await endpoint.send('GET', `/sitemap-${Math.floor(last / 2 ** 14)}.xml`)).status).toBe(404);
  } finally {
    await endpoint.stop();
  }
});

describe('many sitemaps', () => {
  const PLACES = 64;
  const COUNT = 500;
  let endpoint: Endpoint;
  let sitemaps: Sitemaps;
  beforeAll(async () => {
    endpoint = await Endpoint.start();
    const site = {
      repositoryName: 'R',
      baseUrl: BASE_URL,
      oaiPath: '/oai',
      itemsPath: '/items/',
      browsePath: '/browse',
      repositoryIdentifier: REPOSITORY_IDENTIFIER,
      landingUrl: 'https://oai.example.org/items/{id}',
      formats: [],
    };
    sitemaps = new Sitemaps(endpoint.store.answers, site, PLACES);
    const items = Array.from({ length: COUNT }, (_, index) => itemF(`i${index}`));
    await putAt(endpoint, '2026-01-01T00:00:00Z', ...items);
  }, PATIENCE);
  afterAll(() => endpoint.stop());

  /** Reads the index, then each sitemap in its order, as crawlers may; `between` runs before each reading. */
  async function walk(between: () => Promise<void> = async () => {}): Promise<Entry[]> {
    const found: Entry[] = [];
    for (const { loc } of entriesOf((await sitemaps.index())?.text ?? '')) {
      await between();
      const text = (await sitemaps.read(Number(/sitemap-(\d+)\.xml$/.exec(loc)?.[1])))?.text;
      // All of its items may have moved on meanwhile.
      const entries = text === undefined ? [] : entriesOf(text);
      expect(entries.length).toBeLessThanOrEqual(PLACES);
      found.push(...entries);
    }
    return found;
  }

  const page = (index: number) => `https://oai.example.org/items/i${index}`;
  const pagesOf = (entries: readonly Entry[]) => entries.map(({ loc }) => loc).sort();

  test('name each item once', async () => {
    const entries = await walk();
    expect(pagesOf(entries)).toEqual(Array.from({ length: COUNT }, (_, index) => page(index)).sort());
  });

  test('stay as they are until something in them changes; what changes moves to the end', async () => {
    const before = entriesOf((await sitemaps.index())?.text ?? '');
    await putAt(endpoint, '2026-03-02T00:00:00Z', itemF('i3', { titles: [{ text: 'Changed' }] }));
    const after = entriesOf((await sitemaps.index())?.text ?? '');
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    expect(after.at(-1)?.lastmod).toBe('2026-03-02T00:00:00Z');
    expect((await walk()).filter(({ loc }) => loc === page(3))).toEqual([
      { loc: page(3), lastmod: '2026-03-02T00:00:00Z' },
    ]);
  });

  test(
    'miss nothing that stays as it is while others change, and name nothing that was deleted before',
    async () => {
      const changing = new Set<number>();
      const deleted = new Set<number>();
      let second = 0;
      let random = 17;
      const next = (below: number) => {
        random = (random * 1103515245 + 12345) % 2147483648;
        return random % below;
      };
      const change = async () => {
        second += 1;
        const now = new Date(Date.UTC(2026, 3, 1) + second * 1000).toISOString().replace('.000', '');
        const some = Array.from({ length: 7 }, () => next(COUNT)).filter((index) => index % 3 === 0);
        for (const index of some) changing.add(index);
        await putAt(
          endpoint,
          now,
          ...some.map((index) => itemF(`i${index}`, { titles: [{ text: `Change ${second}` }] })),
        );
      };
      for (let round = 0; round < 5; round += 1) {
        changing.clear();
        const gone = [1, 4, 7].map((offset) => offset + round * 9);
        for (const index of gone) deleted.add(index);
        await deleteAt(endpoint, `2026-03-0${round + 3}T00:00:00Z`, ...gone.map((index) => `i${index}`));
        const found = pagesOf(await walk(change));
        for (let index = 0; index < COUNT; index += 1) {
          if (changing.has(index)) continue;
          expect([page(index), found.filter((loc) => loc === page(index)).length]).toEqual([
            page(index),
            deleted.has(index) ? 0 : 1,
          ]);
        }
        await setImmediate();
      }
      // And once all is quiet, each item is there once.
      const alive = Array.from({ length: COUNT }, (_, index) => index).filter((index) => !deleted.has(index));
      expect(pagesOf(await walk())).toEqual(alive.map(page).sort());
    },
    PATIENCE,
  );

  test('of deleted items alone are not there, so that none is empty', async () => {
    await deleteAt(endpoint, '2026-06-01T00:00:00Z', ...Array.from({ length: COUNT }, (_, index) => `i${index}`));
    expect(await sitemaps.index()).toBeUndefined();
    await putAt(endpoint, '2026-06-02T00:00:00Z', itemF('new'));
    expect(pagesOf(await walk())).toEqual(['https://oai.example.org/items/new']);
  });
});

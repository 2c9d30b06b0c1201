import { XmlDocument } from 'libxml2-wasm';
import { checkItem } from '../../src/items/check-item.ts';
import { ItemSchema } from '../../src/items/item.ts';
import type { JudgedHeader } from '../../src/judge/judged-answer.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { deleteAt, FIXTURE_FORMATS, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { ask, followQuietly, keeper, LI, LR, names } from './ask.ts';
import { FULL_ITEM } from './full-item.ts';
import { query, recordQuery, text } from './wire.ts';

const keep = keeper();
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

const NOW = '2026-03-01T10:00:00Z';
const PREFIXES = FIXTURE_FORMATS.map(({ metadataPrefix }) => metadataPrefix);
const allRecords = async (metadataPrefix: string) =>
  (await followQuietly(f, query({ verb: 'ListRecords', metadataPrefix }))).records;
const header = ({ identifier, datestamp, setSpecs, deleted }: JudgedHeader): JudgedHeader => ({
  identifier,
  datestamp,
  setSpecs,
  deleted,
});

test('REC-01 a record is header, metadata, about; a header identifier, datestamp, setSpecs', async () => {
  const shape = (record: string) =>
    [...record.matchAll(/<(\/?)(\w+)(?=[ >])/g)].map(([, end, name]) => `${end}${name}`);
  const raw = text(await f.get(recordQuery(ID('r2'))));
  const record = /<record>.*<\/record>/s.exec(raw)?.[0].replace(/<oai_dc:dc.*<\/oai_dc:dc>/s, '') ?? '';
  expect(shape(record)).toEqual([
    ...['record', 'header', 'identifier', '/identifier', 'datestamp', '/datestamp'],
    ...['setSpec', '/setSpec', 'setSpec', '/setSpec', '/header', 'metadata', '/metadata', '/record'],
  ]);
  for (const prefix of PREFIXES) expect((await allRecords(prefix)).length).toBeGreaterThan(3);
});

test('REC-02 what is not deleted has metadata, exactly one element of it', async () => {
  for (const prefix of PREFIXES) {
    for (const { deleted, metadata } of await allRecords(prefix)) {
      expect(metadata?.match(/<oai_dc:dc |<record xmlns=|<oai_datacite xmlns=/g)?.length).toBe(deleted ? undefined : 1);
    }
  }
});

test('REC-03 a deleted record is its header', async () => {
  for (const prefix of PREFIXES) {
    const asked = recordQuery(ID('r4'), prefix);
    expect((await ask(f, asked)).records).toEqual([
      { identifier: ID('r4'), datestamp: '2022-03-01T12:00:00Z', setSpecs: ['journal:b'], deleted: true, abouts: [] },
    ]);
    expect(text(await f.get(asked))).toMatch(
      /<record><header status="deleted">(?:(?!<metadata|<about).)*<\/header><\/record>/,
    );
  }
  expect(text(await f.get(`${LR}&from=2022-01-01&until=2022-12-31`))).not.toMatch(/<metadata|<about/);
});

test('REC-04 oai_dc is offered, and is there for every item', async () => {
  expect((await ask(f, 'verb=ListMetadataFormats')).formats.map(({ metadataPrefix }) => metadataPrefix)).toContain(
    'oai_dc',
  );
  const everything = new Set<string>();
  for (const metadataPrefix of PREFIXES) {
    const { headers } = await followQuietly(f, query({ verb: 'ListIdentifiers', metadataPrefix }));
    for (const { identifier } of headers) everything.add(identifier);
  }
  expect(everything.size).toBe(5);
  for (const identifier of everything) {
    const [record] = (await ask(f, recordQuery(identifier))).records;
    expect(record?.deleted || record?.metadata !== undefined).toBe(true);
  }
});

describe('what a payload says of itself', () => {
  const announced = async () => (await ask(f, 'verb=ListMetadataFormats')).formats;
  /** The root of each payload of a format, with libxml2's eyes, cut out of the answer. */
  const payloads = async (metadataPrefix: string) =>
    (await allRecords(metadataPrefix)).flatMap(({ metadata }) => (metadata === undefined ? [] : [metadata]));

  test('REC-05 its root names the schema that ListMetadataFormats names', async () => {
    for (const { metadataPrefix, schema, metadataNamespace } of await announced()) {
      for (const payload of await payloads(metadataPrefix)) {
        const [, location = ''] = /^<[^>]* xsi:schemaLocation="([^"]*)"/.exec(payload) ?? [];
        expect(location.split(/\s+/)).toEqual([metadataNamespace, schema]);
      }
    }
  });

  test('REC-06 its root is in the namespace that ListMetadataFormats names', async () => {
    for (const { metadataPrefix, metadataNamespace } of await announced()) {
      for (const payload of await payloads(metadataPrefix)) {
        const document = XmlDocument.fromString(payload);
        expect(document.root.namespaceUri).toBe(metadataNamespace);
        document.dispose();
      }
    }
  });

  test('REC-07 it stands alone when it is cut out', async () => {
    for (const prefix of PREFIXES) {
      for (const payload of await payloads(prefix)) {
        expect(/^<[^>]*>/.exec(payload)?.[0]).toContain('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
        expect(() => XmlDocument.fromString(payload).dispose()).not.toThrow();
      }
    }
  });
});

describe('an item that uses everything an item can hold', () => {
  const ELEMENTS =
    'contributor coverage creator date description format identifier language publisher relation rights source subject title type';
  let payload = '';
  let elements: string[] = [];
  beforeAll(async () => {
    const g = await keep(startFixtureF());
    const checked = checkItem(FULL_ITEM);
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    expect(checked.notes).toEqual([]);
    expect(Object.keys(FULL_ITEM)).toEqual(Object.keys(ItemSchema.properties));
    await putAt(g, NOW, checked.item);
    const [record] = (await ask(g, recordQuery(FULL_ITEM.identifier))).records;
    payload = record?.metadata ?? '';
    elements = Object.keys(record?.dc ?? {});
  });

  test('REC-08 is served in the fifteen elements, with no attribute but xml:lang', () => {
    expect(elements.sort()).toEqual(ELEMENTS.split(' '));
    const [, root = '', content = ''] = /^<oai_dc:dc ([^>]*)>(.*)<\/oai_dc:dc>$/s.exec(payload) ?? [];
    expect(root.match(/\S+(?==")/g)).toEqual(['xmlns:oai_dc', 'xmlns:dc', 'xmlns:xsi', 'xsi:schemaLocation']);
    const tags = [...content.matchAll(/<(?!\/)([^\s>]+)([^>]*)>/g)];
    expect(tags.length).toBeGreaterThan(20);
    for (const [, name, attributes] of tags) {
      expect(name).toMatch(/^dc:/);
      expect(attributes).toMatch(/^( xml:lang="[A-Za-z-]+")?$/);
    }
  });

  test('REC-08 has no empty element', () => {
    expect(payload).not.toMatch(/<dc:[a-z]+[^>]*(?:\/>|>\s*<\/)/);
  });
});

test('REC-09 an item of a title alone has title and identifier', async () => {
  const g = await keep(startFixtureF());
  await putAt(g, NOW, { identifier: ID('least'), titles: [{ text: 'Least' }] });
  expect((await ask(g, recordQuery(ID('least')))).records[0]?.dc).toEqual({
    title: [{ text: 'Least' }],
    identifier: [{ text: 'https://oai.example.org/items/least' }],
  });
  expect(checkItem({ identifier: 'x', titles: [] })).toMatchObject({ ok: false });
  expect(checkItem({ identifier: 'x', titles: [{ text: ' <p></p> ' }] })).toMatchObject({ ok: false });
});

test('REC-11 there is no about', async () => {
  for (const prefix of PREFIXES) for (const { abouts } of await allRecords(prefix)) expect(abouts).toEqual([]);
  expect(text(await f.get(LR))).not.toContain('<about');
});

test('REC-12 headers list the sets of the item, in all three verbs', async () => {
  const sets = { r1: ['journal:a'], r2: ['journal:a', 'lang:tr'], r3: ['journal:b'], '-r4': ['journal:b'], r5: [] };
  for (const prefix of PREFIXES) {
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      const { headers } = await followQuietly(f, query({ verb, metadataPrefix: prefix }));
      expect(Object.fromEntries(headers.map((one) => [names([one])[0], one.setSpecs]))).toEqual(
        Object.fromEntries(Object.entries(sets).filter(([name]) => prefix !== 'oai_datacite' || name !== 'r5')),
      );
      for (const { identifier, setSpecs } of headers) {
        expect((await ask(f, recordQuery(identifier, prefix))).headers[0]?.setSpecs).toEqual(setSpecs);
      }
    }
  }
});

test.each(['', '&set=journal', '&set=journal:b', '&from=2021-06-15', '&from=2021-06-16&until=2022-12-31&set=journal'])(
  'REC-13 ListIdentifiers and ListRecords agree, for all pages: %s',
  async (more) => {
    for (const prefix of PREFIXES) {
      const [records, identifiers] = await Promise.all(
        ['ListRecords', 'ListIdentifiers'].map((verb) =>
          followQuietly(f, `${query({ verb, metadataPrefix: prefix })}${more}`),
        ),
      );
      expect(records?.headers.map(header)).toEqual(identifiers?.headers.map(header));
      expect(records?.pages.map(({ headers }) => headers.length)).toEqual(
        identifiers?.pages.map(({ headers }) => headers.length),
      );
    }
  },
);

test('REC-14 GetRecord shows the datestamp that the list shows, per format', async () => {
  const g = await keep(startFixtureF());
  // Without its DOI, r1 is gone from one format and changed in the others; r2 only moves to another set.
  await putAt(g, NOW, itemF('r1', { identifiers: [], sets: ['journal:a'] }), itemF('r2', { sets: ['lang:tr'] }));
  await deleteAt(g, '2026-03-01T10:00:01Z', 'r3');
  for (const prefix of PREFIXES) {
    const { headers } = await followQuietly(g, query({ verb: 'ListIdentifiers', metadataPrefix: prefix }));
    expect(headers.length).toBeGreaterThan(3);
    for (const one of headers) {
      expect((await ask(g, recordQuery(one.identifier, prefix))).headers.map(header)).toEqual([header(one)]);
    }
  }
});

test('REC-15 a page ends with a whole record, where it ends by bytes too', async () => {
  const g = await keep(startFixtureF({ settings: { pageSize: 100, maxPageBytes: 40_000 } }));
  const abstract = (n: number) => ({ abstracts: [{ text: 'çğışöü '.repeat(n) }] });
  await putAt(g, NOW, ...Array.from({ length: 40 }, (_, n) => itemF(`n${n}`, abstract(1 + ((n * 997) % 2_000)))));
  // Larger than a page by itself: it gets one.
  await putAt(g, NOW, itemF('huge', abstract(20_000)));
  const { pages, records } = await followQuietly(g, LR);
  expect(pages.length).toBeGreaterThan(10);
  expect(records).toHaveLength(46);
  expect(records.find(({ identifier }) => identifier === ID('huge'))?.dc?.['description']?.[0]?.text).toHaveLength(
    140_000,
  );
  for (const { records: page } of pages) {
    const bytes = page.reduce((sum, { metadata = '' }) => sum + Buffer.byteLength(metadata), 0);
    expect(page.length === 1 || bytes < 40_000).toBe(true);
  }
  expect((await followQuietly(g, LI)).pages).toHaveLength(1);
});

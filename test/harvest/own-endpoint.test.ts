import type { RecordEvent } from '../../src/harvest/harvest-event.ts';
import type { ResumePoint } from '../../src/harvest/harvest-list.ts';
import { harvestList } from '../../src/harvest/harvest-list.ts';
import type { ListRequest } from '../../src/harvest/list-request.ts';
import { nextFrom } from '../../src/harvest/next-from.ts';
import type { JudgedRecord } from '../../src/judge/judged-answer.ts';
import type { FormatAddress, GranularityName } from '../../src/judge/vocabulary.ts';
import { BASE_URL, Endpoint } from '../support/endpoint.ts';
import { deleteAt, FIXTURE_FORMATS, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { type Harvest, harvest } from '../support/harvester.ts';
import { TestClock } from '../support/test-clock.ts';
import { readList, type Told } from './read-list.ts';

const endpoints: Endpoint[] = [];
afterEach(async () => {
  await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.stop()));
});

async function fixture(granularity: GranularityName = 'seconds'): Promise<Endpoint> {
  const endpoint = await startFixtureF({ settings: { granularity } });
  endpoints.push(endpoint);
  return endpoint;
}

const request = (endpoint: Endpoint, more: Partial<ListRequest> = {}): ListRequest => ({
  baseUrl: `http://127.0.0.1:${endpoint.port}/oai`,
  metadataPrefix: 'oai_dc',
  ...more,
});

/** The same list, read by the harvester of the tests, which judges every answer. */
function judged(endpoint: Endpoint, more: Record<string, string> = {}): Promise<Harvest> {
  const formats: Record<string, FormatAddress> = {};
  for (const { metadataPrefix, schema, metadataNamespace } of FIXTURE_FORMATS) {
    formats[metadataPrefix] = { schema, namespace: metadataNamespace };
  }
  return harvest({
    fetch: (query, method) => (method === 'GET' ? endpoint.get(query) : endpoint.post(query)),
    verb: 'ListRecords',
    arguments: { metadataPrefix: 'oai_dc', ...more },
    baseUrl: BASE_URL,
    granularity: endpoint.settings.granularity,
    formats,
  });
}

const asJudged = ({ identifier, datestamp, setSpecs, deleted, payload, abouts }: RecordEvent): JudgedRecord => ({
  identifier,
  datestamp,
  setSpecs,
  deleted,
  ...(payload !== undefined && { metadata: payload }),
  abouts,
});
const withoutDc = ({ dc: _, ...record }: JudgedRecord): JudgedRecord => record;

function expectSame(told: Told, expected: Harvest): void {
  expect(told.failure).toBeUndefined();
  expect(told.refusals).toEqual([]);
  expect(told.notes).toEqual([]);
  expect(told.records.map(asJudged)).toEqual(expected.records.map(withoutDc));
}

test.each(['seconds', 'day'] as const)('a whole list comes as it is served, with %s', async (granularity) => {
  const endpoint = await fixture(granularity);
  const told = await readList(request(endpoint));
  expectSame(told, await judged(endpoint));
  expect(told.records).toHaveLength(5);
  expect(told.events[0]).toMatchObject({
    kind: 'identify',
    baseURL: BASE_URL,
    granularity,
    deletedRecord: 'persistent',
  });
  expect(told.pages.map(({ records, completeListSize }) => [records, completeListSize])).toEqual([
    [2, 5],
    [2, 5],
    [1, 5],
  ]);
});

test('the payload is the very bytes of the store', async () => {
  const endpoint = await fixture();
  const odd = 'Ünï “quotes” \u{1F600} a < b & c > d ]]> \u00a0 "x" \'y\'';
  await putAt(endpoint, '2026-02-01T00:00:00Z', itemF('odd', { titles: [{ text: odd }] }));
  for (const metadataPrefix of ['oai_dc', 'marc21']) {
    const told = await readList(request(endpoint, { metadataPrefix }));
    for (const { identifier, payload } of told.records.filter(({ deleted }) => !deleted)) {
      const answer = await endpoint.get(
        `verb=GetRecord&metadataPrefix=${metadataPrefix}&identifier=${encodeURIComponent(identifier)}`,
      );
      expect(answer.body.toString()).toContain(`<metadata>${payload}</metadata>`);
    }
    expect(told.records.at(-1)?.identifier).toBe(ID('odd'));
  }
});

test('sets, dates and formats are asked for', async () => {
  const endpoint = await fixture();
  for (const more of [
    { set: 'journal' },
    { from: '2021-06-15', until: '2021-06-15' },
    { metadataPrefix: 'oai_datacite', from: '2021-06-16T00:00:00Z' },
  ]) {
    const told = await readList(request(endpoint, more));
    expectSame(told, await judged(endpoint, more));
    expect(told.records.length).toBeGreaterThan(0);
    expect(told.records.length).toBeLessThan(5);
  }
  const nothing = await readList(request(endpoint, { set: 'journal:empty' }));
  expect(nothing.failure).toBeUndefined();
  expect(nothing.pages).toHaveLength(1);
  const unknown = await readList(request(endpoint, { metadataPrefix: 'mods' }));
  expect(String(unknown.failure)).toMatch(/refused: cannotDisseminateFormat: /);
});

test.each(['seconds', 'day'] as const)(
  'HRV-01, HRV-02: harvest by harvest, a mirror with %s misses nothing',
  async (granularity) => {
    const endpoint = await fixture(granularity);
    const clock = endpoint.clock as TestClock;
    const mirror = new Map<string, JudgedRecord>();
    let from: string | undefined;
    const update = async () => {
      const told = await readList(request(endpoint, from === undefined ? {} : { from }));
      expect(told.failure).toBeUndefined();
      for (const record of told.records) mirror.set(record.identifier, asJudged(record));
      from = nextFrom(told.pages[0]?.firstResponseDate ?? '', granularity);
      const all = new Map((await judged(endpoint)).records.map((record) => [record.identifier, withoutDc(record)]));
      expect(mirror).toEqual(all);
      return told.identifiers.map((identifier) => identifier.slice(ID('').length));
    };
    await update();
    // In the very second of the last answer, and again in the same.
    await putAt(endpoint, '2026-03-01T10:00:00Z', itemF('r1', { dates: [{ date: '1999', kind: 'issued' }] }));
    expect(await update()).toEqual(['r1']);
    await deleteAt(endpoint, '2026-03-01T10:00:00Z', 'r2');
    expect(await update()).toEqual(['r1', 'r2']);
    clock.set('2026-03-01T20:00:00Z');
    await putAt(endpoint, '2026-03-01T20:00:00Z', itemF('new'));
    expect(await update()).toEqual(granularity === 'seconds' ? ['r1', 'r2', 'new'] : ['r1', 'r2', 'new']);
    clock.set('2026-03-02T00:00:01Z');
    expect(await update()).toEqual(granularity === 'seconds' ? ['new'] : ['r1', 'r2', 'new']);
    expect(await update()).toEqual([]);
  },
);

test('a harvest that dies after any page goes on from there, at a server that was restarted', async () => {
  const endpoint = await fixture();
  const expected = await judged(endpoint);
  for (const dies of [1, 2]) {
    const before: RecordEvent[] = [];
    let point: ResumePoint | undefined;
    let granularity: GranularityName = 'seconds';
    for await (const event of harvestList(request(endpoint), { allowPrivate: true })) {
      if (event.kind === 'identify') ({ granularity } = event);
      if (event.kind === 'record') before.push(event);
      if (event.kind !== 'page' || event.number < dies) continue;
      const { resumptionToken, firstResponseDate, number } = event;
      if (resumptionToken === undefined) throw new Error('no token');
      point = { ...request(endpoint), resumptionToken, firstResponseDate, granularity, number };
      break;
    }
    expect(before).toHaveLength(2 * dies);
    // As after a night in a file.
    const kept = JSON.parse(JSON.stringify(point)) as ResumePoint;
    const again = await Endpoint.start({
      clock: new TestClock('2026-03-02T10:00:00Z'),
      database: endpoint.database,
      formats: FIXTURE_FORMATS,
    });
    endpoints.push(again);
    const told = await readList({ ...kept, baseUrl: request(again).baseUrl });
    expect(told.failure).toBeUndefined();
    expect([...before, ...told.records].map(asJudged)).toEqual(expected.records.map(withoutDc));
    expect(told.pages[0]?.number).toBe(dies + 1);
    expect(told.pages[0]?.firstResponseDate).toBe('2026-03-01T10:00:00Z');
  }
});

test('a token of another store begins the list anew', async () => {
  const endpoint = await fixture();
  const point = { resumptionToken: 'junk', firstResponseDate: '2020-01-01T00:00:00Z', granularity: 'seconds' } as const;
  const told = await readList({ ...request(endpoint), ...point });
  expect(told.failure).toBeUndefined();
  expect(told.notes).toEqual([expect.stringMatching(/badResumptionToken.*the list begins anew$/)]);
  expect(told.records.map(asJudged)).toEqual((await judged(endpoint)).records.map(withoutDc));
  expect(told.pages.at(-1)?.firstResponseDate).toBe('2026-03-01T10:00:00Z');
});

import { loadConfig } from '../../src/config/config.ts';
import { CONTENT_CODINGS } from '../../src/http/content-coding.ts';
import type { JudgedIdentify } from '../../src/judge/judged-answer.ts';
import type { StoreReader } from '../../src/store/store.ts';
import { DataProvider } from '../../src/verbs/data-provider.ts';
import { Endpoint, REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { secondsOf, TestClock } from '../support/test-clock.ts';
import { again, ask, clockOf, followQuietly, keeper } from './ask.ts';
import { decoded, text } from './wire.ts';

const keep = keeper();
const IDENTIFY = 'verb=Identify';
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

async function identify(endpoint: Endpoint): Promise<JudgedIdentify> {
  const { identify } = await ask(endpoint, IDENTIFY);
  if (!identify) throw new Error('Identify was not answered');
  return identify;
}

const settings = (environment: Record<string, string>) => () => loadConfig({ environment, flags: {} });

test('IDF-01 the elements come in the order of the protocol', async () => {
  const more = { adminEmails: ['one@example.org', 'two@example.org'], compression: ['gzip', 'zstd'] };
  const other = await keep(again(f, { settings: more }));
  const body = text(await other.get(IDENTIFY));
  const inside = body.slice(body.indexOf('<Identify>'), body.indexOf('</Identify>'));
  const order = [...inside.matchAll(/^<(\w+)>/gm)].map(([, name]) => name).filter((name) => name !== 'Identify');
  expect(order).toEqual([
    'repositoryName',
    'baseURL',
    'protocolVersion',
    'adminEmail',
    'adminEmail',
    'earliestDatestamp',
    'deletedRecord',
    'granularity',
    'compression',
    'compression',
    'description',
    'description',
  ]);
});

test.each([
  'https://oai.example.org/oai',
  'https://oai.example.org/oai/',
  'http://OAI.Example.org:8080/Path/oai.php',
  'http://oai.example.org',
])('IDF-02 baseURL is the configured one to the letter, in Identify and in request: %s', async (baseUrl) => {
  expect(settings({ OAI_BASE_URL: baseUrl })().baseUrl).toBe(baseUrl);
  const other = await keep(again(f, { settings: { baseUrl } }));
  const answer = await ask(other, IDENTIFY);
  expect(answer.identify?.baseURL).toBe(baseUrl);
  expect(answer.request.text).toBe(baseUrl);
});

test('IDF-03 protocolVersion is 2.0', async () => {
  expect((await identify(f)).protocolVersion).toBe('2.0');
});

test('IDF-04 every configured address is shown', async () => {
  const { adminEmails } = settings({ OAI_ADMIN_EMAIL: 'first@example.org, second.one@a.example.org' })();
  expect(adminEmails).toEqual(['first@example.org', 'second.one@a.example.org']);
  const other = await keep(again(f, { settings: { adminEmails } }));
  expect((await identify(other)).adminEmails).toEqual(adminEmails);
});

test.each([
  'mailto:oai@example.org',
  'Admin <oai@example.org>',
  'oai@localhost',
  'oai+tag@example.org',
  'o@example.org',
  'oai@example.ORG',
  'oai',
  ',',
])('IDF-04 what validators refuse as an address is refused by the configuration: %s', (address) => {
  expect(settings({ OAI_ADMIN_EMAIL: address })).toThrow(/OAI_ADMIN_EMAIL/);
});

test.each(['seconds', 'day'] as const)(
  'IDF-05 earliestDatestamp is in the granularity and above no datestamp: %s',
  async (granularity) => {
    const other = await keep(again(f, { settings: { granularity } }));
    const { earliestDatestamp } = await identify(other);
    expect(earliestDatestamp).toBe(granularity === 'day' ? '2020-01-01' : '2020-01-01T00:00:00Z');
    const datestamps = [];
    for (const { metadataPrefix } of f.formats) {
      const { headers } = await followQuietly(other, `verb=ListIdentifiers&metadataPrefix=${metadataPrefix}`);
      datestamps.push(...headers.map(({ datestamp }) => datestamp));
    }
    expect(datestamps).toHaveLength(14);
    expect(datestamps.every((datestamp) => datestamp >= earliestDatestamp)).toBe(true);
  },
);

test('IDF-05 nor when the clock of the writer stands before the making of the store', async () => {
  const own = await keep(Endpoint.start({ clock: new TestClock('2026-03-01T10:00:00Z') }));
  await putAt(own, '1999-12-31T00:00:00Z', itemF('old'));
  const { headers } = await ask(own, 'verb=ListIdentifiers&metadataPrefix=oai_dc');
  expect(headers[0]?.datestamp).toBe('2026-03-01T10:00:00Z');
  expect((await identify(own)).earliestDatestamp).toBe('2026-03-01T10:00:00Z');
});

test('IDF-06 an empty repository shows when it was made', async () => {
  const clock = new TestClock('2026-03-01T10:00:00Z');
  const empty = await keep(Endpoint.start({ clock }));
  clock.tick(1000);
  expect((await identify(empty)).earliestDatestamp).toBe('2026-03-01T10:00:00Z');
  const days = await keep(again(empty, { settings: { granularity: 'day' } }));
  expect((await identify(days)).earliestDatestamp).toBe('2026-03-01');
});

test('IDF-07 earliestDatestamp stays as it is when the oldest record goes, and after a restart', async () => {
  const own = await keep(startFixtureF());
  const before = (await identify(own)).earliestDatestamp;
  await deleteAt(own, '2026-03-01T10:00:00Z', 'r1', 'r2', 'r3', 'r5');
  expect((await identify(own)).earliestDatestamp).toBe(before);
  clockOf(own).set('2030-01-01T00:00:00Z');
  expect((await identify(await keep(again(own)))).earliestDatestamp).toBe(before);
});

test('IDF-08 granularity is one of the two literals', async () => {
  expect((await identify(f)).granularity).toBe('YYYY-MM-DDThh:mm:ssZ');
  const days = await keep(again(f, { settings: { granularity: 'day' } }));
  expect((await identify(days)).granularity).toBe('YYYY-MM-DD');
});

test('IDF-09 the codings that are announced are given, and identity is not among them', async () => {
  const { compressions } = await identify(f);
  expect(compressions).toEqual(CONTENT_CODINGS);
  expect(compressions).toEqual(expect.arrayContaining(['gzip']));
  expect(compressions).not.toContain('identity');
  const plain = (await f.get(IDENTIFY)).body;
  for (const coding of compressions) {
    const answer = await f.get(IDENTIFY, { 'Accept-Encoding': coding });
    expect(answer.headers.get('content-encoding')).toBe(coding);
    expect(decoded(answer).body).toEqual(plain);
  }
});

test('IDF-10 IDF-11 IDF-17 the descriptions are those of the identifiers and of the software, each with its schema', async () => {
  const { descriptions } = await identify(f);
  expect(descriptions).toHaveLength(2);
  const [scheme = '', toolkit = ''] = descriptions;
  const oaiIdentifier = 'http://www.openarchives.org/OAI/2.0/oai-identifier';
  expect(scheme).toContain(`xsi:schemaLocation="${oaiIdentifier} ${oaiIdentifier}.xsd"`);
  expect(scheme).toContain(`<repositoryIdentifier>${REPOSITORY_IDENTIFIER}</repositoryIdentifier>`);
  expect(scheme).toContain('<scheme>oai</scheme>');
  expect(scheme).toContain('<delimiter>:</delimiter>');
  const [, sample = ''] = /<sampleIdentifier>(.*)<\/sampleIdentifier>/.exec(scheme) ?? [];
  await ask(f, `verb=GetRecord&metadataPrefix=oai_dc&identifier=${sample}`);
  const vt = 'http://oai.dlib.vt.edu/OAI/metadata/toolkit';
  expect(toolkit).toContain(`xsi:schemaLocation="${vt} ${vt}.xsd"`);
  expect(toolkit).toContain('<title>oai-pmh-endpoint</title><version>0.0.0-test</version>');
});

test('IDF-11 the sample is no identifier that is still a secret', async () => {
  const own = await keep(Endpoint.start());
  await putAt(own, '2026-03-01T10:00:00Z', itemF('a', { visibleFrom: '2030-01-01' }));
  expect((await identify(own)).descriptions[0]).toContain(`>${ID('sample')}<`);
  await putAt(own, '2026-03-01T10:00:00Z', itemF('b'));
  expect((await identify(own)).descriptions[0]).toContain(`>${ID('b')}<`);
});

test('IDF-18 a repository that is no gateway does not say that it is one', async () => {
  expect((await identify(f)).descriptions.join()).not.toContain('gateway');
});

test('IDF-19 Identify reads the clock row, the repository row and one identifier, and leaves the records alone', async () => {
  const asked: PropertyKey[] = [];
  const store = new Proxy<StoreReader>(f.store, {
    get: (target, name) => {
      asked.push(name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const provider = new DataProvider(store, f.formats, f.settings, f.clock);
  await provider.answer([{ name: 'verb', value: 'Identify' }]);
  expect(asked).toEqual(['advanceClock', 'readState', 'readSampleIdentifier']);
});

test('IDF-19 and is as quick with ten thousand records as with five', async () => {
  const own = await keep(startFixtureF());
  const changes = Array.from({ length: 10_000 }, (_, index) => ({
    kind: 'put' as const,
    identifier: ID(`n${index}`),
    content: '{}',
    sets: ['many'],
    bodies: new Map([['oai_dc', '<metadata/>']]),
  }));
  await own.store.write(changes, () => secondsOf('2026-03-01T10:00:00Z'));
  const times: number[] = [];
  for (let round = 0; round < 100; round++) {
    const start = performance.now();
    await own.store.readState();
    await own.store.readSampleIdentifier();
    times.push(performance.now() - start);
  }
  // A scan of the records takes more than this at the median; a look-up takes a twentieth of it.
  expect(times.toSorted((a, b) => a - b)[50]).toBeLessThan(1);
});

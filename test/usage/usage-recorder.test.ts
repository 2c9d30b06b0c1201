import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';
import { harvest } from '../support/harvester.ts';
import { RecorderUnderTest } from '../support/recorder-under-test.ts';

/** Real harvests of a real endpoint, as the usage file tells them. */
let endpoint: Endpoint;
const usage = new RecorderUnderTest();

beforeAll(async () => {
  endpoint = await Endpoint.start({
    clock: usage.clock,
    settings: { pageSize: 2 },
    observing: { observers: [usage.observe] },
  });
  const items = Array.from({ length: 7 }, (_, index) => itemF(`i${index}`, { sets: [index < 5 ? 'x' : 'y'] }));
  await putAt(endpoint, '2026-02-01T00:00:00Z', ...items);
});
afterAll(async () => {
  usage.stop();
  await endpoint.stop();
});

function walk(agent: string, query: Record<string, string>, more: Partial<Parameters<typeof harvest>[0]> = {}) {
  return harvest({
    fetch: (text) => endpoint.get(text, { 'User-Agent': agent, From: `${agent}@example.com` }),
    verb: 'ListRecords',
    arguments: { metadataPrefix: 'oai_dc', ...query },
    baseUrl: endpoint.settings.baseUrl,
    ...more,
  });
}

const ABORT = new Error('the harvester stops here');

describe('the usage file', () => {
  test('tells several harvesters apart, and what each asked for', async () => {
    // Each asks for its next page when the others have had theirs.
    await Promise.all([
      walk('A', {}),
      walk('B', { set: 'x' }),
      walk('C', { from: '2026-01-01T00:00:00Z' }, { verb: 'ListIdentifiers' }),
      walk('A', { set: 'y' }),
      walk(
        'D',
        {},
        {
          betweenPages: (page) => {
            if (page === 2) throw ABORT;
          },
        },
      ).catch((error) => {
        if (error !== ABORT) throw error;
      }),
    ]);
    await endpoint.get('verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:nowhere:1', { 'User-Agent': 'E' });
    await endpoint.get('verb=ListRecords&metadataPrefix=marc&set=x', { 'User-Agent': 'E' });
    await endpoint.get('verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01', { 'User-Agent': 'E' });
    await usage.received(4 + 3 + 4 + 1 + 2 + 3);
    const reader = usage.read();
    const byAgent = new Map(reader.harvesters().map((harvester) => [harvester.agent, harvester]));
    expect([...byAgent.keys()].sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
    const at = usage.clock.now();
    expect(byAgent.get('A')).toMatchObject({
      network: '127.0.0.0',
      mailbox: 'A@example.com',
      name: 'A',
      firstSeen: at,
      lastSeen: at,
      requests: 5,
      records: 9,
      errors: 0,
    });
    expect(byAgent.get('E')).toMatchObject({ requests: 3, records: 0, errors: 2, mailbox: '' });
    const idOf = (agent: string) => byAgent.get(agent)?.id ?? -1;
    expect(reader.asked(idOf('A'))).toMatchObject([
      { verb: 'ListRecords', metadataPrefix: 'oai_dc', set: '', requests: 4, records: 7 },
      { verb: 'ListRecords', metadataPrefix: 'oai_dc', set: 'y', requests: 1, records: 2 },
    ]);
    expect(reader.refusals(idOf('E')).map(({ code, requests }) => [code, requests])).toEqual([
      ['cannotDisseminateFormat', 1],
      ['idDoesNotExist', 1],
      ['noRecordsMatch', 1],
    ]);
    expect(reader.refusals(idOf('E'))[0]?.example).toBe('GET /oai?verb=ListRecords&metadataPrefix=marc&set=x');
    expect(reader.totals(0)).toMatchObject({ requests: 17, records: 9 + 5 + 7 + 4, errors: 2 });
  });

  test('puts the pages of each list together, and knows which came to their end', () => {
    const reader = usage.read();
    const all = reader
      .harvesters()
      .flatMap(({ id, agent }) => reader.walksOf(id, 10).map((one) => ({ agent, ...one })))
      .map(({ agent, verb, set, from, pages, delivered, size, whole, ended }) =>
        [agent, verb, set, from, pages, `${delivered}/${size}`, whole, ended !== undefined].join(' '),
      );
    expect(all.sort()).toEqual([
      'A ListRecords   4 7/7 true true',
      'A ListRecords y  1 2/2 true true',
      'B ListRecords x  3 5/5 true true',
      'C ListIdentifiers  2026-01-01T00:00:00Z 4 7/7 true true',
      'D ListRecords   2 4/7 true false',
    ]);
    expect(reader.openWalks(0, 10)).toMatchObject([{ delivered: 4, size: 7 }]);
    const complete = reader.lastCompleteRuns();
    const names = reader.harvesters().filter(({ id }) => complete.has(id));
    expect(names.map(({ agent }) => agent).sort()).toEqual(['A', 'B', 'C']);
  });

  test('goes on with a list where the program was started anew, and where a page is asked for twice', async () => {
    let token = '';
    const get = async (query: string) => {
      const answer = await endpoint.get(query, { 'User-Agent': 'F' });
      token = /<resumptionToken[^>]*>([^<]*)</.exec(answer.body.toString())?.[1] ?? '';
    };
    const before = usage.count;
    await get('verb=ListRecords&metadataPrefix=oai_dc');
    await usage.received(before + 1);
    usage.restart();
    const second = token;
    await get(`verb=ListRecords&resumptionToken=${second}`);
    await get(`verb=ListRecords&resumptionToken=${second}`);
    await get(`verb=ListRecords&resumptionToken=${token}`);
    await get(`verb=ListRecords&resumptionToken=${token}`);
    await usage.received(before + 5);
    const reader = usage.read();
    const [harvester] = reader.harvesters().filter(({ agent }) => agent === 'F');
    expect(reader.walksOf(harvester?.id ?? -1, 10)).toMatchObject([
      { pages: 5, delivered: 7, size: 7, whole: true, ended: usage.clock.now() },
    ]);
  });

  test('does not take for a complete run what it did not see from the first page', async () => {
    const answer = await endpoint.get('verb=ListRecords&metadataPrefix=oai_dc', { 'User-Agent': 'G', From: 'g1' });
    let token = /<resumptionToken[^>]*>([^<]*)</.exec(answer.body.toString())?.[1] ?? '';
    const before = usage.count;
    for (let page = 2; page <= 4; page += 1) {
      const next = await endpoint.get(`verb=ListRecords&resumptionToken=${token}`, { 'User-Agent': 'G', From: 'g2' });
      token = /<resumptionToken[^>]*>([^<]*)</.exec(next.body.toString())?.[1] ?? '';
    }
    await usage.received(before + 3);
    const reader = usage.read();
    const [harvester] = reader.harvesters().filter(({ mailbox }) => mailbox === 'g2');
    expect(reader.walksOf(harvester?.id ?? -1, 10)).toMatchObject([{ delivered: 7, whole: false }]);
    expect(reader.lastCompleteRuns().has(harvester?.id ?? -1)).toBe(false);
  });

  test('keeps no address: only the network of 256 that it is in', () => {
    usage.observe(usage.report({ client: '203.0.113.77', userAgent: 'H4' }));
    usage.observe(usage.report({ client: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff', userAgent: 'H6' }));
    usage.observe(usage.report({ client: '203.0.113.77', userAgent: 'browser', kind: 'page' }));
    const networks = usage.read().harvesters();
    expect(networks.find(({ agent }) => agent === 'H4')?.network).toBe('203.0.113.0');
    expect(networks.find(({ agent }) => agent === 'H6')?.network).toBe('2001:db8:aaaa::');
    // Nor of people who look at pages, anything but how many requests there were.
    expect(networks.find(({ agent }) => agent === 'browser')).toBeUndefined();
    const folder = dirname(usage.file);
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    for (const secret of ['203.0.113.77', '127.0.0.1', 'bbbb', 'cccc', 'browser']) {
      expect(bytes.includes(secret)).toBe(false);
    }
    expect(bytes.includes('203.0.113.0')).toBe(true);
  });
});

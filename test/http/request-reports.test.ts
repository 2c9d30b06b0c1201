import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestReport } from '../../src/http/request-report.ts';
import { Endpoint } from '../support/endpoint.ts';
import { ID, itemF, putAt } from '../support/fixture-f.ts';
import { harvest } from '../support/harvester.ts';

let endpoint: Endpoint;
let reports: RequestReport[] = [];

beforeAll(async () => {
  endpoint = await Endpoint.start({
    settings: { pageSize: 2 },
    observing: { observers: [(report) => reports.push(report)], trustedProxies: ['loopback', '192.0.2.0/24'] },
  });
  await putAt(endpoint, '2026-02-01T00:00:00Z', ...['a', 'b', 'c'].map((id) => itemF(id, { sets: ['x'] })));
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  reports = [];
});

/** The report of the only request so far. It comes when the server has let go of the answer, a little after the client has it. */
async function report(): Promise<RequestReport> {
  while (reports.length === 0) await sleep(5);
  const [only, ...others] = reports;
  expect(others).toEqual([]);
  if (only === undefined) throw new Error('there is no report');
  return only;
}

describe('a request is reported', () => {
  test('with what an OAI-PMH answer came to', async () => {
    const headers = { 'User-Agent': 'Harvester/1', From: 'oai@example.com' };
    const answer = await endpoint.get(
      'verb=ListRecords&metadataPrefix=oai_dc&set=x&from=2026-03-01&until=2026-03-01',
      headers,
    );
    expect(await report()).toMatchObject({
      requestId: answer.headers.get('X-Request-Id'),
      at: endpoint.clock.now() * 1000,
      kind: 'oai',
      method: 'GET',
      status: 200,
      complete: true,
      client: '127.0.0.1',
      userAgent: 'Harvester/1',
      from: 'oai@example.com',
      oai: {
        verb: 'ListRecords',
        metadataPrefix: 'oai_dc',
        set: 'x',
        from: '2026-03-01T00:00:00Z',
        until: '2026-03-01T23:59:59Z',
        resumed: false,
        errors: [],
        records: 2,
        cursor: 0,
        completeListSize: 3,
        more: true,
      },
    });
  });

  test('with what was asked for, where the answer is an error; tokens stay secret', async () => {
    await endpoint.get('verb=Identify');
    expect(await report()).toMatchObject({ target: undefined });
    reports = [];
    await endpoint.get(`verb=ListRecords&colour=r%C3%B6d&resumptionToken=${'x'.repeat(200)}`);
    expect(await report()).toMatchObject({
      target: '/oai?verb=ListRecords&colour=r%C3%B6d&resumptionToken=xxxxxxxx…',
    });
    reports = [];
    await endpoint.send('GET', '/nowhere');
    expect(await report()).toMatchObject({ status: 404, target: '/nowhere' });
  });

  test('on each page of a list, with its arguments out of the token', async () => {
    await harvest({
      fetch: (query) => endpoint.get(query),
      verb: 'ListIdentifiers',
      arguments: { metadataPrefix: 'oai_dc', set: 'x' },
      baseUrl: endpoint.settings.baseUrl,
    });
    while (reports.length < 2) await sleep(5);
    const list = { verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', set: 'x', completeListSize: 3, from: undefined };
    expect(reports.map(({ oai }) => oai)).toMatchObject([
      { ...list, resumed: false, cursor: 0, records: 2, more: true },
      { ...list, resumed: true, cursor: 2, records: 1, more: false },
    ]);
  });

  test.each([
    ['verb=Nonsense', { verb: undefined, errors: ['badVerb'], records: 0 }],
    ['verb=Identify&verb=Identify', { verb: undefined, errors: ['badVerb'] }],
    ['verb=ListRecords&from=never', { verb: 'ListRecords', errors: ['badArgument', 'badArgument'] }],
    [
      'verb=ListRecords&resumptionToken=x',
      { verb: 'ListRecords', errors: ['badResumptionToken'], resumed: true, more: undefined },
    ],
    [
      'verb=ListRecords&metadataPrefix=oai_dc&set=y',
      { verb: 'ListRecords', set: 'y', errors: ['noRecordsMatch'], cursor: undefined },
    ],
    [
      `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('a')}`,
      { verb: 'GetRecord', records: 1, metadataPrefix: 'oai_dc', more: undefined },
    ],
    ['verb=ListSets', { verb: 'ListSets', records: 0, cursor: 0, completeListSize: 1, more: false }],
    ['verb=Identify', { verb: 'Identify', records: 0, resumed: false, errors: [] }],
  ])('%s', async (query, oai) => {
    await endpoint.get(query);
    expect((await report()).oai).toMatchObject(oai);
  });

  test('that is refused, or for something else', async () => {
    await endpoint.send('PUT', '/oai');
    expect(await report()).toMatchObject({ kind: 'oai', status: 405, method: 'PUT', oai: undefined });
    reports = [];
    await endpoint.send('GET', '/items/a');
    expect(await report()).toMatchObject({ kind: 'item', status: 200, oai: undefined });
    reports = [];
    await endpoint.send('GET', '/nothing');
    expect(await report()).toMatchObject({ kind: 'other', status: 404 });
  });

  test.each(['GET', 'HEAD'])('with the bytes that went to the client of a %s', async (method) => {
    const socket = connect(endpoint.port, '127.0.0.1');
    socket.write(`${method} /oai?verb=Identify HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    let received = 0;
    for await (const chunk of socket) received += (chunk as Buffer).length;
    expect(await report()).toMatchObject({ bytes: received, complete: true });
  });

  test('whose client goes away in the middle', async () => {
    const socket = connect(endpoint.port, '127.0.0.1');
    socket.write(
      'POST /oai HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nver',
    );
    await once(socket, 'connect');
    await sleep(50);
    socket.destroy();
    expect(await report()).toMatchObject({ complete: false, status: 499, oai: undefined });
  });

  test('with texts of the client that have an end', async () => {
    await endpoint.post(`verb=ListRecords&metadataPrefix=oai_dc&set=${'s'.repeat(50_000)}`, {
      'User-Agent': 'x'.repeat(5_000),
    });
    const { userAgent, oai } = await report();
    expect(userAgent).toHaveLength(300);
    expect(oai?.set).toHaveLength(300);
  });
});

describe('the client and the id of a request', () => {
  const ask = async (headers: Record<string, string>) => {
    await endpoint.get('verb=Identify', headers);
    return report();
  };

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['10.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, 192.0.2.55', '203.0.113.9'],
    ['203.0.113.9, 192.0.2.55, 127.0.0.9', '203.0.113.9'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, <script>, 192.0.2.55', '192.0.2.55'],
    ['', '127.0.0.1'],
  ])('come through trusted proxies: X-Forwarded-For: %s', async (forwarded, client) => {
    expect(await ask({ 'X-Forwarded-For': forwarded })).toMatchObject({ client });
  });

  test('X-Request-Id of a trusted proxy is kept, when it is one', async () => {
    expect(await ask({ 'X-Request-Id': '0af7651916cd43dd8448eb211c80319c' })).toMatchObject({
      requestId: '0af7651916cd43dd8448eb211c80319c',
    });
    reports = [];
    expect((await ask({ 'X-Request-Id': 'two words' })).requestId).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/);
  });

  test('of a client that nobody vouches for, what it says of itself is ignored', async () => {
    const told: RequestReport[] = [];
    const other = await Endpoint.start({ observing: { observers: [(one) => told.push(one)] } });
    try {
      const spoofed = { 'X-Forwarded-For': '203.0.113.9', 'X-Request-Id': 'mine-0001' };
      const answer = await other.get('verb=Identify', spoofed);
      expect(answer.headers.get('X-Request-Id')).not.toBe('mine-0001');
      while (told.length === 0) await sleep(5);
      expect(told[0]).toMatchObject({ client: '127.0.0.1' });
    } finally {
      await other.stop();
    }
  });
});

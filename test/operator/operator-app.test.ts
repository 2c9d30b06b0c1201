import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { Router } from 'express';
import { pino } from 'pino';
import { HttpServer } from '../../src/http/http-server.ts';
import { Readiness } from '../../src/http/readiness.ts';
import { Metrics } from '../../src/operator/metrics.ts';
import { createOperatorApp, type OperatorParts } from '../../src/operator/operator-app.ts';

const TOKEN = 'correct horse'.replace(' ', '-').padEnd(20, '!');
const state = { high: 0 };
const store = { readState: async () => state } as unknown as ConstructorParameters<typeof Readiness>[0];

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(0);
});

async function served(parts: Partial<OperatorParts> = {}) {
  const app = createOperatorApp({
    token: undefined,
    readiness: new Readiness(store),
    metrics: new Metrics('1.2.3'),
    logger: pino({ level: 'silent' }),
    ...parts,
  });
  const server = new HttpServer(app);
  servers.push(server);
  return { port: await server.listen(0, '127.0.0.1') };
}

async function started(parts: Partial<OperatorParts> = {}) {
  const { port } = await served(parts);
  return (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.on('error', reject).end();
    });
}

const basic = (password: string) => ({ Authorization: `Basic ${Buffer.from(`me:${password}`).toString('base64')}` });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

describe('without a token', () => {
  test('whoever is on this machine is let in', async () => {
    const ask = await started();
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:3000', 'LOCALHOST']) {
      expect(await ask('/metrics', { Host: host })).toMatchObject({ status: 200 });
    }
    expect((await ask('/')).text).toContain('/metrics');
    expect((await ask('/nothing')).status).toBe(404);
  });

  test.each([
    { Host: 'evil.example' },
    { Host: 'evil.example:80' },
    { Host: '127.0.0.1.evil.example' },
    { Host: 'localhost.evil.example' },
    { Host: '192.0.2.1' },
    { Host: 'localhost', 'X-Forwarded-For': '203.0.113.9' },
    { Host: 'localhost', Forwarded: 'for=203.0.113.9' },
    { Host: 'localhost', 'X-Real-IP': '203.0.113.9' },
    { Host: 'localhost', 'X-Forwarded-Proto': 'https' },
    { Host: 'localhost', 'CF-Connecting-IP': '203.0.113.9' },
  ])('names that lead here by DNS, and proxies, are turned away: %j', async (headers) => {
    const ask = await started();
    const { status, text } = await ask('/metrics', headers);
    expect({ status, metrics: text.includes('oai_') }).toEqual({ status: 403, metrics: false });
    expect(text).toContain('OAI_OPERATOR_TOKEN');
  });
});

test('nginx, which tells nothing of the client where it is not told to, is known by its HTTP/1.0', async () => {
  const { port } = await served();
  const socket = connect(port, '127.0.0.1', () =>
    socket.write('GET /metrics HTTP/1.0\r\nHost: 127.0.0.1:13000\r\n\r\n'),
  );
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
});

describe('with a token', () => {
  test('it opens, as Bearer or as password', async () => {
    const ask = await started({ token: TOKEN });
    expect((await ask('/metrics', bearer(TOKEN))).status).toBe(200);
    expect((await ask('/metrics', { ...basic(TOKEN), Host: 'proxy.example' })).status).toBe(200);
  });

  test.each([
    {},
    bearer(TOKEN.slice(1)),
    bearer(`${TOKEN}x`),
    bearer(''),
    basic(''),
    basic('x'),
    { Authorization: 'Basic !!' },
    { Authorization: TOKEN },
  ])('nothing else does: %j', async (headers: Record<string, string>) => {
    const pages = [Router().get('/dashboard', (_request, response) => void response.send('secret'))];
    const ask = await started({ token: TOKEN, pages });
    for (const path of ['/metrics', '/dashboard', '/', '/nothing', '/health/../metrics']) {
      const { status, text, headers: answered } = await ask(path, headers);
      expect({ path, status, known: /oai_|secret/.test(text) }).toEqual({ path, status: 401, known: false });
      expect(answered['www-authenticate']).toContain('Basic');
    }
  });

  test('who has tried ten wrong ones is refused, and so is the right one, for a while; asking without one is no try', async () => {
    const ask = await started({ token: TOKEN });
    for (let count = 0; count < 15; count += 1) expect((await ask('/metrics')).status).toBe(401);
    for (let count = 0; count < 10; count += 1) expect((await ask('/metrics', bearer(`no${count}`))).status).toBe(401);
    const { status, headers } = await ask('/metrics', bearer(TOKEN));
    expect(status).toBe(503);
    expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect((await ask('/health/live')).status).toBe(200);
  });
});

test('behind a trusted proxy, who tries wrong tokens keeps nobody else out', async () => {
  const ask = await started({ token: TOKEN, trustedProxies: ['loopback'] });
  const from = (client: string, token: string) => ({ ...bearer(token), 'X-Forwarded-For': client });
  for (let count = 0; count < 12; count += 1) await ask('/metrics', from('203.0.113.9', `no${count}`));
  expect((await ask('/metrics', from('203.0.113.9', TOKEN))).status).toBe(503);
  expect((await ask('/metrics', from('192.0.2.1', TOKEN))).status).toBe(200);
});

test('only reads, allows no other origin, and is not kept', async () => {
  const ask = await started();
  expect(await ask('/metrics', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  const { headers } = await ask('/metrics', { Origin: 'https://evil.example' });
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('a page that fails is 500, and tells nothing', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const pages = [
    Router().get('/broken', () => {
      throw new Error('inside');
    }),
  ];
  const ask = await started({ pages, logger });
  const { status, text } = await ask('/broken');
  expect({ status, told: text.includes('inside') }).toEqual({ status: 500, told: false });
  expect(lines.join()).toContain('inside');
});

test('a path that cannot be read is 400, and no fault of ours', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const pages = [Router().get('/dashboard/:id', (_request, response) => void response.send('x'))];
  const ask = await started({ pages, logger });
  expect((await ask('/dashboard/%')).status).toBe(400);
  expect(lines).toEqual([]);
});

describe('health', () => {
  test('live and ready, without a token', async () => {
    const ask = await started({ token: TOKEN });
    expect(await ask('/health/live')).toMatchObject({ status: 200, text: '{"status":"live"}' });
    expect(await ask('/health/ready')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  });

  test('not ready when stopping, with the reason', async () => {
    const readiness = new Readiness(store);
    const ask = await started({ readiness });
    readiness.stopping = true;
    expect(JSON.parse((await ask('/health/ready')).text)).toEqual({
      status: 'not ready',
      reasons: ['The server is stopping.'],
    });
    expect((await ask('/health/ready')).status).toBe(503);
    expect((await ask('/health/live')).status).toBe(200);
  });
});

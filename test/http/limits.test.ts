import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { limitRequests } from '../../src/http/limit-requests.ts';
import type { Limits } from '../../src/http/limits.ts';
import type { RequestReport } from '../../src/http/request-report.ts';
import { Endpoint, type EndpointOptions } from '../support/endpoint.ts';
import { fillLarge } from '../support/fill-large.ts';

/** Nobody is limited by these; tests tighten one of them. */
const WIDE: Limits = {
  rateLimit: undefined,
  rateBurst: 1_000_000,
  clientConcurrency: 1_000,
  concurrency: 1_000,
  clientConnections: 1_000,
  allowList: [],
};

const endpoints: Endpoint[] = [];
afterEach(async () => {
  for (const endpoint of endpoints.splice(0)) await endpoint.stop();
});

async function limited(limits: Partial<Limits>, options: EndpointOptions = {}): Promise<Endpoint> {
  const all = { ...WIDE, ...limits };
  const connections = { ...all, trustedProxies: options.observing?.trustedProxies ?? [] };
  const endpoint = await Endpoint.start({ ...options, limits: all, server: { ...options.server, connections } });
  endpoints.push(endpoint);
  return endpoint;
}

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A request of the client at an address of this machine. */
function ask(
  { port }: Pick<Endpoint, 'port'>,
  localAddress: string,
  { path = '/oai?verb=Identify', method = 'GET', headers = {}, body = '' } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, localAddress, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

const statuses = (replies: readonly Reply[]) => replies.map(({ status }) => status);
const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe('a client that asks too often', () => {
  test('is reported as what it asked for, though nobody looked further', async () => {
    const reports: RequestReport[] = [];
    const observing = { observers: [(report: RequestReport) => reports.push(report)] };
    // Not so low that connections are refused before anybody reads a request.
    const endpoint = await limited({ rateLimit: 1, rateBurst: 6 }, { observing });
    await many(12, (index) =>
      ask(endpoint, '127.0.0.1', { path: ['/oai?verb=Identify', '/items/x'][index % 2] ?? '' }),
    );
    while (reports.length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
    const refused = reports.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const { kind, target } of refused) expect(target).toBe(kind === 'oai' ? '/oai?verb=Identify' : '/items/x');
    expect(reports.map(({ kind }) => kind).sort()).toEqual([...Array(6).fill('item'), ...Array(6).fill('oai')]);
  });

  test('gets 503 with Retry-After in whole seconds, and another client does not', async () => {
    const endpoint = await limited({ rateLimit: 1, rateBurst: 5 });
    const replies = await many(8, () => ask(endpoint, '127.0.0.2'));
    const refused = replies.filter(({ status }) => status !== 200);
    // While eight requests come in, a second may pass on a machine that is slow.
    expect(refused.length).toBeGreaterThanOrEqual(1);
    for (const { status, headers, text } of refused) {
      expect(status).toBe(503);
      expect(headers).toMatchObject({
        'retry-after': expect.stringMatching(/^[1-9]\d*$/),
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      });
      expect(text).toContain('Try again');
    }
    expect((await ask(endpoint, '127.0.0.3')).status).toBe(200);
  });

  test('is only slowed down where it asks one page after the other', async () => {
    const endpoint = await limited({ rateLimit: 50, rateBurst: 1 });
    const replies: Reply[] = [];
    const began = performance.now();
    for (let count = 0; count < 11; count += 1) replies.push(await ask(endpoint, '127.0.0.2'));
    expect(new Set(statuses(replies))).toEqual(new Set([200]));
    // No more than the limit in any time: ten of them at 50 a second.
    expect(performance.now() - began).toBeGreaterThan(180);
  });

  test('is nobody on the allow-list', async () => {
    const endpoint = await limited({ rateLimit: 1, rateBurst: 1, clientConcurrency: 1, allowList: ['127.0.0.2/31'] });
    expect(new Set(statuses(await many(20, () => ask(endpoint, '127.0.0.3'))))).toEqual(new Set([200]));
    expect(statuses(await many(20, () => ask(endpoint, '127.0.0.4')))).toContain(503);
  });

  test('is told by its address behind trusted proxies; one that it makes up itself does not help', async () => {
    const limits = { rateLimit: 1, rateBurst: 3 };
    const behind = await limited(limits, { observing: { trustedProxies: ['127.0.0.2'] } });
    const forwarded = (client: string) => ({ headers: { 'X-Forwarded-For': client } });
    const spread = await many(20, (index) => ask(behind, '127.0.0.2', forwarded(`203.0.113.${index}`)));
    expect(new Set(statuses(spread))).toEqual(new Set([200]));
    const one = await many(20, (index) => ask(behind, '127.0.0.2', forwarded(`198.51.100.${index}, 203.0.113.200`)));
    expect(statuses(one)).toContain(503);
    const spoofed = await many(20, (index) => ask(behind, '127.0.0.9', forwarded(`203.0.113.${index + 50}`)));
    expect(statuses(spoofed)).toContain(503);
    // One household has 64 bits of IPv6 at least.
    const hosts = await many(20, (index) => ask(behind, '127.0.0.2', forwarded(`2001:db8:1:2::${index + 1}`)));
    expect(statuses(hosts)).toContain(503);
  });

  test('is asked for health as often as it likes', async () => {
    const endpoint = await limited({ rateLimit: 1, rateBurst: 10 });
    const replies = await many(15, () => ask(endpoint, '127.0.0.2', { path: '/health/ready' }));
    expect(new Set(statuses(replies))).toEqual(new Set([200]));
  });

  test('is refused before its body is read', async () => {
    const endpoint = await limited({ rateLimit: 1, rateBurst: 1 });
    expect((await ask(endpoint, '127.0.0.2')).status).toBe(200);
    const socket = connect({ host: '127.0.0.1', port: endpoint.port, localAddress: '127.0.0.2' });
    // As much is announced, and never sent.
    socket.write(`POST /oai HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n`);
    const text = await textOf(socket);
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
    expect(text).toMatch(/Retry-After: [1-9]\d*\r\n/);
    expect(text).toMatch(/Connection: close\r\n/);
  });
});

async function textOf(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return text;
}

describe('answers at a time', () => {
  test('a client has so many under way, those that it does not take included; others get theirs', async () => {
    const endpoint = await limited({ clientConcurrency: 2 }, { settings: { pageSize: 1000, maxPageBytes: 2 ** 26 } });
    await fillLarge(endpoint);
    const path = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
    const slow = await many(2, async () => {
      const socket = connect({ host: '127.0.0.1', port: endpoint.port, localAddress: '127.0.0.2' });
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await once(socket, 'readable');
      return socket;
    });
    expect((await ask(endpoint, '127.0.0.2')).status).toBe(503);
    expect((await ask(endpoint, '127.0.0.3')).status).toBe(200);
    for (const socket of slow) socket.destroy();
    // Its connections are gone when the server has noticed.
    let status = 503;
    while (status === 503) status = (await ask(endpoint, '127.0.0.2')).status;
    expect(status).toBe(200);
  });

  test('all of them come in the end, when only one is made at a time', async () => {
    const endpoint = await limited({ concurrency: 1 });
    const replies = await many(60, (index) => ask(endpoint, `127.0.0.${2 + (index % 5)}`));
    expect(new Set(statuses(replies))).toEqual(new Set([200]));
  });

  test('who is slow to send a body keeps nobody waiting', async () => {
    const endpoint = await limited({ concurrency: 1 });
    const head = 'POST /oai HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n';
    const socket = connect({ host: '127.0.0.1', port: endpoint.port, localAddress: '127.0.0.2' });
    socket.write(`${head}Content-Length: 13\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n`);
    // The server has begun with it.
    await once(socket, 'readable');
    expect((await ask(endpoint, '127.0.0.3')).status).toBe(200);
    const answered = textOf(socket);
    socket.write('verb=Identify');
    expect(await answered).toContain('</Identify>');
  });

  test.each(['GET', 'HEAD'])('a body that nobody reads is no way past the line: %s', async (method) => {
    let making = 0;
    let most = 0;
    const limit = limitRequests({ ...WIDE, concurrency: 1 }) as unknown as (
      ...parts: [...Parameters<RequestListener>, () => void]
    ) => void;
    const server = createServer((request, response) =>
      limit(request, response, () => {
        making += 1;
        most = Math.max(most, making);
        setTimeout(() => {
          making -= 1;
          response.end();
        }, 20);
      }),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const replies = await many(5, () =>
      ask({ port }, '127.0.0.2', { method, headers: { 'Content-Length': '1' }, body: 'x' }),
    );
    server.close();
    expect(statuses(replies)).toEqual([200, 200, 200, 200, 200]);
    expect(most).toBe(1);
  });

  test.each([
    ['a URL that is too long', 'GET', `/oai?${'a'.repeat(12_000)}`, 414],
    ['a method that is unknown', 'PUT', '/oai', 405],
    ['a media type that is unknown', 'POST', '/oai', 415],
  ])('nor does who is slow to send a body with %s', async (_what, method, path, status) => {
    const endpoint = await limited({ concurrency: 1 });
    const socket = connect({ host: '127.0.0.1', port: endpoint.port, localAddress: '127.0.0.2' });
    socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n`,
    );
    // The server has begun with it.
    await once(socket, 'readable');
    expect((await ask(endpoint, '127.0.0.3')).status).toBe(200);
    const answered = textOf(socket);
    socket.write('verb=Identify');
    expect(await answered).toContain(`HTTP/1.1 ${status} `);
  });

  test('who goes away while waiting leaves no place taken', async () => {
    const endpoint = await limited({ concurrency: 1, clientConcurrency: 5 });
    for (let round = 0; round < 5; round += 1) {
      const sockets = await many(5, async () => {
        const socket = connect({ host: '127.0.0.1', port: endpoint.port, localAddress: '127.0.0.2' });
        socket.on('error', () => {}).write('GET /oai?verb=Identify HTTP/1.1\r\nHost: x\r\n\r\n');
        return socket;
      });
      await once(sockets[0] as Socket, 'readable');
      for (const socket of sockets) socket.destroy();
    }
    let status = 503;
    while (status === 503) status = (await ask(endpoint, '127.0.0.2')).status;
    expect(status).toBe(200);
  });
});

describe('connections', () => {
  const open = async (endpoint: Endpoint, localAddress: string) => {
    const socket = connect({ host: '127.0.0.1', port: endpoint.port, localAddress });
    await once(
      socket.on('error', () => {}),
      'connect',
    );
    return socket;
  };

  test('a client that has too many gets 503 on the next one, and can connect again when it has closed some', async () => {
    const endpoint = await limited({ clientConnections: 3 });
    const sockets = await many(3, () => open(endpoint, '127.0.0.2'));
    // The server has heard of all three when the last one is answered.
    for (const socket of sockets) {
      socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(socket, 'readable');
    }
    const text = await textOf(await open(endpoint, '127.0.0.2'));
    expect(text).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: \d+\r\n/);
    expect((await ask(endpoint, '127.0.0.3')).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    let status = 503;
    while (status === 503)
      status = await ask(endpoint, '127.0.0.2').then(
        (reply) => reply.status,
        () => 503,
      );
    expect(status).toBe(200);
  });

  test('a client that connects without end is turned away, and nothing of it is read', async () => {
    const reports: unknown[] = [];
    const endpoint = await limited(
      { rateLimit: 1, rateBurst: 2 },
      { observing: { observers: [(report) => reports.push(report)] } },
    );
    const texts: string[] = [];
    for (let count = 0; count < 30; count += 1) {
      const socket = await open(endpoint, '127.0.0.2');
      socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      texts.push(await textOf(socket));
    }
    const refused = texts.filter((text) => text.startsWith('HTTP/1.1 503 '));
    expect(refused.length).toBeGreaterThan(0);
    expect(reports.length).toBe(texts.length - refused.length);
    expect((await ask(endpoint, '127.0.0.3')).status).toBe(200);
  });

  test('nor does one get others that sends many requests at once on each', async () => {
    const endpoint = await limited({ rateLimit: 1, rateBurst: 5 });
    const socket = await open(endpoint, '127.0.0.2');
    socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100));
    await textOf(socket);
    expect(await textOf(await open(endpoint, '127.0.0.2'))).toMatch(/^HTTP\/1\.1 503 /);
  });

  test('those of trusted proxies are not counted', async () => {
    const endpoint = await limited({ clientConnections: 1 }, { observing: { trustedProxies: ['127.0.0.2'] } });
    const sockets = await many(5, () => open(endpoint, '127.0.0.2'));
    expect((await ask(endpoint, '127.0.0.2')).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});

test('a head with too many headers, or too large a one, is refused by 431', async () => {
  const endpoint = await limited({});
  const headers = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, '1']));
  expect((await ask(endpoint, '127.0.0.2', { headers: headers(90) })).status).toBe(200);
  expect((await ask(endpoint, '127.0.0.2', { headers: headers(200) })).status).toBe(431);
  expect((await ask(endpoint, '127.0.0.2', { headers: { x: 'y'.repeat(17_000) } })).status).toBe(431);
});

test('a body that is announced to be larger than anything is refused at once', async () => {
  const endpoint = await limited({});
  const socket = connect({ host: '127.0.0.1', port: endpoint.port, localAddress: '127.0.0.2' });
  const type = 'Content-Type: application/x-www-form-urlencoded';
  socket.write(`POST /oai HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: 100000000\r\n\r\nverb`);
  expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 413 /);
});

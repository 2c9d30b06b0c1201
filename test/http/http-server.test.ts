import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpServer, type ServerOptions } from '../../src/http/http-server.ts';
import { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';

const REQUEST = 'GET /oai?verb=Identify HTTP/1.1\r\nHost: x\r\n\r\n';
/** More than the system holds for both ends of a connection. */
const LARGE = Buffer.alloc(60 * 2 ** 20, 'x');
const sendLarge: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Length': LARGE.length });
  response.end(LARGE);
};

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(0);
});

async function listening(answer: RequestListener, options: ServerOptions = {}) {
  const server = new HttpServer(answer, options);
  servers.push(server);
  return { server, port: await server.listen(0, '127.0.0.1') };
}

function connectTo(port: number, words: string): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  if (words !== '') socket.write(words);
  return socket;
}

/** All that comes until the end, taken in lumps with pauses of some milliseconds between them. */
async function take(socket: Socket, pause = 0): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of socket) {
      chunks.push(chunk as Buffer);
      if (pause > 0) await sleep(pause);
    }
  } catch {
    // Broken off: what has come counts.
  }
  return Buffer.concat(chunks);
}

describe('a slow client', () => {
  test('that takes nothing is hung up on; one that takes a little all the time gets its page', async () => {
    const { server, port } = await listening(sendLarge, { timeout: 1_000 });
    const onServer: Socket[] = [];
    server.node.on('connection', (socket) => onServer.push(socket));
    const stalled = connectTo(port, REQUEST).pause();
    await once(server.node, 'request');
    const hungUp = once(onServer[0] ?? new Socket(), 'close');
    // 60 MB in lumps of 64 kB, with 3 ms between them: several times as long as the timeout.
    const steady = take(connectTo(port, REQUEST.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')), 3);
    await hungUp;
    expect((await steady).length).toBeGreaterThan(LARGE.length);
    stalled.destroy();
  });

  test('gets the rest of its answer when the server is stopped; who has asked nothing is not waited for', async () => {
    const { server, port } = await listening(sendLarge);
    const silent = connectTo(port, '');
    const dribbling = connectTo(port, 'GET / HT');
    const kept = connectTo(port, '');
    const reader = connectTo(port, REQUEST);
    await once(server.node, 'request');
    const stopped = server.stop(60_000);
    await Promise.all([silent, dribbling, kept].map((socket) => take(socket)));
    expect((await take(reader, 1)).length).toBeGreaterThan(LARGE.length);
    await stopped;
  });

  test('is waited for no longer than the patience when the server is stopped', async () => {
    const { server, port } = await listening(sendLarge);
    const stalled = connectTo(port, REQUEST).pause();
    await once(server.node, 'request');
    await server.stop(100);
    expect((await take(stalled)).length).toBeLessThan(LARGE.length);
  });
});

describe('pipelined requests', () => {
  test('are answered one after the other, in their order', async () => {
    let underWay = 0;
    const most: number[] = [];
    const { port } = await listening(async (request, response) => {
      most.push(++underWay);
      response.prependOnceListener('close', () => {
        underWay -= 1;
      });
      await sleep(5);
      response.end(`answer ${request.url}`);
    });
    const urls = Array.from({ length: 12 }, (_, index) => `/${index}`);
    const words = urls.map((url) => `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`).join('');
    const text = (await take(connectTo(port, words.replace(/\r\n\r\n$/, '\r\nConnection: close\r\n\r\n')))).toString();
    expect([...text.matchAll(/answer (\/\d+)/g)].map(([, url]) => url)).toEqual(urls);
    expect(new Set(most)).toEqual(new Set([1]));
  });

  test('without measure are hung up on before they are looked at', async () => {
    let asked = 0;
    const { port } = await listening((_request, response) => {
      asked += 1;
      response.end('x');
    });
    await take(connectTo(port, REQUEST.repeat(5_000)));
    expect(asked).toBeLessThan(100);
  });

  test('of a client that takes nothing bring one page into memory', async () => {
    let asked = 0;
    const { port } = await listening((request, response) => {
      asked += 1;
      sendLarge(request, response);
    });
    const socket = connectTo(port, REQUEST.repeat(10)).pause();
    await sleep(200);
    expect(asked).toBe(1);
    socket.destroy();
  });
});

describe('three hundred clients that dribble or say nothing', () => {
  test('harm nobody: a harvest beside them is complete, and all of them are hung up on', async () => {
    const limits = { headersTimeout: 1_500, requestTimeout: 2_000, connectionsCheckingInterval: 100 };
    const endpoint = await Endpoint.start({ settings: { pageSize: 2 }, server: limits });
    const items = Array.from({ length: 40 }, (_, index) => itemF(`r${index}`));
    await putAt(endpoint, '2026-01-01T00:00:00Z', ...items);
    const head = 'POST /oai HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n';
    const beginnings = ['', 'GET /oai?verb=', `${head}Content-Length: 1000\r\n\r\nverb=`];
    const clients = Array.from({ length: 300 }, (_, index) => connectTo(endpoint.port, beginnings[index % 3] ?? ''));
    const dribble = setInterval(() => {
      for (const [index, client] of clients.entries()) if (index % 3 > 0 && client.writable) client.write('a');
    }, 50);
    const ends = clients.map((client) => take(client));
    let records = 0;
    let query = 'verb=ListRecords&metadataPrefix=oai_dc';
    for (let token: string | undefined = ''; token !== undefined; query = `verb=ListRecords&resumptionToken=${token}`) {
      const text = (await endpoint.get(query)).body.toString();
      records += text.match(/<record>/g)?.length ?? 0;
      token = /<resumptionToken[^>]*>([^<]+)</.exec(text)?.[1];
    }
    expect(records).toBe(items.length);
    const last = await Promise.all(ends);
    clearInterval(dribble);
    // Told why, by HTTP: 408 Request Timeout.
    expect(new Set(last.map((bytes) => bytes.toString('latin1').slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']));
    await endpoint.stop();
  });
});

import { createServer } from 'node:net';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { Fault } from '../../src/fault.ts';
import { explainBrokenFetch } from '../../src/harvest/explain-broken-fetch.ts';
import { type HttpGetOptions, httpGet } from '../../src/harvest/http-get.ts';
import { PassingFault } from '../../src/harvest/passing-fault.ts';
import { SOFTWARE } from '../../src/version.ts';
import { type Behaviour, breaksOff, MisbehavingSource, says, sends } from './misbehaving-source.ts';

const sources: MisbehavingSource[] = [];
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.stop()));
});

async function start(behaviour: Behaviour, host?: string): Promise<MisbehavingSource> {
  const source = await MisbehavingSource.start(behaviour, host);
  sources.push(source);
  return source;
}

async function read(url: string, options: HttpGetOptions = {}): Promise<string> {
  const { body } = await httpGet(url, { allowPrivate: true, ...options });
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What a fetch fails with. */
async function failure(url: string, options: HttpGetOptions = {}): Promise<Error> {
  try {
    await read(url, options);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it did not fail');
}

describe('what is sent', () => {
  test('agent, contact and codings, as the harvester guidelines ask for', async () => {
    const source = await start(sends('hello'));
    await expect(read(source.baseUrl, { contact: 'me@example.org' })).resolves.toBe('hello');
    expect(source.requests[0]?.headers).toMatchObject({
      'user-agent': `${SOFTWARE.title}/${SOFTWARE.version}`,
      from: 'me@example.org',
      'accept-encoding': 'gzip;q=1.0, identity;q=0.5',
    });
  });

  test('user and password go to the place that they are for, and not where it redirects to', async () => {
    const other = await start(sends('there'));
    const source = await start((response, query) => {
      response.writeHead(302, { Location: query.has('here') ? `${other.baseUrl}` : '/oai?here=1' }).end();
    });
    const url = source.baseUrl.replace('http://', 'http://user:pass@');
    await expect(read(url)).resolves.toBe('there');
    const basic = `Basic ${Buffer.from('user:pass').toString('base64')}`;
    expect(source.requests.map(({ headers }) => headers.authorization)).toEqual([basic, basic]);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

describe('codings', () => {
  const text = 'metadata and more metadata\n'.repeat(5000);

  test.each([
    ['gzip', gzipSync(text)],
    ['GZip', gzipSync(text)],
    [
      'gzip',
      Buffer.concat([gzipSync(text.slice(0, 7)), gzipSync(text.slice(7, 70_000)), gzipSync(text.slice(70_000))]),
    ],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
  ])('%s is read, in one member or several', async (coding, body) => {
    const source = await start(sends(body, { 'Content-Encoding': coding }));
    await expect(read(source.baseUrl)).resolves.toBe(text);
  });

  test('another one is refused', async () => {
    const source = await start(sends('x', { 'Content-Encoding': 'br' }));
    const thrown = await failure(source.baseUrl);
    expect(thrown.message).toBe(`${source.baseUrl} sent the content coding "br", which it was not asked for.`);
  });

  test('compressed bytes that end too early, or are none, may be better next time', async () => {
    const cut = await start(sends(gzipSync(text).subarray(0, 50), { 'Content-Encoding': 'gzip' }));
    expect(await failure(cut.baseUrl)).toBeInstanceOf(PassingFault);
    const none = await start(sends('plain', { 'Content-Encoding': 'gzip' }));
    expect(await failure(none.baseUrl)).toBeInstanceOf(PassingFault);
  });
});

describe('bounds', () => {
  test('a gzip bomb is left alone', async () => {
    const source = await start(sends(gzipSync(Buffer.alloc(40_000_000)), { 'Content-Encoding': 'gzip' }));
    const swelling = await failure(source.baseUrl);
    expect(swelling.message).toMatch(/swell more than 200-fold/);
    const large = await failure(source.baseUrl, { maxSwelling: 10_000, maxBytes: 10 * 1024 * 1024 });
    expect(large.message).toMatch(/more than 10 MiB/);
    for (const fault of [swelling, large]) expect(fault).not.toBeInstanceOf(PassingFault);
  });

  test('a small answer may repeat itself as it likes', async () => {
    const source = await start(sends(gzipSync('a'.repeat(900_000)), { 'Content-Encoding': 'gzip' }));
    await expect(read(source.baseUrl)).resolves.toHaveLength(900_000);
  });

  test('an endless body is cut off', async () => {
    const source = await start((response) => {
      const chunk = Buffer.alloc(65_536, 'x');
      const more = () => void response.write(chunk, (error) => error || setImmediate(more));
      more();
    });
    const thrown = await failure(source.baseUrl, { maxBytes: 5_000_000 });
    expect(thrown.message).toBe(`${source.baseUrl} sent more than 4 MiB, and the rest was not read.`);
  });

  test('endless compressed nothing is cut off', async () => {
    const source = await start((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      const members = Buffer.concat(Array.from({ length: 3000 }, () => gzipSync('')));
      const more = () => void response.write(members, (error) => error || setImmediate(more));
      more();
    });
    const thrown = await failure(source.baseUrl, { maxBytes: 1_000_000 });
    expect(thrown.message).toBe(`${source.baseUrl} sent more than 1000000 bytes, and the rest was not read.`);
  });

  test('a source that is silent, or falls silent, is given up', async () => {
    const silent = await start(() => {});
    const never = await failure(silent.baseUrl, { idleSeconds: 0.1 });
    expect(never.message).toBe(`${silent.baseUrl} sent nothing for 0.1 seconds.`);
    const stuck = await start((response) => void response.write('some'));
    const fallen = await failure(stuck.baseUrl, { idleSeconds: 0.1 });
    expect(fallen.message).toBe(`${stuck.baseUrl} sent nothing for 0.1 seconds.`);
    for (const fault of [never, fallen]) expect(fault).toBeInstanceOf(PassingFault);
  });

  test('a source that drips is given up', async () => {
    const source = await start((response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const thrown = await failure(source.baseUrl, { idleSeconds: 2, totalSeconds: 0.5 });
    expect(thrown.message).toBe(`${source.baseUrl} took longer than 0.5 seconds to answer.`);
  });

  test('who reads slowly is not given up', async () => {
    const source = await start(sends('x'.repeat(1_000_000)));
    const { body } = await httpGet(source.baseUrl, { allowPrivate: true, idleSeconds: 0.5, totalSeconds: 1 });
    let length = 0;
    for await (const chunk of body) {
      if (length === 0) await new Promise((resolve) => setTimeout(resolve, 1200));
      length += chunk.length;
    }
    expect(length).toBe(1_000_000);
  });

  test('no connection stays open, however a fetch ends', async () => {
    const source = await start((response, query) => {
      if (query.has('redirect')) response.writeHead(302, { Location: '/oai' });
      if (!query.has('silent')) response.write('some');
    });
    const early = await httpGet(`${source.baseUrl}?redirect`, { allowPrivate: true });
    for await (const chunk of early.body) if (chunk.length > 0) break;
    (await httpGet(source.baseUrl, { allowPrivate: true })).discard();
    await failure(`${source.baseUrl}?silent`, { idleSeconds: 0.1 });
    await failure(source.baseUrl, { idleSeconds: 0.1 });
    const isOpen = () => source.requests.some(({ socket }) => !socket.destroyed);
    for (let tries = 0; isOpen() && tries < 50; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(source.requests.map(({ socket }) => socket.destroyed)).toEqual([true, true, true, true, true]);
  });

  test('a signal ends it with its reason', async () => {
    const silent = await start((response) => void response.write('some'));
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(read(silent.baseUrl, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('redirects', () => {
  test('are followed, relative ones too, and the last address is told', async () => {
    const source = await start((response, query, request) => {
      const step = Number(query.get('step') ?? 0);
      if (step === 5) return void response.end('arrived');
      const path = step % 2 === 0 ? `?step=${step + 1}` : `http://${request.headers.host}/other?step=${step + 1}`;
      response.writeHead([301, 302, 303, 307, 308][step] ?? 302, { Location: path }).end();
    });
    const response = await httpGet(source.baseUrl, { allowPrivate: true });
    expect(response.url).toBe(`http://127.0.0.1:${source.port}/other?step=5`);
    response.discard();
  });

  test('a loop ends after five', async () => {
    const source = await start((response) => void response.writeHead(302, { Location: '/oai?key=s3cret' }).end());
    const thrown = await failure(source.baseUrl);
    expect(thrown.message).toMatch(/redirects more than 5 times/);
    expect(thrown.message).not.toContain('s3cret');
    expect(source.requests).toHaveLength(6);
  });

  test('lead nowhere but to http and https', async () => {
    for (const target of ['file:///etc/passwd', 'ftp://example.org/', 'data:text/xml,x', 'http://']) {
      const source = await start((response) => void response.writeHead(302, { Location: target }).end());
      await expect(read(source.baseUrl)).rejects.toThrow('which is not an address on the web');
    }
  });

  test('without a Location are an answer like any other', async () => {
    const source = await start(says(302));
    const response = await httpGet(source.baseUrl, { allowPrivate: true });
    expect(response.status).toBe(302);
    response.discard();
  });
});

describe('private networks', () => {
  const refusal = /is in a private, local or reserved network/;

  test('are refused, however they are written', async () => {
    const source = await start(sends('secret'));
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0', '[::1]', '[::ffff:127.0.0.1]']) {
      await expect(httpGet(`http://${host}:${source.port}/`)).rejects.toThrow(refusal);
    }
    expect(source.requests).toHaveLength(0);
    const thrown = await httpGet(source.baseUrl).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Fault);
    expect(thrown).not.toBeInstanceOf(PassingFault);
  });

  test('are refused as the target of a redirect', async () => {
    const inner = await start(sends('secret'), '127.0.0.2');
    const only = (address: string) => address === '127.0.0.1';
    const refusal = /is another host in a private, local or reserved network/;
    for (const target of [`http://127.0.0.2:${inner.port}/`, `http://[::ffff:127.0.0.2]:${inner.port}/`]) {
      const source = await start((response) => void response.writeHead(302, { Location: target }).end());
      await expect(read(source.baseUrl, { allowPrivate: only })).rejects.toThrow(refusal);
    }
    expect(inner.requests).toHaveLength(0);
  });

  test('that are allowed let nobody redirect to another host in them', async () => {
    const inner = await start(sends('secret'), '127.0.0.2');
    for (const target of ['127.0.0.2', '[::ffff:127.0.0.2]', 'localhost']) {
      const location = `http://${target}:${inner.port}/`;
      const source = await start((response) => void response.writeHead(302, { Location: location }).end());
      const thrown = await failure(source.baseUrl);
      expect(thrown).toBeInstanceOf(Fault);
      expect(thrown.message).toMatch(
        /, to which .* redirects, is another host in a private, local or reserved network/,
      );
      expect(thrown.message).toContain(source.baseUrl);
    }
    expect(inner.requests).toHaveLength(0);
  });

  test('are let in by name where their address is allowed', async () => {
    const source = await start(sends('inside'));
    const allowPrivate = (address: string) => address === '127.0.0.1';
    await expect(read(`http://localhost:${source.port}/`, { allowPrivate })).resolves.toBe('inside');
  });
});

describe('failures', () => {
  test('of the connection pass', async () => {
    const source = await start(breaksOff('x'.repeat(1000), 500));
    const thrown = await failure(source.baseUrl);
    expect(thrown).toBeInstanceOf(PassingFault);
    expect(thrown.message).toBe(`${source.baseUrl} broke off the connection (ECONNRESET).`);
    const { baseUrl } = source;
    await source.stop();
    sources.length = 0;
    const refused = await failure(baseUrl);
    expect(refused).toBeInstanceOf(PassingFault);
    expect(refused.message).toBe(`${baseUrl} does not take connections (ECONNREFUSED).`);
  });

  test('of the protocol pass', async () => {
    const server = createServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const thrown = await failure(`http://127.0.0.1:${port}/`);
    const encrypted = await failure(`https://127.0.0.1:${port}/`);
    server.close();
    expect(thrown).toBeInstanceOf(PassingFault);
    expect(thrown.message).toMatch(/does not answer in proper HTTP \(HPE_/);
    expect(encrypted).toBeInstanceOf(Fault);
    expect(encrypted).not.toBeInstanceOf(PassingFault);
    expect(encrypted.message).toMatch(/there is no trusted connection/);
  });

  test.each(['ENOTFOUND', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'INVALID_PURPOSE', 'EPROTO'])(
    'that will be the same the next time do not pass: %s',
    (code) => {
      const fault = explainBrokenFetch(Object.assign(new Error('x'), { code }), 'https://example.org/');
      expect(fault).toBeInstanceOf(Fault);
      expect(fault).not.toBeInstanceOf(PassingFault);
    },
  );

  test('of what a person typed do not pass, and tell no secrets', async () => {
    for (const url of ['example.org/oai', 'ftp://u:topsecret@example.org/', 'http://', 'not a url?key=topsecret']) {
      const thrown = await failure(url);
      expect(thrown).toBeInstanceOf(Fault);
      expect(thrown.message).toMatch(/is not an address that begins with http/);
      expect(thrown.message).not.toContain('topsecret');
    }
    const odd = await failure('http://u:100%topsecret@127.0.0.1/');
    expect(odd.message).toBe(
      'http://***@127.0.0.1/ has a user or a password with a % that begins no escape: write it as %25.',
    );
    const headers = await failure('http://127.0.0.1/', { contact: 'me@example.org\r\nX: y' });
    expect(headers.message).toMatch(/the User-Agent or the contact holds a character that no header can hold\.$/);
    const nobody = await failure('http://u:topsecret@nowhere.invalid/oai?token=topsecret');
    expect(nobody.message).toMatch(/there is no host of this name|cannot be looked up/);
    expect(nobody.message).not.toContain('topsecret');
  });
});

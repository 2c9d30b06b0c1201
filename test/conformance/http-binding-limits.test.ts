import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Endpoint } from '../support/endpoint.ts';
import { startFixtureF } from '../support/fixture-f.ts';
import { ask, judge, LI, names, nextQuery, tokenOf } from './ask.ts';
import { getRaw, SIX_VERBS, text } from './wire.ts';

let f: Endpoint;
beforeAll(async () => {
  f = await startFixtureF();
});
// No request of this file, however large, is a fault of ours.
afterEach(() => expect(f.log).toEqual([]));
afterAll(() => f.stop());

const FORM = 'application/x-www-form-urlencoded';

describe('HTTP-16 requests without measure', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `&a${index}=1`).join('');

  test('HTTP-16 ten thousand arguments are refused in a short answer', async () => {
    for (const body of [`verb=Identify${many(10_000)}`, `verb=ListRecords${'&metadataPrefix=oai_dc'.repeat(10_000)}`]) {
      const received = await f.post(body);
      expect(judge(f, '', received, ['badArgument']).errors.length).toBeLessThan(20);
      expect(received.body.length).toBeLessThan(5_000);
    }
    judge(f, '', await f.post('verb=Identify&'.repeat(10_000)), ['badVerb']);
  });

  test('HTTP-16 what is too long gets the status that HTTP has for it', async () => {
    const long = `/oai?verb=Identify&a=${'a'.repeat(12_500)}`;
    expect((await f.send('GET', long)).status).toBe(414);
    expect((await f.send('HEAD', long)).status).toBe(414);
    expect((await getRaw(f, `/oai?verb=Identify${many(100_000)}`)).status).toBe(431);
    expect((await f.post(`verb=Identify&a=${'a'.repeat(2 ** 20)}`)).status).toBe(413);
  });

  test('HTTP-16 what is being sent is heard out, so that the answer arrives', async () => {
    const body = 'a'.repeat(4 * 2 ** 20);
    expect((await f.post(body)).status).toBe(413);
    expect((await f.post(body, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await f.send('PUT', '/oai', {}, body)).status).toBe(405);
    expect((await f.post(body, {}, `a=${'a'.repeat(12_500)}`)).status).toBe(413);
  });

  test('HTTP-16 but a body without an end is hung up on', async () => {
    const socket = connect(f.port, '127.0.0.1');
    socket.on('error', () => {});
    let gone = false;
    socket.once('close', () => {
      gone = true;
    });
    socket.resume();
    socket.write(`POST /oai HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = `100000\r\n${'a'.repeat(2 ** 20)}\r\n`;
    let megabytes = 0;
    for (; !gone && megabytes < 100; megabytes++) {
      await new Promise((sent) => socket.write(chunk, sent));
      await new Promise(setImmediate);
    }
    expect(megabytes).toBeLessThan(40);
  });

  test('HTTP-16 memory stays flat', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const megabyte = `verb=Identify&a=${'%41'.repeat(350_000)}`;
    const round = async () => {
      for (let i = 0; i < 12; i++) {
        await Promise.all([f.post(megabyte), getRaw(f, `/oai?${megabyte}`), f.post(`verb=Identify${many(10_000)}`)]);
      }
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    await round();
    const before = await round();
    expect((await round()) - before).toBeLessThan(5 * 2 ** 20);
  });
});

test.each(SIX_VERBS)('HTTP-17 HEAD answers like GET, without a body: %s', async (asked) => {
  for (const headers of [{}, { 'Accept-Encoding': 'gzip' }]) {
    const [get, head] = [await f.get(asked, headers), await f.send('HEAD', `/oai?${asked}`, headers)];
    const { date: _got, 'x-request-id': _id, ...expected } = get.rawHeaders;
    const { date: _head, 'x-request-id': _other, ...found } = head.rawHeaders;
    expect([head.status, found, head.body.length]).toEqual([200, expected, 0]);
    expect(found['content-length']).toBe(String(get.body.length));
  }
});

test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY'])('HTTP-17 %s is 405', async (method) => {
  const answer = await f.send(method, '/oai?verb=Identify');
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
});

test('HTTP-18 empty arguments between, before and behind the others are nothing', async () => {
  const { body } = await f.get('verb=Identify');
  for (const asked of ['verb=Identify&', '&verb=Identify', '&&verb=Identify&&']) {
    expect(text(await f.get(asked))).toBe(body.toString());
    expect(text(await f.post(asked))).toBe(body.toString());
  }
});

test.each([8, 100])('HTTP-19 POST takes a token of %d KiB', async (kibibytes) => {
  const asked = `verb=ListRecords&resumptionToken=${'A'.repeat(kibibytes * 1024)}`;
  judge(f, asked, await f.post(asked), ['badResumptionToken']);
});

test('HTTP-19 POST takes the tokens that GET gave, and the other way round', async () => {
  const second = nextQuery('ListIdentifiers', tokenOf(await ask(f, LI)));
  const posted = judge(f, second, await f.post(second));
  expect(names(posted.headers)).toEqual(['r3', '-r4']);
  expect(names((await ask(f, nextQuery('ListIdentifiers', tokenOf(posted)))).headers)).toEqual(['r5']);
});

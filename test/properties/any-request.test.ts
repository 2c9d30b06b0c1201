import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { BASE_URL, type Endpoint, type Received } from '../support/endpoint.ts';
import { startFixtureF } from '../support/fixture-f.ts';
import { judgeAnswer } from '../support/judge-answer.ts';

/** Any request whatever gets a well-formed, schema-valid answer, or a status that HTTP reserves for it. */
describe('any request', () => {
  let f: Endpoint;
  beforeAll(async () => {
    f = await startFixtureF();
  });
  afterAll(async () => {
    expect(f.log).toEqual([]);
    await f.stop();
  });

  const HTTP_REFUSALS = [400, 404, 405, 413, 414, 415, 417, 431];

  function judge(answer: Received, method: string): void {
    if (answer.status !== 200) {
      expect(HTTP_REFUSALS).toContain(answer.status);
      if (answer.status === 405) expect(answer.headers.get('allow')).toContain('GET');
      return;
    }
    if (method === 'HEAD') {
      expect(answer.body).toHaveLength(0);
      return;
    }
    const coding = answer.headers.get('content-encoding');
    const body =
      coding === 'gzip' ? gunzipSync(answer.body) : coding === 'zstd' ? zstdDecompressSync(answer.body) : answer.body;
    judgeAnswer({ ...answer, body }, { baseUrl: BASE_URL, errors: 'any' });
  }

  const names = ['verb', 'identifier', 'metadataPrefix', 'from', 'until', 'set', 'resumptionToken', 'Verb', 'foo', ''];
  const values = [
    'Identify',
    'ListRecords',
    'ListIdentifiers',
    'ListSets',
    'ListMetadataFormats',
    'GetRecord',
    'oai_dc',
    'marc21',
    'oai:oai.example.org:r1',
    'oai:oai.example.org:r4',
    '2021-06-15',
    '2021-06-15T23:59:59Z',
    '2021-02-30',
    'journal',
    'journal:a',
    'lang:tr',
    '',
  ];
  const escaped = fc.oneof(
    fc.constantFrom(...values).map(encodeURIComponent),
    fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.string({ unit: fc.constantFrom(...'%Ff0zZ+;:&=?#/\\[]"\'<>{}|^`~.-_ a\u00e9'.split('')) }).map(encodeRaw),
  );
  const pair = fc.tuple(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, escaped), escaped);
  const query = fc
    .array(pair, { maxLength: 7 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
  const likely = fc
    .tuple(fc.constantFrom('ListRecords', 'ListIdentifiers', 'GetRecord', 'ListSets', 'ListMetadataFormats'), query)
    .map(([verb, rest]) => `verb=${verb}&${rest}`);
  const anyQuery = fc.oneof(query, likely);
  const headers = fc.dictionary(
    fc.constantFrom(
      'Accept',
      'Accept-Encoding',
      'User-Agent',
      'From',
      'If-None-Match',
      'Range',
      'Cookie',
      'X-Forwarded-Host',
      'Content-Language',
    ),
    fc.oneof(
      fc.constantFrom(
        'gzip',
        'zstd;q=1, gzip;q=0',
        'identity;q=0',
        '*;q=0.1',
        'text/html, image/gif, image/jpeg, *; q=.2',
        'bytes=0-10',
        ';;q=,,',
      ),
      fc.string({ unit: fc.constantFrom(...'abc;=,*/q. 0"'.split('')) }).map((text) => `x${text}x`),
    ),
  );

  test('GET and HEAD with any query string and headers', () =>
    fc.assert(
      fc.asyncProperty(anyQuery, headers, fc.constantFrom('GET', 'HEAD'), async (text, sent, method) => {
        judge(await f.send(method, `/oai?${text}`, sent), method);
      }),
      { numRuns: 600 },
    ));

  test('POST with any body, form or not, with arguments in the URL too', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anyQuery.map((text) => Buffer.from(text)),
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        ),
        fc.oneof({ weight: 3, arbitrary: fc.constant('') }, anyQuery),
        fc.constantFrom(
          'application/x-www-form-urlencoded',
          'application/x-www-form-urlencoded; charset=UTF-8',
          'APPLICATION/X-WWW-FORM-URLENCODED;charset=latin1',
          'application/json',
          'multipart/form-data; boundary=x',
          'nonsense',
        ),
        headers,
        async (body, inUrl, type, sent) => {
          judge(await f.post(body, { 'Content-Type': type, ...sent }, inUrl), 'POST');
        },
      ),
      { numRuns: 400 },
    ));

  test('GET and POST say the same of the same arguments', () =>
    fc.assert(
      fc.asyncProperty(anyQuery, async (text) => {
        const [got, posted] = [await f.get(text), await f.post(text)];
        expect(posted.status).toBe(got.status);
        expect(posted.body.toString()).toBe(got.body.toString());
      }),
      { numRuns: 200 },
    ));

  test('any method and any path', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY'),
        fc.string({ unit: fc.constantFrom(...'/oai.%2Fx?=&:;items~'.split('')) }),
        async (method, path) => {
          const answer = await f.send(method, `/${path}`);
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    ));

  test('any bytes at all on the socket end in an answer below 500 or a closed connection', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, line) => {
        const socket = connect(f.port, '127.0.0.1');
        await once(socket, 'connect');
        const head = line ? Buffer.from('GET /oai?verb=Identify&x=') : Buffer.alloc(0);
        const tail = line ? Buffer.from(' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n') : Buffer.from('\r\n\r\n');
        socket.end(Buffer.concat([head, Buffer.from(bytes), tail]));
        let text = '';
        socket.on('error', () => {});
        for await (const chunk of socket) text += String(chunk);
        expect(text).toMatch(/^$|^HTTP\/1\.1 [1-4]\d\d /);
      }),
      { numRuns: 200 },
    ));

  test('HTTP-16 ten thousand arguments and a body over the limit are refused cheaply', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `a${index}=1`).join('&');
    const answer = judgeAnswer(await f.post(`verb=Identify&${many}`), { baseUrl: BASE_URL, errors: ['badArgument'] });
    expect(answer.errors.length).toBeLessThan(20);
    expect((await f.post('x'.repeat(1_000_000))).status).toBe(413);
    expect((await f.get(`verb=Identify&x=${'y'.repeat(13_000)}`)).status).toBe(414);
    expect((await f.get(`verb=Identify&x=${'y'.repeat(40_000)}`)).status).toBe(431);
  });
});

/** Keeps percent signs as they are, so that bad escapes get through, and escapes what no target may hold. */
function encodeRaw(text: string): string {
  return text.replace(/[^!-~]|["<>#\\^`{|}]/g, (character) => encodeURIComponent(character));
}

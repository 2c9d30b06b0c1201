import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { toOaiIdentifier } from '../../src/oai/identifier.ts';
import { type Endpoint, REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { ask, getRaw, judge, LI, LR, locals, query, SIX_VERBS, sendRaw, text } from './asking.ts';

let f: Endpoint;
beforeAll(async () => {
  f = await startFixtureF();
});
// No request of this file, however odd, is a fault of ours.
afterEach(() => expect(f.log).toEqual([]));
afterAll(() => f.stop());

const FORM = 'application/x-www-form-urlencoded';
const getRecord = (identifier: string) => query({ verb: 'GetRecord', identifier, metadataPrefix: 'oai_dc' });

test.each(SIX_VERBS)('HTTP-01 GET with arguments in the query string works: %s', async (asked) => {
  const answer = await ask(f, asked);
  expect(answer.verb).toBe(new URLSearchParams(asked).get('verb'));
  expect(answer.request.attributes).toEqual(Object.fromEntries(new URLSearchParams(asked)));
});

test('HTTP-01 GET works with the whole URL as target, as proxies send it, and in HTTP/1.0', async () => {
  const { body } = await f.get('verb=ListSets');
  const absolute = await getRaw(f, 'http://oai.example.org/oai?verb=ListSets');
  expect(judge(f, absolute, 'verb=ListSets').sets).toHaveLength(6);
  expect((await sendRaw(f, 'GET /oai?verb=ListSets HTTP/1.0\r\n\r\n')).body).toEqual(body);
});

test.each(SIX_VERBS)('HTTP-02 POST works at the same URL and answers the same bytes as GET: %s', async (asked) => {
  const posted = await f.post(asked);
  expect(judge(f, posted, asked).verb).toBe(new URLSearchParams(asked).get('verb'));
  expect(text(posted)).toBe(text(await f.get(asked)));
});

test.each([`${FORM}; charset=UTF-8`, `${FORM};charset="utf-8"`, `${FORM} ; x=y`, 'Application/X-WWW-Form-URLEncoded'])(
  'HTTP-03 the media type may have parameters and capitals: %s',
  async (type) => {
    expect(locals(judge(f, await f.post(LI, { 'Content-Type': type }), LI))).toEqual(['r1', 'r2']);
  },
);

test.each([
  ['application/json', '{"verb":"Identify"}'],
  [
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="verb"\r\n\r\nIdentify\r\n--b--\r\n',
  ],
  ['text/plain', 'verb=Identify'],
  ['text/xml', '<verb>Identify</verb>'],
  ['nonsense', 'verb=Identify'],
  ['', 'verb=Identify'],
])('HTTP-04 POST of another media type is 415: %s', async (type, body) => {
  const answer = await f.post(body, { 'Content-Type': type });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([415, 'text/plain; charset=utf-8']);
  expect(text(answer)).toContain(FORM);
});

test('HTTP-04 a form that nobody said is one, or that is compressed, is 415', async () => {
  expect((await f.send('POST', '/oai', {}, 'verb=Identify')).status).toBe(415);
  expect((await f.post('verb=Identify', { 'Content-Encoding': 'gzip' })).status).toBe(415);
});

test('HTTP-05 arguments of the URL and of the body count together', async () => {
  const both = await f.post('metadataPrefix=oai_dc', {}, 'verb=ListIdentifiers');
  expect(locals(judge(f, both, LI))).toEqual(['r1', 'r2']);
  judge(f, await f.post('verb=Identify', {}, 'verb=Identify'), 'verb=Identify', 'badVerb');
  const { errors } = judge(f, await f.post(LI, {}, 'metadataPrefix=oai_dc'), LI, 'badArgument');
  expect(errors.map((error) => error.text)).toEqual(['The argument metadataPrefix is repeated.']);
});

test('HTTP-06 the order of the arguments does not matter', async () => {
  const args = ['verb=ListRecords', 'metadataPrefix=oai_dc', 'from=2021-01-01', 'until=2021-12-31', 'set=journal'];
  const expected = await ask(f, args.join('&'));
  expect(locals(expected)).toEqual(['r2', 'r3']);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(args, { minLength: args.length }), async (shuffled) => {
      expect(await ask(f, shuffled.join('&'))).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test('HTTP-07 verb is required, by GET and by POST', async () => {
  for (const target of ['/oai', '/oai?', '/oai?&', '/oai/', '/oai?metadataPrefix=oai_dc']) {
    const [error] = judge(f, await f.send('GET', target), '', 'badVerb').errors;
    expect(error?.text).toContain('missing');
  }
  judge(f, await f.post(''), '', 'badVerb');
  judge(f, await f.send('POST', '/oai'), '', 'badVerb');
  judge(f, await f.send('POST', '/oai', { 'Content-Length': '0' }), '', 'badVerb');
});

test('HTTP-08 verbs and names of arguments are case-sensitive', async () => {
  for (const asked of ['verb=identify', 'verb=IDENTIFY', 'Verb=Identify', 'VERB=Identify'])
    await ask(f, asked, 'badVerb');
  await ask(f, 'verb=Identify&MetadataPrefix=x', 'badArgument');
  const { errors } = await ask(f, 'verb=ListRecords&metadataprefix=oai_dc', 'badArgument');
  expect(errors).toHaveLength(2); // one that is unknown, one that is missing
});

test('HTTP-09 percent-escapes are decoded exactly once', async () => {
  await putAt(f, '2023-01-01T00:00:00Z', itemF('ab%3Ccd'), itemF('ab%253Ccd'));
  const once = 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Aoai.example.org%3Aab%253Ccd';
  for (const answer of [await ask(f, once), judge(f, await f.post(once), once)]) {
    expect(answer.headers[0]?.identifier).toBe('oai:oai.example.org:ab%3Ccd');
    expect(answer.request.attributes['identifier']).toBe('oai:oai.example.org:ab%3Ccd');
  }
  const twice = 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:oai.example.org:ab%25253Ccd';
  expect((await ask(f, twice)).headers[0]?.identifier).toBe('oai:oai.example.org:ab%253Ccd');
  // Decoded once, this one holds a bare <, which no identifier may.
  await ask(f, 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:oai.example.org:ab%3Ccd', 'badArgument');
});

describe('HTTP-10 reserved characters', () => {
  const locally = (local: string) => toOaiIdentifier(local, REPOSITORY_IDENTIFIER);
  const put = (ids: string[]) =>
    putAt(f, '2023-01-02T00:00:00Z', ...ids.map((identifier) => itemF('x', { identifier })));

  test('HTTP-10 arrive escaped and come back whole', async () => {
    const all = locally('a/b?c#d=e&f:g;h i%j+k');
    expect(all).toBe(ID('a/b?c%23d=e&f:g;h%20i%25j+k'));
    const each = [...'/?#=&:; %+'].map((character) => locally(`x${character}y`));
    await put([all, ...each]);
    for (const identifier of [all, ...each]) {
      for (const answer of [await f.get(getRecord(identifier)), await f.post(getRecord(identifier))]) {
        const { headers, request } = judge(f, answer, getRecord(identifier));
        expect([headers[0]?.identifier, request.attributes['identifier']]).toEqual([identifier, identifier]);
      }
    }
    expect(text(await f.get(getRecord(all)))).toContain(`identifier="${all.replace('&', '&amp;')}"`);
  });

  test('HTTP-10 whatever the id at home is', async () => {
    const local = fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 20 });
    const ids = [...new Set(fc.sample(local, 60).map(locally))];
    await put(ids);
    for (const identifier of ids) expect((await ask(f, getRecord(identifier))).headers[0]?.identifier).toBe(identifier);
  });
});

test('HTTP-11 + and %20 are a space, %2B is a plus', async () => {
  await putAt(f, '2023-01-02T00:00:00Z', itemF('c%2B%2B'), itemF('c++'));
  expect((await ask(f, getRecord(ID('c++')))).headers[0]?.identifier).toBe(ID('c++'));
  const asked = (value: string) => `verb=GetRecord&metadataPrefix=oai_dc&identifier=${value}`;
  expect((await ask(f, asked('a%2Bb'), 'idDoesNotExist')).request.attributes['identifier']).toBe('a+b');
  const plus = await ask(f, asked('a+b'), 'badArgument');
  expect(plus.errors).toEqual((await ask(f, asked('a%20b'), 'badArgument')).errors);
  expect(plus.errors[0]?.text).toContain('"a b"');
  for (const space of ['a+b', 'a%20b']) {
    const { request } = await ask(f, `verb=ListRecords&resumptionToken=${space}`, 'badResumptionToken');
    expect(request.attributes['resumptionToken']).toBe('a b');
  }
});

/** Not hexadecimal; not UTF-8: bytes that never occur, cut short, too long, surrogates, beyond Unicode. */
const BROKEN = ['%', '%4', '%zz', '%u0041', '%FF', '%C3', '%C3%28', '%C0%80', '%E2%82', '%ED%A0%80', '%F4%90%80%80'];

test.each(BROKEN)('HTTP-12 an illegal escape is a bad argument: %s', async (escape) => {
  for (const asked of [
    `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:${escape}`,
    `${LR}&set=a${escape}`,
    `${LR}&from=${escape}`,
    `verb=ListRecords&metadataPrefix=${escape}`,
    `verb=ListRecords&resumptionToken=${escape}`,
  ]) {
    const { errors } = await ask(f, asked, 'badArgument');
    expect(errors.map((error) => error.text)).toEqual([expect.stringContaining('escapes')]);
    judge(f, await f.post(asked), asked, 'badArgument');
  }
  await ask(f, `verb=Identify&${escape}=1`, 'badArgument');
  await ask(f, `verb=${escape}`, 'badVerb');
});

test('HTTP-12 raw bytes are read as UTF-8 in a form, and refused where they are not', async () => {
  const raw = (value: string) => Buffer.from(`verb=ListRecords&resumptionToken=${value}`, 'latin1');
  const utf8 = judge(f, await f.post(raw('\xc5\x9f')), 'verb=ListRecords&resumptionToken=ş', 'badResumptionToken');
  expect(utf8.request.attributes['resumptionToken']).toBe('ş');
  for (const value of ['\xff', '\xc5', 'a\xfe\xff', '\xed\xa0\x80']) {
    const { errors } = judge(f, await f.post(raw(value)), '', 'badArgument');
    expect(errors[0]?.text).toContain('not UTF-8');
  }
});

test.each(['\xff', '\xc5\x9f', '\x01', '\x00', '\t', ' '])(
  'HTTP-12 a raw %j in the target is HTTP 400',
  async (byte) => {
    expect((await getRaw(f, `/oai?verb=ListRecords&resumptionToken=${byte}`)).status).toBe(400);
  },
);

test('HTTP-13 an argument without = is there, and empty', async () => {
  await ask(f, 'junk', 'badVerb');
  await ask(f, 'verb', 'badVerb');
  const { errors } = await ask(f, 'verb=Identify&foo', 'badArgument');
  expect(errors[0]?.text).toBe('Identify has no argument "foo".');
  const empty = await ask(f, 'verb=ListRecords&metadataPrefix', 'badArgument');
  expect(empty.errors[0]?.text).toBe('The value "" of metadataPrefix is empty.');
  expect(empty.errors).toEqual((await ask(f, 'verb=ListRecords&metadataPrefix=', 'badArgument')).errors);
});

test('HTTP-14 ; does not separate arguments', async () => {
  const { errors } = await ask(f, 'verb=Identify;foo=1', 'badVerb');
  expect(errors[0]?.text).toContain('"Identify;foo=1"');
  await ask(f, 'verb=ListRecords;metadataPrefix=oai_dc', 'badVerb');
  await ask(f, `${LR};set=journal`, 'badArgument');
});

test.each([
  'verb=ListRecords&metadataPrefix[]=oai_dc',
  'verb=ListRecords&metadataPrefix[0]=oai_dc',
  'verb=ListRecords&metadataPrefix[a][b]=oai_dc',
  'verb=ListRecords&metadataPrefix%5B%5D=oai_dc',
  `${LR}&set[]=journal`,
  `${LR}&__proto__=1`,
  `${LR}&__proto__[set]=journal`,
  `${LR}&constructor=1&toString=2&hasOwnProperty=3`,
])('HTTP-15 no syntax of frameworks leaks in: %s', async (asked) => {
  await ask(f, asked, 'badArgument');
  judge(f, await f.post(asked), asked, 'badArgument');
});

test.each(['verb[]=Identify', 'verb[a]=Identify', 'verb=__proto__', 'verb=constructor', 'verb=toString'])(
  'HTTP-15 nor into the verb: %s',
  async (asked) => {
    await ask(f, asked, 'badVerb');
  },
);

describe('HTTP-16 requests without measure', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `&a${index}=1`).join('');

  test('HTTP-16 ten thousand arguments are refused in a short answer', async () => {
    for (const body of [`verb=Identify${many(10_000)}`, `verb=ListRecords${'&metadataPrefix=oai_dc'.repeat(10_000)}`]) {
      const received = await f.post(body);
      expect(judge(f, received, '', 'badArgument').errors.length).toBeLessThan(20);
      expect(received.body.length).toBeLessThan(5_000);
    }
    judge(f, await f.post('verb=Identify&'.repeat(10_000)), '', 'badVerb');
  });

  test('HTTP-16 what is too long gets the status that HTTP has for it', async () => {
    const long = `/oai?verb=Identify&a=${'a'.repeat(12_500)}`;
    expect((await f.send('GET', long)).status).toBe(414);
    expect((await f.send('HEAD', long)).status).toBe(414);
    expect((await getRaw(f, `/oai?verb=Identify${many(100_000)}`)).status).toBe(431);
    expect((await f.post(`verb=Identify&a=${'a'.repeat(2 ** 20)}`)).status).toBe(413);
  });

  test('HTTP-16 a body without an end is refused once it is too long', async () => {
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    const head = `POST /oai HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${FORM}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect((await sendRaw(f, head + chunk.repeat(8))).status).toBe(413);
  });

  test('HTTP-16 memory stays flat', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const megabyte = `verb=Identify&a=${'%41'.repeat(350_000)}`;
    const round = async () => {
      for (let i = 0; i < 20; i++) {
        await Promise.all([f.post(megabyte), getRaw(f, `/oai?${megabyte}`), f.post(`verb=Identify${many(10_000)}`)]);
      }
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    await round();
    const before = await round();
    expect((await round()) - before).toBeLessThan(10 * 2 ** 20);
  });
});

test.each(SIX_VERBS)('HTTP-17 HEAD answers like GET, without a body: %s', async (asked) => {
  for (const headers of [{}, { 'Accept-Encoding': 'gzip' }]) {
    const [get, head] = [await f.get(asked, headers), await f.send('HEAD', `/oai?${asked}`, headers)];
    const { date: _got, ...expected } = get.rawHeaders;
    const { date: _head, ...found } = head.rawHeaders;
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
  judge(f, await f.post(asked), asked, 'badResumptionToken');
});

test('HTTP-19 POST takes the tokens that GET gave, and the other way round', async () => {
  const token = async (answer: Promise<{ resumptionToken?: { text: string } }>) =>
    query({ verb: 'ListIdentifiers', resumptionToken: (await answer).resumptionToken?.text ?? '' });
  const second = await token(ask(f, LI));
  const posted = judge(f, await f.post(second), second);
  expect(locals(posted)).toEqual(['r3', 'r4']);
  expect(locals(await ask(f, await token(Promise.resolve(posted))))[0]).toBe('r5');
});

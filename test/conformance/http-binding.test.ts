import fc from 'fast-check';
import { toOaiIdentifier } from '../../src/oai/identifier.ts';
import { type Endpoint, REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { ask, judge, LI, LR, names } from './ask.ts';
import { getRaw, recordQuery, refused, SIX_VERBS, sendRaw, text } from './wire.ts';

let f: Endpoint;
beforeAll(async () => {
  f = await startFixtureF();
});
// No request of this file, however odd, is a fault of ours.
afterEach(() => expect(f.log).toEqual([]));
afterAll(() => f.stop());

const FORM = 'application/x-www-form-urlencoded';

test.each(SIX_VERBS)('HTTP-01 GET with arguments in the query string works: %s', async (asked) => {
  const answer = await ask(f, asked);
  expect(answer.verb).toBe(new URLSearchParams(asked).get('verb'));
  expect(answer.request.attributes).toEqual(Object.fromEntries(new URLSearchParams(asked)));
});

test('HTTP-01 GET works with the whole URL as target, as proxies send it, and in HTTP/1.0', async () => {
  const { body } = await f.get('verb=ListSets');
  const absolute = await getRaw(f, 'http://oai.example.org/oai?verb=ListSets');
  expect(judge(f, 'verb=ListSets', absolute).sets).toHaveLength(6);
  expect((await sendRaw(f, 'GET /oai?verb=ListSets HTTP/1.0\r\n\r\n')).body).toEqual(body);
});

test.each(SIX_VERBS)('HTTP-02 POST works at the same URL and answers the same bytes as GET: %s', async (asked) => {
  const posted = await f.post(asked);
  expect(judge(f, asked, posted).verb).toBe(new URLSearchParams(asked).get('verb'));
  expect(text(posted)).toBe(text(await f.get(asked)));
});

test.each([`${FORM}; charset=UTF-8`, `${FORM};charset="utf-8"`, `${FORM} ; x=y`, 'Application/X-WWW-Form-URLEncoded'])(
  'HTTP-03 the media type may have parameters and capitals: %s',
  async (type) => {
    expect(names(judge(f, LI, await f.post(LI, { 'Content-Type': type })).headers)).toEqual(['r1', 'r2']);
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
  expect(names(judge(f, LI, both).headers)).toEqual(['r1', 'r2']);
  judge(f, 'verb=Identify', await f.post('verb=Identify', {}, 'verb=Identify'), ['badVerb']);
  const { errors } = judge(f, LI, await f.post(LI, {}, 'metadataPrefix=oai_dc'), ['badArgument']);
  expect(errors.map((error) => error.text)).toEqual(['The argument metadataPrefix is repeated.']);
});

test('HTTP-06 the order of the arguments does not matter', async () => {
  const args = ['verb=ListRecords', 'metadataPrefix=oai_dc', 'from=2021-01-01', 'until=2021-12-31', 'set=journal'];
  const expected = await ask(f, args.join('&'));
  expect(names(expected.headers)).toEqual(['r2', 'r3']);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(args, { minLength: args.length }), async (shuffled) => {
      expect(await ask(f, shuffled.join('&'))).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test('HTTP-07 verb is required, by GET and by POST', async () => {
  for (const target of ['/oai', '/oai?', '/oai?&', '/oai/', '/oai?metadataPrefix=oai_dc']) {
    const [error] = judge(f, '', await f.send('GET', target), ['badVerb']).errors;
    expect(error?.text).toContain('missing');
  }
  judge(f, '', await f.post(''), ['badVerb']);
  judge(f, '', await f.send('POST', '/oai'), ['badVerb']);
  judge(f, '', await f.send('POST', '/oai', { 'Content-Length': '0' }), ['badVerb']);
});

test('HTTP-08 verbs and names of arguments are case-sensitive', async () => {
  for (const asked of ['verb=identify', 'verb=IDENTIFY', 'Verb=Identify', 'VERB=Identify'])
    await refused(f, asked, 'badVerb');
  await refused(f, 'verb=Identify&MetadataPrefix=x', 'badArgument');
  const { errors } = await refused(f, 'verb=ListRecords&metadataprefix=oai_dc', 'badArgument');
  expect(errors).toHaveLength(2); // one that is unknown, one that is missing
});

test('HTTP-09 percent-escapes are decoded exactly once', async () => {
  await putAt(f, '2023-01-01T00:00:00Z', itemF('ab%3Ccd'), itemF('ab%253Ccd'));
  const once = 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Aoai.example.org%3Aab%253Ccd';
  for (const answer of [await ask(f, once), judge(f, once, await f.post(once))]) {
    expect(answer.headers[0]?.identifier).toBe('oai:oai.example.org:ab%3Ccd');
    expect(answer.request.attributes['identifier']).toBe('oai:oai.example.org:ab%3Ccd');
  }
  const twice = 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:oai.example.org:ab%25253Ccd';
  expect((await ask(f, twice)).headers[0]?.identifier).toBe('oai:oai.example.org:ab%253Ccd');
  // Decoded once, this one holds a bare <, which no identifier may.
  await refused(f, 'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:oai.example.org:ab%3Ccd', 'badArgument');
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
      for (const answer of [await f.get(recordQuery(identifier)), await f.post(recordQuery(identifier))]) {
        const { headers, request } = judge(f, recordQuery(identifier), answer);
        expect([headers[0]?.identifier, request.attributes['identifier']]).toEqual([identifier, identifier]);
      }
    }
    expect(text(await f.get(recordQuery(all)))).toContain(`identifier="${all.replace('&', '&amp;')}"`);
  });

  test('HTTP-10 whatever the id at home is', async () => {
    const local = fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 20 });
    const ids = [...new Set(fc.sample(local, 60).map(locally))];
    await put(ids);
    for (const identifier of ids)
      expect((await ask(f, recordQuery(identifier))).headers[0]?.identifier).toBe(identifier);
  });
});

test('HTTP-11 + and %20 are a space, %2B is a plus', async () => {
  await putAt(f, '2023-01-02T00:00:00Z', itemF('c%2B%2B'), itemF('c++'));
  expect((await ask(f, recordQuery(ID('c++')))).headers[0]?.identifier).toBe(ID('c++'));
  const asked = (value: string) => `verb=GetRecord&metadataPrefix=oai_dc&identifier=${value}`;
  expect((await refused(f, asked('a%2Bb'), 'idDoesNotExist')).request.attributes['identifier']).toBe('a+b');
  const plus = await refused(f, asked('a+b'), 'badArgument');
  expect(plus.errors).toEqual((await refused(f, asked('a%20b'), 'badArgument')).errors);
  expect(plus.errors[0]?.text).toContain('"a b"');
  for (const space of ['a+b', 'a%20b']) {
    const { request } = await refused(f, `verb=ListRecords&resumptionToken=${space}`, 'badResumptionToken');
    expect(request.attributes['resumptionToken']).toBe('a b');
  }
});

/** Not hexadecimal; not UTF-8: bytes that never occur, cut short, too long, surrogates, beyond Unicode. */
const BROKEN = ['%', '%4', '%zz', '%u0041', '%FF', '%C3', '%C3%28', '%C0%80', '%E2%82', '%ED%A0%80', '%F4%90%80%80'];

test.each(BROKEN)('HTTP-12 an illegal escape is a bad argument: %s', async (broken) => {
  for (const asked of [
    `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:${broken}`,
    `${LR}&set=a${broken}`,
    `${LR}&from=${broken}`,
    `verb=ListRecords&metadataPrefix=${broken}`,
    `verb=ListRecords&resumptionToken=${broken}`,
  ]) {
    const { errors } = await refused(f, asked, 'badArgument');
    expect(errors.map((error) => error.text)).toEqual([expect.stringContaining('escapes')]);
    judge(f, asked, await f.post(asked), ['badArgument']);
  }
  await refused(f, `verb=Identify&${broken}=1`, 'badArgument');
  await refused(f, `verb=${broken}`, 'badVerb');
});

test('HTTP-12 raw bytes are read as UTF-8 in a form, and refused where they are not', async () => {
  const raw = (value: string) => Buffer.from(`verb=ListRecords&resumptionToken=${value}`, 'latin1');
  const utf8 = judge(f, 'verb=ListRecords&resumptionToken=ş', await f.post(raw('\xc5\x9f')), ['badResumptionToken']);
  expect(utf8.request.attributes['resumptionToken']).toBe('ş');
  for (const value of ['\xff', '\xc5', 'a\xfe\xff', '\xed\xa0\x80']) {
    const { errors } = judge(f, '', await f.post(raw(value)), ['badArgument']);
    expect(errors[0]?.text).toContain('not UTF-8');
  }
});

test.each(['\xff', '\xc5\x9f', '\x01', '\x00', '\t', 'a b'])(
  'HTTP-12 a raw %j in the target is HTTP 400',
  async (byte) => {
    expect((await getRaw(f, `/oai?verb=ListRecords&resumptionToken=${byte}`)).status).toBe(400);
  },
);

test('HTTP-13 an argument without = is there, and empty', async () => {
  await refused(f, 'junk', 'badVerb');
  await refused(f, 'verb', 'badVerb');
  const { errors } = await refused(f, 'verb=Identify&foo', 'badArgument');
  expect(errors[0]?.text).toBe('Identify has no argument "foo".');
  const empty = await refused(f, 'verb=ListRecords&metadataPrefix', 'badArgument');
  expect(empty.errors[0]?.text).toBe('The value "" of metadataPrefix is empty.');
  expect(empty.errors).toEqual((await refused(f, 'verb=ListRecords&metadataPrefix=', 'badArgument')).errors);
});

test('HTTP-14 ; does not separate arguments', async () => {
  const { errors } = await refused(f, 'verb=Identify;foo=1', 'badVerb');
  expect(errors[0]?.text).toContain('"Identify;foo=1"');
  await refused(f, 'verb=ListRecords;metadataPrefix=oai_dc', 'badVerb');
  await refused(f, `${LR};set=journal`, 'badArgument');
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
  await refused(f, asked, 'badArgument');
  judge(f, asked, await f.post(asked), ['badArgument']);
});

test.each(['verb[]=Identify', 'verb[a]=Identify', 'verb=__proto__', 'verb=constructor', 'verb=toString'])(
  'HTTP-15 nor into the verb: %s',
  async (asked) => {
    await refused(f, asked, 'badVerb');
  },
);

import { ERROR_CODES } from '../../src/judge/vocabulary.ts';
import { StoreBusy } from '../../src/store/store.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { ID, startFixtureF } from '../support/fixture-f.ts';
import { ask, codes, judge, keeper, LI, LR, tokenOf } from './ask.ts';
import { recordQuery, refused, text } from './wire.ts';

const keep = keeper();
let f: Endpoint;
let withoutSets: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
  withoutSets = await keep(startFixtureF({ withoutSets: true }));
});

test('ERR-01 all eight codes can be had, and a wrong granularity is no ninth one', async () => {
  const answers = [
    await refused(f, `${LR}&from=2021`, 'badArgument'),
    await refused(f, 'verb=ListRecords&resumptionToken=junk', 'badResumptionToken'),
    await refused(f, 'verb=junk', 'badVerb'),
    await refused(f, 'verb=ListRecords&metadataPrefix=nosuch', 'cannotDisseminateFormat'),
    await refused(f, recordQuery('oai:x:y'), 'idDoesNotExist'),
    await refused(f, `verb=ListMetadataFormats&identifier=${ID('r4')}`, 'noMetadataFormats'),
    await refused(f, `${LR}&from=2999-01-01`, 'noRecordsMatch'),
    await refused(withoutSets, 'verb=ListSets', 'noSetHierarchy'),
  ];
  expect(answers.flatMap(codes)).toEqual(ERROR_CODES);
});

test('ERR-02 ERR-03 every error found is reported, one element each', async () => {
  const answer = await refused(f, `${LR}&from=x&until=y&foo=1`, 'badArgument');
  expect(codes(answer)).toEqual(['badArgument', 'badArgument', 'badArgument']);
  expect(new Set(answer.errors.map(({ text }) => text)).size).toBe(3);
});

test.each([
  [`${LR}&from=x`, 'from', 'x'],
  [`${LR}&until=2021-02-30`, 'until', '2021-02-30'],
  [`${LR}&set=a//b`, 'set', 'a//b'],
  ['verb=ListRecords&metadataPrefix=a:b', 'metadataPrefix', 'a:b'],
  ['verb=GetRecord&metadataPrefix=oai_dc', 'identifier', 'GetRecord'],
  [`${LR}&foo=1`, 'foo', 'ListRecords'],
  [`${LR}&from=2021-01-01&until=2021-01-01T00:00:00Z`, 'from', 'until'],
  ['verb=junk', 'junk', 'ListRecords'],
])('ERR-04 the text names what is wrong: %s', async (asked, ...words) => {
  const [error] = judge(f, asked, await f.get(asked), asked === 'verb=junk' ? ['badVerb'] : ['badArgument']).errors;
  for (const word of words) expect(error?.text).toContain(word);
});

test('ERR-05 errors and the element of the verb never stand together', async () => {
  for (const asked of [`${LR}&from=x`, 'verb=junk', recordQuery('oai:x:y'), 'verb=ListSets&resumptionToken=x']) {
    const body = text(await f.get(asked));
    expect(body).toMatch(/<error code=/);
    expect(body).not.toMatch(/<(?:ListRecords|GetRecord|ListSets|junk)\b/);
  }
});

test.each(['verb=x&foo=1', 'verb=&foo=1&foo=2', 'foo=1&from=x', 'verb=Identify&verb=Identify&from=x'])(
  'ERR-06 badVerb hides all other faults: %s',
  async (asked) => {
    expect(codes(await refused(f, asked, 'badVerb'))).toEqual(['badVerb']);
  },
);

test('ERR-07 any badArgument strips the attributes of request, whatever else is wrong', async () => {
  const asked = recordQuery('oai:x:nope', 'nosuch');
  const both = await refused(f, asked, 'idDoesNotExist', 'cannotDisseminateFormat');
  expect(both.request.attributes).toEqual({ verb: 'GetRecord', identifier: 'oai:x:nope', metadataPrefix: 'nosuch' });
  const answer = judge(f, `${asked}&foo=1`, await f.get(`${asked}&foo=1`), ['badArgument']);
  expect(answer.request.attributes).toEqual({});
});

test.each([LR, LI])('ERR-08 a token beside other arguments is badArgument, good or bad: %s', async (asked) => {
  const token = tokenOf(await ask(f, asked));
  for (const text of [token, 'junk', '']) {
    expect(codes(await refused(f, `${asked}&resumptionToken=${text}`, 'badArgument'))).toEqual(['badArgument']);
  }
});

const JUNK = '<é"&\u0003\ud83d\ude00'.repeat(6_000);
test.each([
  ['an argument name', `${LR}&${encodeURIComponent(JUNK)}=1`, 'badArgument'],
  ['a verb', `verb=${encodeURIComponent(JUNK)}`, 'badVerb'],
  ['a date', `${LR}&from=${encodeURIComponent(JUNK)}`, 'badArgument'],
  ['a set', `${LR}&set=${encodeURIComponent(JUNK)}`, 'badArgument'],
  ['a prefix', `verb=ListRecords&metadataPrefix=${'x'.repeat(100_000)}`, 'cannotDisseminateFormat'],
  ['an identifier', `${recordQuery('oai:x:y')}${'z'.repeat(100_000)}`, 'cannotDisseminateFormat'],
  [
    'an unknown identifier',
    `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:${'z'.repeat(100_000)}`,
    'idDoesNotExist',
  ],
  ['a token', `verb=ListRecords&resumptionToken=${'z'.repeat(100_000)}`, 'badResumptionToken'],
] as const)('ERR-09 the message about kilobytes of junk as %s is short and escaped', async (what, asked, code) => {
  const expected = what === 'an identifier' ? (['cannotDisseminateFormat', 'idDoesNotExist'] as const) : [code];
  for (const { text } of judge(f, asked, await f.post(asked), expected).errors) expect(text.length).toBeLessThan(300);
});

test('ERR-09 ten thousand errors are told in a few', async () => {
  const asked = `${LR}&${Array.from({ length: 10_000 }, (_, index) => `a${index}=1`).join('&')}`;
  const answer = judge(f, asked, await f.post(asked), ['badArgument']);
  expect(answer.errors.length).toBeLessThan(20);
  expect(answer.errors.at(-1)?.text).toBe('… and more errors.');
});

describe('ERR-10 what the protocol has no error for', () => {
  const READINGS = ['readState', 'readPage', 'readRecord', 'readItemFormats', 'readSets'] as const;
  const requests = [
    'verb=Identify',
    LR,
    LI,
    'verb=ListSets',
    'verb=ListMetadataFormats',
    recordQuery(ID('r1')),
    `verb=ListMetadataFormats&identifier=${ID('r1')}`,
    'verb=junk',
  ];
  let broken: Endpoint;
  beforeEach(async () => {
    broken = await keep(startFixtureF());
  });

  function breakStore(error: Error): void {
    for (const name of READINGS) {
      const whole = broken.store.answers[name];
      Object.assign(broken.store.answers, { [name]: () => Promise.reject(error) });
      expect(broken.store.answers[name]).not.toBe(whole);
    }
  }

  test.each(requests)('ERR-10 is HTTP 500 in plain text, logged, and tells no secrets: %s', async (asked) => {
    breakStore(new TypeError('secret of /etc/passwd'));
    const answer = await broken.get(asked);
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text(answer)).not.toMatch(/secret|<|OAI-PMH/);
    expect(broken.log.join()).toContain('secret of /etc/passwd');
  });

  test.each(requests)('ERR-10 is HTTP 503 with Retry-After when the store is busy: %s', async (asked) => {
    breakStore(new StoreBusy('locked'));
    const answer = await broken.get(asked);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(text(answer)).not.toMatch(/locked|<|OAI-PMH/);
    expect(broken.log).toEqual([]);
  });
});

test.each<[string, ...('badArgument' | 'noSetHierarchy' | 'cannotDisseminateFormat')[]]>([
  [`${LR}&set=a&from=x`, 'badArgument'],
  [`${LR}&set=a//b`, 'badArgument'],
  ['verb=ListRecords&metadataPrefix=nosuch&set=a', 'noSetHierarchy', 'cannotDisseminateFormat'],
])(
  'ERR-11 noSetHierarchy stands beside other look-ups, and gives way to errors of syntax: %s',
  async (asked, ...expected) => {
    await refused(withoutSets, asked, ...expected);
  },
);

import { systemClock } from '../../src/clock.ts';
import type { ErrorCode } from '../../src/judge/vocabulary.ts';
import { backDoor } from '../support/back-door.ts';
import { Endpoint } from '../support/endpoint.ts';
import { ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { again, ask, clockOf, keeper, LI, LR, names, nextQuery, tokenOf } from './ask.ts';
import { query, recordQuery, refused, SIX_VERBS, text } from './wire.ts';

const keep = keeper();
let f: Endpoint;
let fDay: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
  fDay = await keep(startFixtureF({ settings: { granularity: 'day' } }));
});

/** Every kind of answer: each verb, a later page, a deleted record, errors with and without attributes. */
async function everyKind(endpoint: Endpoint): Promise<[asked: string, ...ErrorCode[]][]> {
  return [
    ...SIX_VERBS.map((asked): [string] => [asked]),
    [nextQuery('ListRecords', tokenOf(await ask(endpoint, LR)))],
    [recordQuery(ID('r4'))],
    ['verb=junk', 'badVerb'],
    ['verb=GetRecord', 'badArgument'],
    [recordQuery(ID('nope')), 'idDoesNotExist'],
  ];
}

test('XML-01 the first bytes are the XML declaration, and nothing stands before it', async () => {
  for (const [asked, ...errors] of await everyKind(f)) {
    const { body } = await f.get(asked);
    expect([...body.subarray(0, 5)]).toEqual([0x3c, 0x3f, 0x78, 0x6d, 0x6c]);
    expect(body.toString('utf8')).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/);
    await ask(f, asked, { errors });
  }
});

test('XML-03 the root element declares its namespaces and pairs the schema with its URL, by http', async () => {
  for (const [asked] of await everyKind(f)) {
    const [, root = ''] = /<OAI-PMH ([^>]*)>/.exec(text(await f.get(asked))) ?? [];
    expect(root.split(/(?<=") /)).toEqual([
      'xmlns="http://www.openarchives.org/OAI/2.0/"',
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
      'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"',
    ]);
  }
});

test('XML-04 responseDate, request, and then errors or one verb', async () => {
  for (const [asked, ...errors] of await everyKind(f)) {
    const { verb } = await ask(f, asked, { errors });
    const third = errors.length > 0 ? 'error' : verb;
    const inner = text(await f.get(asked)).replace(/^.*?<OAI-PMH [^>]*>|<\/OAI-PMH>$/gs, '');
    expect(inner).toMatch(
      new RegExp(
        `^\\s*<responseDate>[^<]*</responseDate>\\s*<request[^>]*>[^<]*</request>\\s*<${third}[ >].*</${third}>\\s*$`,
        's',
      ),
    );
  }
  expect((await refused(f, `${LR}&from=x&until=y&foo=1`, 'badArgument')).errors).toHaveLength(3);
});

test.each(SIX_VERBS)('XML-05 the third child is named like the verb: %s', async (asked) => {
  const verb = new URLSearchParams(asked).get('verb');
  expect((await ask(f, asked)).verb).toBe(verb);
  expect(text(await f.get(asked)).match(/<\/request>\s*<(\w+)>/)?.[1]).toBe(verb);
});

describe('XML-06 responseDate', () => {
  test('XML-06 is UTC with whole seconds, in a repository of days too', async () => {
    for (const endpoint of [f, fDay]) {
      for (const [asked, ...errors] of await everyKind(endpoint)) {
        expect((await ask(endpoint, asked, { errors })).responseDate).toBe('2026-03-01T10:00:00Z');
      }
    }
  });

  test('XML-06 has no fraction where the clock has one', async () => {
    const live = await keep(Endpoint.start({ clock: systemClock }));
    const before = Date.now();
    const { responseDate } = await ask(live, 'verb=Identify');
    expect(responseDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.abs(Date.parse(responseDate) - before)).toBeLessThan(5_000);
  });
});

describe('XML-07 responseDate is a promise: what is dated before it was there to be seen', () => {
  let g: Endpoint;
  beforeEach(async () => {
    g = await startFixtureF();
  });
  afterEach(() => g.stop());

  test('XML-07 a change that is committed while a list is made is dated no earlier', async () => {
    const clock = clockOf(g);
    const { readPage } = g.store.answers;
    g.store.answers.readPage = async (...wanted) => {
      const page = await readPage.apply(g.store.answers, wanted);
      await putAt(g, '2026-03-01T10:00:00Z', itemF('late'));
      clock.tick(30);
      return page;
    };
    const { responseDate, headers } = await ask(g, `${LI}&from=2023-01-01`);
    expect(names(headers)).toEqual(['r5']);
    g.store.answers.readPage = readPage;
    const [late] = (await ask(g, recordQuery(ID('late')))).headers;
    expect((late?.datestamp ?? '') >= responseDate).toBe(true);
    expect(names((await ask(g, `${LI}&from=${responseDate}`)).headers)).toEqual(['late']);
  });

  test('XML-07 while a writer holds the clock row, answers stay at what it was', async () => {
    const clock = clockOf(g);
    await putAt(g, '2026-03-01T10:00:00Z', itemF('early'));
    const unlock = await backDoor.lock(g.database);
    try {
      clock.tick(100);
      for (const asked of SIX_VERBS) expect((await ask(g, asked)).responseDate).toBe('2026-03-01T10:00:00Z');
    } finally {
      await unlock();
    }
    clock.tick(1);
    for (const asked of SIX_VERBS) expect((await ask(g, asked)).responseDate).toBe('2026-03-01T10:01:41Z');
  });

  test('XML-07 it is never later than now, wherever the clock row stands', async () => {
    await putAt(g, '2026-03-01T12:00:00Z', itemF('ahead'));
    for (const [asked, ...errors] of await everyKind(g)) {
      expect((await ask(g, asked, { errors })).responseDate).toBe('2026-03-01T10:00:00Z');
    }
  });
});

test('XML-08 request holds the base URL, always', async () => {
  const baseUrl = 'https://oai.example.org/a/oai.php/;v=2';
  const other = await keep(again(f, { settings: { baseUrl } }));
  for (const [asked] of await everyKind(f)) {
    expect(text(await f.get(asked))).toMatch(/<request[^>]*>https:\/\/oai\.example\.org\/oai<\/request>/);
    expect(text(await other.get(asked))).toContain(`>${baseUrl}</request>`);
  }
});

test('XML-09 it comes from the configuration, not from the Host header', async () => {
  for (const [asked, ...errors] of await everyKind(f)) {
    const answer = await f.get(asked, { Host: 'evil.test', 'X-Forwarded-Host': 'evil.test' });
    expect(text(answer)).toContain('>https://oai.example.org/oai</request>');
    expect(text(answer)).not.toContain('evil');
    await ask(f, asked, { errors });
  }
});

test.each([
  ...SIX_VERBS,
  `${LR}&set=journal`,
  `${LI}&set=journal&from=2020-01-01&until=2022-12-31`,
  'verb=ListMetadataFormats&identifier=oai:oai.example.org:r1',
])('XML-10 the attributes of request are the arguments, verb included: %s', async (asked) => {
  const { request } = await ask(f, asked);
  expect(request.attributes).toEqual(Object.fromEntries(new URLSearchParams(asked)));
});

test('XML-11 with the values of the request, not normalised ones', async () => {
  const g = await keep(startFixtureF());
  const attributes = async (asked: string) => (await ask(g, asked)).request.attributes;
  expect(await attributes(`${LR}&until=2021-06-15`)).toMatchObject({ until: '2021-06-15' });
  expect(await attributes(`${LR}&from=2021-06-15T00:00:00Z`)).toMatchObject({ from: '2021-06-15T00:00:00Z' });
  const identifier = 'oai:oai.example.org:a%3Cb';
  await putAt(g, '2023-01-01T00:00:00Z', itemF('a%3Cb'));
  expect(await attributes(recordQuery(identifier))).toMatchObject({ identifier });
  const unknown = 'OAI:Oai.Example.ORG:%41/../b';
  expect((await refused(g, recordQuery(unknown), 'idDoesNotExist')).request.attributes['identifier']).toBe(unknown);
});

test('XML-12 of a later page they are verb and resumptionToken alone', async () => {
  for (const verb of ['ListRecords', 'ListIdentifiers']) {
    const asked = nextQuery(verb, tokenOf(await ask(f, `verb=${verb}&metadataPrefix=oai_dc&set=journal`)));
    const { request } = await ask(f, asked);
    expect(request.attributes).toEqual(Object.fromEntries(new URLSearchParams(asked)));
    expect(Object.keys(request.attributes)).toEqual(['verb', 'resumptionToken']);
  }
});

test.each<[string, ErrorCode]>([
  ['', 'badVerb'],
  ['verb=junk&metadataPrefix=oai_dc', 'badVerb'],
  ['verb=Identify&verb=Identify', 'badVerb'],
  ['verb=ListRecords', 'badArgument'],
  [`${LR}&from=yesterday`, 'badArgument'],
  [`${LR}&foo=1`, 'badArgument'],
  [`${LR}&resumptionToken=x`, 'badArgument'],
])('XML-13 badVerb and badArgument take all attributes away: %s', async (asked, code) => {
  const { request } = await refused(f, asked, code);
  expect(request).toEqual({ text: f.settings.baseUrl, attributes: {} });
  expect(text(await f.get(asked))).toContain('<request>https://oai.example.org/oai</request>');
});

test.each<[string, ...ErrorCode[]]>([
  [recordQuery('oai:oai.example.org:nope'), 'idDoesNotExist'],
  [recordQuery('oai:oai.example.org:r1', 'nosuch'), 'cannotDisseminateFormat'],
  [recordQuery('oai:oai.example.org:nope', 'nosuch'), 'idDoesNotExist', 'cannotDisseminateFormat'],
  [`${LR}&from=2999-01-01&set=journal`, 'noRecordsMatch'],
  ['verb=ListRecords&metadataPrefix=nosuch', 'cannotDisseminateFormat'],
  ['verb=ListSets&resumptionToken=junk', 'badResumptionToken'],
  ['verb=ListMetadataFormats&identifier=oai:oai.example.org:r4', 'noMetadataFormats'],
])('XML-14 other errors leave them there: %s', async (asked, ...errors) => {
  const { request } = await refused(f, asked, ...errors);
  expect(request.attributes).toEqual(Object.fromEntries(new URLSearchParams(asked)));
});

test('XML-19 no list is ever empty: what holds nothing is an error', async () => {
  const empty = await keep(Endpoint.start());
  for (const asked of [LR, LI, `${LR}&from=2020-01-01`]) await refused(empty, asked, 'noRecordsMatch');
  await refused(empty, `${LR}&set=x`, 'noSetHierarchy');
  await refused(empty, 'verb=ListSets', 'noSetHierarchy');
  for (const more of [
    '&set=journal:empty',
    '&set=nosuch',
    '&until=2019-12-31',
    '&from=2026-03-01',
    '&set=lang:tr&from=2022-01-01',
  ]) {
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      for (const metadataPrefix of ['oai_dc', 'marc21', 'oai_datacite']) {
        await refused(f, `${query({ verb, metadataPrefix })}${more}`, 'noRecordsMatch');
      }
    }
  }
});

test('XML-25 nothing follows the root element', async () => {
  for (const [asked] of await everyKind(f)) expect(text(await f.get(asked))).toMatch(/<\/OAI-PMH>$/);
});

import type { DcStatement, JudgedRecord } from '../../src/judge/judged-answer.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { NAVIGATION } from '../support/navigation.ts';
import { again, ask, follow, followQuietly, judge, keeper, LI, LR, names, nextQuery, tokenOf } from './ask.ts';
import { importText } from './import-text.ts';
import { recordQuery, sendRaw, text } from './wire.ts';

const keep = keeper();
const NOW = '2026-03-01T10:00:00Z';
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

async function recordOf(local: string, endpoint = f): Promise<JudgedRecord> {
  const [record] = (await ask(endpoint, recordQuery(ID(local)))).records;
  if (!record) throw new Error(`there is no ${local}`);
  return record;
}
const statements = async (local: string, element: string): Promise<readonly DcStatement[]> =>
  (await recordOf(local)).dc?.[element] ?? [];
const texts = async (local: string, element: string) => (await statements(local, element)).map(({ text }) => text);

/** Imports one item as a line of JSON. */
const importItem = (item: object) => importText(f, 'item.jsonl', JSON.stringify(item));

/** Imports one record of oai_dc, given by its elements, as a harvested answer. */
function importDc(local: string, elements: string) {
  const dc = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
  return importText(
    f,
    'answer.xml',
    `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><header><identifier>${ID(local)}</identifier>
     <datestamp>2020-01-01</datestamp></header><metadata><oai_dc:dc xmlns:oai_dc="${dc}" xmlns:dc="http://purl.org/dc/elements/1.1/">
     ${elements}</oai_dc:dc></metadata></record></GetRecord></OAI-PMH>`,
  );
}

test('HRV-03 a token is the same whether it is sent raw, escaped, or escaped in every character', async () => {
  for (const verb of ['ListRecords', 'ListIdentifiers']) {
    const token = tokenOf(await ask(f, `verb=${verb}&metadataPrefix=oai_dc`));
    expect(encodeURIComponent(token)).toBe(token);
    const escaped = [...token].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('');
    const asked = nextQuery(verb, token);
    const { body } = await f.get(asked);
    judge(f, asked, await f.get(asked));
    expect((await f.get(`verb=${verb}&resumptionToken=${token}`)).body).toEqual(body);
    expect((await f.get(`verb=${verb}&resumptionToken=${escaped}`)).body).toEqual(body);
    expect((await f.post(`verb=${verb}&resumptionToken=${escaped}`)).body).toEqual(body);
  }
});

test.each([
  ['&lt;p&gt;A &amp;amp; B&lt;/p&gt;', 'A & B'],
  ['H<sub>2</sub>O and <i>E. coli</i>', 'H2O and E. coli'],
  ['p<0.05 and x>y & z', 'p<0.05 and x>y & z'],
  ['Fran&ccedil;ois &#231; &amp;eacute;', 'François ç é'],
])('HRV-04 HTML is taken away, its text is kept, and references are decoded: %s', async (given, expected) => {
  await importItem({ identifier: 'html', titles: [{ text: given }], abstracts: [{ text: given }] });
  expect(await texts('html', 'title')).toEqual([expected]);
  expect(await texts('html', 'description')).toEqual([expected]);
});

describe('HRV-05 encodings', () => {
  const TITLE = 'Işık, ğöçüş, İstanbul & Şırnak';
  const line = JSON.stringify({ identifier: 'encoded', titles: [{ text: TITLE }] });
  /** The six letters in which windows-1254 is not Latin-1. */
  const windows1254 = Buffer.from(
    line.replace(/[ĞİŞğış]/g, (letter) => ({ Ğ: 'Ð', İ: 'Ý', Ş: 'Þ', ğ: 'ð', ı: 'ý', ş: 'þ' })[letter] ?? letter),
    'latin1',
  );

  test.each([
    ['UTF-8', Buffer.from(line), {}],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${line}`), {}],
    ['windows-1254', windows1254, { encoding: 'windows-1254' }],
    ['UTF-16', Buffer.from(`\ufeff${line}`, 'utf16le'), {}],
  ])('HRV-05 text of a file in %s arrives as it was, encoded once and escaped once', async (_name, bytes, options) => {
    expect((await importText(f, 'encoded.jsonl', bytes, options)).refused).toEqual([]);
    expect(await texts('encoded', 'title')).toEqual([TITLE]);
    const body = text(await f.get(recordQuery(ID('encoded'))));
    expect(body).toContain('Işık, ğöçüş, İstanbul &amp; Şırnak');
    expect(body).not.toMatch(/Ä|Å|&amp;amp;/);
  });

  test('HRV-05 a file in an encoding that nobody named is refused, not guessed at', async () => {
    const before = (await recordOf('encoded')).datestamp;
    const { refused } = await importText(f, 'encoded.jsonl', windows1254);
    expect(refused.join()).toMatch(/not valid UTF-8/);
    expect((await recordOf('encoded')).datestamp).toBe(before);
  });
});

test('HRV-06 titles, descriptions and subjects carry their language', async () => {
  const localized = [{ text: 'Okuma', lang: 'tr' }, { text: 'Čitanje', lang: 'sr-Latn' }, { text: 'Lectio' }];
  await importItem({ identifier: 'langs', titles: localized, abstracts: localized, keywords: localized });
  for (const element of ['title', 'description', 'subject']) {
    expect((await statements('langs', element)).map(({ lang }) => lang)).toEqual(['tr', 'sr-Latn', undefined]);
  }
});

test.each([
  ['tr_TR', 'tr-TR'],
  ['tur_TR', 'tr-TR'],
  ['sr-latn', 'sr-Latn'],
  ['Turkish', 'tr'],
  ['', undefined],
  ['abcdefghij', undefined],
  ['tr-abcdefghij', undefined],
  ['und', undefined],
  ['??', undefined],
])('HRV-07 a language that is written %j becomes %j', async (given, expected) => {
  await importDc('lang', `<dc:title xml:lang="${given}">Okuma</dc:title>`);
  expect((await statements('lang', 'title')).map(({ lang }) => lang)).toEqual([expected]);
  expect(text(await f.get(recordQuery(ID('lang'))))).not.toContain('xml:lang=""');
});

test('HRV-08 what is empty is left out', async () => {
  const dc = [
    'title',
    'creator',
    'subject',
    'description',
    'publisher',
    'date',
    'type',
    'identifier',
    'language',
    'rights',
  ];
  await importDc(
    'empty',
    `<dc:title>Full</dc:title>${dc.map((name) => `<dc:${name}> </dc:${name}><dc:${name}/>`).join('')}`,
  );
  await importItem({
    identifier: 'blank',
    titles: [{ text: 'Full' }],
    abstracts: [{ text: ' ' }, { text: '<p></p>' }],
  });
  for (const local of ['empty', 'blank']) {
    expect(Object.keys((await recordOf(local)).dc ?? {}).sort()).toEqual(['identifier', 'title']);
    expect(text(await f.get(recordQuery(ID(local))))).not.toMatch(/<dc:\w+[^>]*(?:\/>|>\s*<\/dc:)/);
  }
});

test('HRV-09 each record has an http(s) URL of its own, and its OAI identifier is none of its identifiers', async () => {
  await importItem({ identifier: 'x y#ç', titles: [{ text: 'Odd id' }] });
  const { records } = await followQuietly(f, LR);
  const seen = new Set<string>();
  for (const { identifier, deleted, dc } of records) {
    if (deleted) continue;
    const identifiers = (dc?.['identifier'] ?? []).map(({ text }) => text);
    expect(identifiers.some((text) => /^https?:\/\//.test(text) && URL.canParse(text))).toBe(true);
    expect(identifiers).not.toContain(identifier);
    for (const text of identifiers) {
      expect(seen).not.toContain(text);
      seen.add(text);
    }
  }
  expect(seen.size).toBeGreaterThan(4);
});

test('HRV-10 dc:date is one date of W3CDTF, a year, a month or a day, without a time', async () => {
  const dates = ['2021-06-15T10:00:00Z', '15.06.2021', 'c1998', '2021/2022', '2021-02-30', '2021-6', 'June 2021'];
  for (const [index, date] of dates.entries()) {
    await importDc(`date${index}`, `<dc:title>Dated</dc:title><dc:date>${date}</dc:date>`);
    for (const text of await texts(`date${index}`, 'date')) expect(text).toMatch(/^\d{4}(?:-\d\d(?:-\d\d)?)?$/);
  }
  expect(await texts('date0', 'date')).toEqual(['2021-06-15']);
  await importItem({
    identifier: 'dates',
    titles: [{ text: 'D' }],
    dates: [
      { date: '2021-06', kind: 'issued' },
      { date: '2020', kind: 'submitted' },
    ],
  });
  expect(await texts('dates', 'date')).toEqual(['2021-06']);
});

test.each([
  ['English', ['eng']],
  ['tr', ['tur']],
  ['ger', ['deu']],
  ['sr_RS', ['srp']],
  ['Klingonese', []],
])('HRV-11 dc:language is a code of ISO 639: %s becomes %j', async (given, expected) => {
  await importDc('language', `<dc:title>Said</dc:title><dc:language>${given}</dc:language>`);
  expect(await texts('language', 'language')).toEqual(expected);
});

test('HRV-12 pages of huge records stay far below 10 MB, and all are delivered', async () => {
  const own = await keep(startFixtureF({ settings: { pageSize: 100 } }));
  const locals = Array.from({ length: 12 }, (_, index) => `huge${index}`);
  for (const local of locals) {
    await putAt(own, NOW, itemF(local, { abstracts: [{ text: `${local} `.repeat(80_000) }] }));
  }
  const started = performance.now();
  const sizes: number[] = [];
  const { headers } = await follow(own, `${LR}&from=${NOW}`, {
    quiet: true,
    fetch: async (query) => {
      const answer = await own.get(query);
      sizes.push(answer.body.length);
      return answer;
    },
  });
  expect(names(headers)).toEqual(locals);
  expect(Math.max(...sizes)).toBeLessThan(6_000_000);
  expect(sizes.length).toBeGreaterThan(1);
  expect(performance.now() - started).toBeLessThan(30_000);
});

test.each([
  {},
  { 'X-Forwarded-Proto': 'http', Host: 'oai.example.org' },
  { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.test', Host: 'evil.test:8080' },
])('HRV-13 plain http is served directly, with the same base URL and identifiers: %j', async (headers) => {
  const answer = await f.get(LI, headers);
  expect(answer.headers.get('strict-transport-security')).toBeNull();
  expect(judge(f, LI, answer).headers.map(({ identifier }) => identifier)).toEqual([ID('r1'), ID('r2')]);
});

test('HRV-14 User-Agent and From are not needed, and change nothing', async () => {
  const bare = await sendRaw(f, 'GET /oai?verb=Identify HTTP/1.0\r\n\r\n');
  const { body } = await f.get('verb=Identify', { 'User-Agent': 'x'.repeat(2000), From: 'not an address' });
  expect(judge(f, 'verb=Identify', bare).identify?.protocolVersion).toBe('2.0');
  expect(bare.body).toEqual(body);
});

test.each([
  '*/*',
  '',
  'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
  'application/json',
  'text/html',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'application/xml',
  'nonsense',
])('HRV-19 Accept alone never turns an answer into anything but text/xml: %j', async (accept) => {
  for (const asked of ['verb=Identify', LR, 'verb=junk', '']) {
    const plain = await f.get(asked);
    const answer = await f.get(asked, { Accept: accept });
    expect(answer.headers.get('content-type')).toMatch(/^text\/xml\b/);
    expect(answer.body).toEqual(plain.body);
    expect((await f.post(asked, { Accept: accept })).body).toEqual(plain.body);
  }
});

test('HRV-20 pages for browsers change no byte that harvesters get, and no instruction in it leads anywhere', async () => {
  const without = await keep(again(f, { pages: false }));
  for (const asked of ['verb=Identify', 'verb=ListSets', 'verb=ListMetadataFormats', LR, LI, 'verb=junk', '']) {
    const seen = await f.get(asked, NAVIGATION);
    expect(seen.headers.get('content-type')).toMatch(/^text\/html\b/);
    const plain = await without.get(asked);
    for (const answer of [await f.get(asked), await f.send('GET', `/oai/xml?${asked}`, NAVIGATION)]) {
      expect(answer.body).toEqual(plain.body);
      expect(answer.body.toString().match(/<\?/g)).toEqual(['<?']);
      expect(answer.headers.get('content-type')).toBe(plain.headers.get('content-type'));
    }
  }
});

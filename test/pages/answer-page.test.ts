import type { Argument } from '../../src/oai/arguments.ts';
import { answerPage } from '../../src/pages/oai/answer-page.ts';
import type { View } from '../../src/pages/oai/view.ts';
import { Endpoint } from '../support/endpoint.ts';
import { ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { NAVIGATION } from '../support/navigation.ts';

const NOW = '2026-03-01T10:00:00Z';
const LR = 'verb=ListRecords&metadataPrefix=oai_dc';
const HOSTILE = [
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!-- --><svg/onload=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\u202Egnp.exe',
  '\u2067rtl without end',
];

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startFixtureF();
});
afterAll(() => endpoint.stop());

/** The page of a request. */
async function pageOf(query: string, from = endpoint): Promise<string> {
  const answer = await from.get(query, NAVIGATION);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  expect(from.log).toEqual([]);
  return answer.body.toString();
}

/** The elements that a page has and may not have, and attributes that run or load anything. */
function dangersOf(page: string): string[] {
  const links = page.match(/(?:href|action)="(?!\/|#|https?:|mailto:|data:image\/svg)[^"]*"/g) ?? [];
  const withoutValues = page.replace(/="[^"]*"/g, '=""');
  const elements = withoutValues.match(/<(?:script|img|svg|iframe|object|embed|base)\b/gi) ?? [];
  const attributes = withoutValues.match(/<[^>]*\s(?:on\w+|style|src|srcset)=[^>]*>/gi) ?? [];
  return [...links, ...elements, ...attributes];
}

describe('every verb', () => {
  test('ListRecords: fields by their names, links to the record, its page, its sets, its formats', async () => {
    const page = await pageOf(`${LR}&set=journal`);
    for (const part of [
      '<h1>Records of the set journal</h1>',
      'Records 1 to 2 of 4',
      '<dt>Title</dt>',
      '<dt>Creator</dt>',
      'Đorđević, Milica',
      '<a href="/oai?verb=GetRecord&amp;identifier=oai%3Aoai.example.org%3Ar1&amp;metadataPrefix=oai_dc">Article r1</a>',
      '<a href="/items/r1"',
      '<a href="/oai?verb=ListMetadataFormats&amp;identifier=oai%3Aoai.example.org%3Ar1"',
      '<a href="/oai?verb=ListRecords&amp;metadataPrefix=oai_dc&amp;set=journal%3Aa">journal:a</a>',
      '<time datetime="2020-01-01T00:00:00Z">2020-01-01 00:00:00 UTC</time>',
      '<a href="https://doi.org/10.5555/r1" rel="nofollow"><bdi>https://doi.org/10.5555/r1</bdi></a>',
    ])
      expect(page).toContain(part);
  });

  test('lists: the token is the next page, the last one has none, a list on one page says so', async () => {
    const first = await pageOf('verb=ListIdentifiers&metadataPrefix=oai_dc');
    const [, next = ''] = /<a class="next" rel="next" href="\/oai\?([^"]+)">Next page/.exec(first) ?? [];
    expect(next).toMatch(/^verb=ListIdentifiers&amp;resumptionToken=/);
    const second = await pageOf(next.replaceAll('&amp;', '&'));
    expect(second).toContain('Identifiers 3 to 4 of 5');
    const [, last = ''] = /<a class="next" rel="next" href="\/oai\?([^"]+)">/.exec(second) ?? [];
    const third = await pageOf(last.replaceAll('&amp;', '&'));
    expect(third).toContain('Identifiers 5 to 5 of 5 · the end of the list');
    expect(third).not.toContain('Next page');
    expect(await pageOf(`${LR}&from=2023-01-01`)).toContain('1 record, all on this page');
  });

  test('a page behind a token keeps to the format of its list', async () => {
    const first = await pageOf('verb=ListRecords&metadataPrefix=marc21');
    const [, next = ''] = /class="next" rel="next" href="\/oai\?([^"]+)"/.exec(first) ?? [];
    expect(await pageOf(next.replaceAll('&amp;', '&'))).toContain('&amp;metadataPrefix=marc21">Article r3</a>');
  });

  test('GetRecord: all its formats, and the whole of it', async () => {
    const page = await pageOf(`verb=GetRecord&metadataPrefix=marc21&identifier=${ID('r1')}`);
    for (const prefix of ['oai_dc', 'marc21', 'oai_datacite'])
      expect(page).toContain(`identifier=oai%3Aoai.example.org%3Ar1&amp;metadataPrefix=${prefix}"`);
    expect(page).toContain('<h1 dir="auto">Article r1</h1>');
    expect(page).toContain('metadataPrefix=marc21" aria-current="page">marc21</a>');
    expect(page).toContain('<span class="name">datafield tag=“<bdi class="value">245</bdi>”');
    const withoutDoi = await pageOf(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('r5')}`);
    expect(withoutDoi).not.toContain('metadataPrefix=oai_datacite"');
  });

  test('a deleted record is shown as such, and leads to no page of its own', async () => {
    for (const page of [
      await pageOf(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('r4')}`),
      await pageOf(`${LR}&from=2022-03-01&until=2022-03-01`),
    ]) {
      expect(page).toContain('<span class="tag warn">deleted</span>');
      expect(page).not.toContain('/items/r4');
    }
  });

  test('Identify, ListSets, ListMetadataFormats', async () => {
    const about = await pageOf('verb=Identify');
    for (const part of [
      'About Test repository',
      'mailto:oai@example.org',
      'persistent',
      'toolkit',
      'repositoryIdentifier',
    ])
      expect(about).toContain(part);
    const sets = await pageOf('verb=ListSets');
    expect(sets).toContain(
      '<li class="depth-2"><a href="/oai?verb=ListRecords&amp;metadataPrefix=oai_dc&amp;set=lang%3Atr"><bdi>Türkçe</bdi></a>',
    );
    expect(await pageOf('verb=ListMetadataFormats')).toContain(
      '<a href="/oai?verb=ListRecords&amp;metadataPrefix=marc21">marc21</a>',
    );
    expect(await pageOf(`verb=ListMetadataFormats&identifier=${ID('r1')}`)).toContain(
      '<a href="/oai?verb=GetRecord&amp;identifier=',
    );
  });

  test('without a request: what the address is for, and nothing that looks like a fault', async () => {
    const page = await pageOf('');
    expect(page).toContain('<h1 dir="auto">Test repository</h1>');
    expect(page).toContain('https://oai.example.org/oai');
    expect(page).not.toContain('class="error"');
  });
});

test.each([
  ['badVerb', 'verb=junk', '#request'],
  ['badArgument', 'verb=ListRecords', '#request'],
  [
    'badResumptionToken',
    'verb=ListIdentifiers&resumptionToken=x',
    '/oai?verb=ListIdentifiers&amp;metadataPrefix=oai_dc',
  ],
  ['badResumptionToken', 'verb=ListSets&resumptionToken=x', '/oai?verb=ListSets'],
  [
    'cannotDisseminateFormat',
    `verb=GetRecord&metadataPrefix=oai_datacite&identifier=${ID('r5')}`,
    '/oai?verb=ListMetadataFormats&amp;identifier=oai%3Aoai.example.org%3Ar5',
  ],
  ['cannotDisseminateFormat', 'verb=ListRecords&metadataPrefix=x', '/oai?verb=ListMetadataFormats'],
  [
    'idDoesNotExist',
    `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('x')}`,
    '/oai?verb=ListIdentifiers&amp;metadataPrefix=oai_dc',
  ],
  [
    'noMetadataFormats',
    `verb=ListMetadataFormats&identifier=${ID('r4')}`,
    '/oai?verb=GetRecord&amp;identifier=oai%3Aoai.example.org%3Ar4&amp;metadataPrefix=oai_dc',
  ],
  ['noRecordsMatch', `${LR}&from=2999-01-01`, '/oai?verb=ListRecords&amp;metadataPrefix=oai_dc'],
])('%s is said in words, with what to do: %s', async (code, query, link) => {
  const xml = (await endpoint.get(query)).body.toString();
  const [, message = ''] = /<error code="\w+">([^<]*)<\/error>/.exec(xml) ?? [];
  const page = await pageOf(query);
  const [, box = ''] = /<div class="error">(.*?)<\/div>/s.exec(page) ?? [];
  expect(box).toContain(`<h2>${code}</h2>`);
  expect(box).toContain(message.replaceAll('"', '&quot;'));
  expect(box).toContain(`<a href="${link}">`);
});

test('noSetHierarchy too', async () => {
  const withoutSets = await Endpoint.start();
  try {
    const page = await pageOf('verb=ListSets', withoutSets);
    expect(page).toContain('<h2>noSetHierarchy</h2>');
    expect(page).toContain('<a href="/oai?verb=ListRecords&amp;metadataPrefix=oai_dc">all records</a> instead');
  } finally {
    await withoutSets.stop();
  }
});

test('several errors are all said; what to do is said once of each kind', async () => {
  const page = await pageOf(`${LR}&from=2026-02-30&colour=red`);
  expect(page.match(/<h2>badArgument<\/h2>/g)).toHaveLength(2);
  expect(page.match(/Mend it/g)).toHaveLength(1);
});

describe('the form', () => {
  test('has every argument of every verb, and holds what was asked', async () => {
    const page = await pageOf(`${LR}&from=2021-01-01&until=2022-01-01&set=journal:a`);
    for (const name of ['identifier', 'metadataPrefix', 'from', 'until', 'set', 'resumptionToken'])
      expect(page).toContain(` name="${name}"`);
    for (const verb of ['Identify', 'ListSets', 'ListMetadataFormats', 'ListIdentifiers', 'ListRecords', 'GetRecord'])
      expect(page).toContain(`<input type="hidden" name="verb" value="${verb}">`);
    for (const value of ['2021-01-01', '2022-01-01', 'journal:a'])
      expect(page.match(new RegExp(` value="${value}"`, 'g'))).toHaveLength(1);
    expect(page.match(/<details name="verb" open>/g)).toHaveLength(1);
    expect(page).toContain('<details name="verb" open>\n<summary>ListRecords');
  });

  test('offers the formats that there are, and keeps one that there is not', async () => {
    const page = await pageOf('verb=ListIdentifiers&metadataPrefix=nosuch');
    expect(page).toContain('<option selected>nosuch</option>');
    expect(page).toContain('<option>oai_datacite</option>');
  });
});

describe('what comes from outside does no harm', () => {
  test.each(HOSTILE)('in a record: %j', async (text) => {
    const own = await Endpoint.start();
    try {
      await putAt(
        own,
        NOW,
        itemF('evil', {
          titles: [{ text }, { text, lang: 'ar' }],
          abstracts: [{ text }],
          subjects: [{ text }],
          agents: [{ literal: text }],
          links: ['https://example.org/"onclick="alert(1)'],
          publishers: [{ name: `javascript:alert('${text}')` }],
        }),
      );
      for (const query of [LR, `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('evil')}`]) {
        const page = await pageOf(query, own);
        expect(dangersOf(page)).toEqual([]);
        expect(/<title>(.*)<\/title>/s.exec(page)?.[1]).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
      }
    } finally {
      await own.stop();
    }
  });

  test.each(HOSTILE)('in a request: %j', async (text) => {
    const value = encodeURIComponent(text);
    for (const query of [
      `verb=${value}`,
      `${LR}&set=${value}&from=${value}&${value}=${value}`,
      `verb=GetRecord&metadataPrefix=${value}&identifier=${value}`,
      `verb=ListSets&resumptionToken=${value}`,
      `${text.replaceAll(/[^!-~]/g, '')}=${text.replaceAll(/[^!-~]/g, '')}`,
    ])
      expect(dangersOf(await pageOf(query))).toEqual([]);
  });

  test('the dangers are seen where they are', () => {
    for (const danger of ['<script>', '<p onclick="a()">', '<a href="javascript:x">', '<b style="x">', '<img alt="">'])
      expect(dangersOf(danger)).not.toEqual([]);
  });
});

describe('a huge record', () => {
  test('is cut in a list, leads to the whole, and the whole has an end', async () => {
    const own = await Endpoint.start();
    try {
      await putAt(own, NOW, itemF('huge', { abstracts: [{ text: 'long '.repeat(400_000) }] }));
      await putAt(
        own,
        NOW,
        itemF('many', { subjects: Array.from({ length: 20_000 }, (_, index) => ({ text: `subject ${index}` })) }),
      );
      const list = await pageOf(LR, own);
      expect(list.length).toBeLessThan(40_000);
      expect(list).toContain(`The whole record <bdi>${ID('huge')}</bdi>`);
      expect(list).toContain(`The whole record <bdi>${ID('many')}</bdi>`);
      for (const local of ['huge', 'many']) {
        const page = await pageOf(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID(local)}`, own);
        expect(page.length).toBeLessThan(1_000_000);
        expect(page).toContain('not all of it is shown');
      }
    } finally {
      await own.stop();
    }
  });

  const view = (given: Argument[] = []): View => ({
    site: {
      repositoryName: 'Deep',
      baseUrl: 'https://example.org/oai',
      oaiPath: '/oai',
      itemsPath: undefined,
      browsePath: undefined,
      repositoryIdentifier: undefined,
    },
    given,
    xmlPath: '/oai/xml',
    formPath: '/oai/form',
    offered: [],
  });
  const answer = (payload: string) =>
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-03-01T10:00:00Z</responseDate><request/>' +
    '<GetRecord><record><header><identifier>oai:example.org:1</identifier><datestamp>2026-03-01</datestamp></header>' +
    `<metadata>${payload}</metadata></record></GetRecord></OAI-PMH>`;

  test('as deep as a record can be is no fault', () => {
    const page = answerPage(answer(`${'<a>'.repeat(50_000)}x${'</a>'.repeat(50_000)}`), view());
    expect(page).toContain('not all of it is shown');
  });

  test('with any elements is a tree: names, attributes, languages, texts among elements, blanks that count', () => {
    const payload =
      '<p:a xmlns:p="urn:p" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:p x.xsd" x="1">' +
      'before<p:b xml:lang="ar">نص</p:b>after<p:c> |  | </p:c><p:d href="https://example.org/d"/><p:e><p:f/></p:e></p:a>';
    const page = answerPage(answer(payload), view());
    for (const part of [
      '<span class="name">p:a x=“<bdi class="value">1</bdi>”</span>',
      '<bdi class="value">before</bdi>',
      '<bdi class="value" dir="auto" lang="ar">نص</bdi>',
      '<bdi class="value"> |  | </bdi>',
      '<a href="https://example.org/d" rel="nofollow">',
      '<span class="name">p:f</span>',
    ])
      expect(page).toContain(part);
    expect(page).not.toContain('x.xsd');
  });
});

import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import type { Incoming } from '../../src/ingest/import-format.ts';
import { recogniseFormat } from '../../src/ingest/index.ts';
import { readArticles } from '../../src/ingest/jats/read-articles.ts';
import type { XmlNode } from '../../src/ingest/jats/xml-node.ts';
import { jats } from '../../src/ingest/jats.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixture, type IncomingItem, readAll, readFault, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const saved = (name: string) => readAll(jats, fixture(`import/jats/${name}.xml`));
const notesOf = (incoming: readonly Incoming[]) =>
  incoming.flatMap((entry) => (entry.kind === 'note' ? [`${entry.line}: ${entry.text}`] : []));

/** The one item among what was read; it is one that the store would take. */
function itemOf(incoming: readonly Incoming[]): IncomingItem {
  const items = incoming.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []));
  expect(items).toHaveLength(1);
  expect(checkItem(items[0])).toMatchObject({ ok: true, notes: [] });
  return items[0] as IncomingItem;
}

/** An article with this in its article-meta, after a title that may be replaced. */
function article(meta: string, title = '<article-title>T</article-title>', attributes = ''): string {
  return (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "x.dtd">\n' +
    `<article${attributes}><front><article-meta><title-group>${title}</title-group>${meta}</article-meta></front></article>`
  );
}

async function read(meta: string, title?: string, attributes?: string) {
  const incoming = await readAll(jats, sourceFile(folder, article(meta, title, attributes)));
  return { item: itemOf(incoming), notes: notesOf(incoming) };
}

describe('an article as a publisher of many journals writes it', () => {
  test('is read whole, and nothing of its body', async () => {
    const incoming = await saved('plos-like');
    expect(itemOf(incoming)).toEqual({
      identifier: '10.5555/journal.lone.0123456',
      titles: [{ text: 'Flicker of Lampas borealis under H2O at λ<3', lang: 'en' }],
      agents: [
        {
          role: 'author',
          family: 'Fenwick',
          given: 'Orla J., Jr',
          orcid: '0000-0002-1825-0097',
          affiliations: [
            { name: 'Department of Lamps, Northport University, Northport, California, United States of America' },
            { name: 'Institute of Tides, Quay City' },
          ],
        },
        { role: 'author', family: 'Tarn', given: 'Ivo', affiliations: [{ name: 'Institute of Tides, Quay City' }] },
        { role: 'author', kind: 'organisation', literal: 'The Harbour Lights Consortium' },
        { role: 'editor', family: 'Orum', given: 'Nils', affiliations: [{ name: 'University of Somewhere, DENMARK' }] },
      ],
      abstracts: [
        { text: 'Background\nLamps flicker under water.\nMethods\nForty lamps [1], p < 0.05.', lang: 'en' },
        { text: 'We watched lamps.', lang: 'en' },
      ],
      subjects: ['Earth sciences', 'Tides', 'Tide tables'].map((text) => ({
        text,
        lang: 'en',
        scheme: 'Discipline-v3',
      })),
      languages: ['eng'],
      dates: [
        { date: '2020-03-04', kind: 'issued' },
        { date: '2019-11-09', kind: 'submitted' },
        { date: '2020-02', kind: 'accepted' },
      ],
      publishers: [{ name: 'Lantern Society of Letters' }],
      host: {
        titles: [{ text: 'Lantern ONE' }],
        issns: ['1234-5679'],
        volume: '15',
        issue: '3',
        articleNumber: 'e0123456',
      },
      extent: { pages: 16 },
      type: 'article',
      identifiers: [{ scheme: 'doi', value: '10.5555/journal.LONE.0123456' }],
      files: [{ uri: 'https://lantern.example.org/0123456.pdf', mediaType: 'application/pdf' }],
      licence: {
        uri: 'http://creativecommons.org/licenses/by/4.0/',
        text: 'This is an open access article under the Creative Commons Attribution License.',
      },
      funding: ['HSF-77', 'HSF-78'].map((award) => ({
        funder: 'Harbour Science Foundation',
        funderIdentifier: 'https://doi.org/10.5555/harbour-fund',
        award,
      })),
    });
    expect(notesOf(incoming)).toEqual([]);
  });
});

describe('an article as SciELO has it', () => {
  test('keeps its parallel languages, and has the journal and its number for an id', async () => {
    const incoming = await saved('scielo-like');
    expect(itemOf(incoming)).toEqual({
      identifier: 'rfar/S0000-00002021000100007',
      titles: [
        { text: 'O farol e a maré', lang: 'pt' },
        { text: 'uma leitura', lang: 'pt', kind: 'subtitle' },
        { text: 'The lighthouse and the tide', lang: 'en', kind: 'translated' },
        { text: 'a reading', lang: 'en', kind: 'subtitle' },
        { text: 'El faro y la marea', lang: 'es', kind: 'translated' },
      ],
      agents: [
        {
          role: 'author',
          family: 'Cais\u00a0da Luz',
          given: 'Maria',
          affiliations: [
            { name: 'Universidade do Cais, Departamento de Faróis, Porto do Norte, Brasil' },
            { name: 'Instituto das Marés, Brasil', ror: 'https://ror.org/000001a69' },
          ],
        },
        { role: 'translator', family: 'Maré', given: 'João' },
      ],
      abstracts: [
        { text: 'Faróis e marés.', lang: 'pt' },
        { text: 'Lighthouses and tides.', lang: 'en' },
      ],
      keywords: [
        { text: 'farol', lang: 'pt' },
        { text: 'maré', lang: 'pt' },
        { text: 'lighthouse', lang: 'en' },
        { text: 'tide', lang: 'en' },
      ],
      languages: ['por'],
      dates: [{ date: '2021-02-15', kind: 'issued' }],
      publishers: [{ name: 'Universidade do Cais' }],
      host: {
        titles: [{ text: 'Revista dos Faróis' }],
        issns: ['2434-561X'],
        volume: '25',
        issue: '1',
        firstPage: '7',
        lastPage: '19',
      },
      extent: { pages: 13 },
      type: 'review',
      access: { status: 'open' },
      licence: {
        uri: 'http://creativecommons.org/licenses/by-nc/4.0/',
        text: 'Este é um artigo de acesso aberto.',
      },
      relations: [{ type: 'relates', scheme: 'doi', value: '10.5555/rfar.6' }],
    });
    expect(notesOf(incoming)).toEqual([
      '30: “0000-0002-1825-0098” is no ORCID and was left out',
      '13: “1234-5678” is no ISSN and was left out',
    ]);
  });
});

describe('an article in the namespace of Crossref', () => {
  test('is read by its names, whatever their prefix, and says what was left out', async () => {
    const incoming = await saved('crossref-like');
    const affiliations = [{ name: 'Lighthouse Office, Quay City, Nowhere' }];
    expect(itemOf(incoming)).toEqual({
      identifier: '10.5555/fener.9',
      titles: [{ text: 'Işığın izinde', lang: 'tr' }],
      agents: [
        { role: 'author', literal: 'Elif Martıcı', affiliations },
        { role: 'editor', family: 'Quay', given: 'Ada', affiliations },
      ],
      abstracts: [{ text: 'One.\nTwo.' }],
      keywords: ['fener', 'ışık', 'deniz'].map((text) => ({ text, lang: 'tr' })),
      subjects: [{ text: 'Light', scheme: 'lcsh', uri: 'https://id.example.org/light' }],
      dates: [{ date: '2022-04-01', kind: 'issued' }],
      host: {
        titles: [
          { text: 'Deniz Feneri Yıllığı', lang: 'tr' },
          { text: 'Lighthouse Annals', lang: 'en' },
        ],
        issns: ['2434-561X', '1234-5679'],
        volume: 'IV',
        firstPage: '101, 107–110',
      },
      type: 'article',
      identifiers: [
        { scheme: 'doi', value: '10.5555/FENER.9' },
        { scheme: 'pmid', value: '7654321' },
        { scheme: 'pmcid', value: 'PMC123456' },
      ],
      links: ['https://fener.example.org/9', 'https://fener.example.org/9/full'],
      access: { status: 'open' },
      licence: {
        uri: 'https://creativecommons.org/licenses/by-nc-nd/4.0/',
        text: '© 2022 The Author',
        start: '2023-04-01',
      },
      version: 'accepted',
      funding: [{ funder: 'Lantern Fund' }],
      relations: [
        { type: 'hasVersion', scheme: 'url', value: 'https://preprints.example.org/9' },
        { type: 'relates', value: 'The next article of this issue' },
      ],
    });
    expect(notesOf(incoming)).toEqual([
      '21: a contributor without a name was left out',
      '40: xml:lang “xx-none” of <abstract> is no language tag and was left out',
      '24: the pub-date 2022-06 (pub) stands beside 2022-04-01 and was left out',
      '37: self-uri “9.pdf” is no URL and was left out',
      '44: an award-group names no funder and was left out',
    ]);
  });
});

test('an article of the old DTD of the NLM, in Latin letters of one byte', async () => {
  const incoming = await saved('nlm-like');
  expect(itemOf(incoming)).toEqual({
    identifier: 'quay/12/7',
    titles: [{ text: 'On a foggy night — résumé' }, { text: 'Par une nuit de brume', lang: 'fr', kind: 'translated' }],
    agents: [{ role: 'author', family: 'Plato' }],
    dates: [{ date: '1999', kind: 'issued' }],
    host: { titles: [{ text: 'Quay Léttres' }], issns: ['9999-0008'], firstPage: '12', lastPage: '14' },
    type: 'article',
    licence: { text: 'Copyright 1999' },
  });
});

test('of a collection only those articles are refused that cannot be read', async () => {
  const told = (await saved('collection')).map((entry) => {
    switch (entry.kind) {
      case 'item':
        return [entry.line, entry.item.identifier, entry.item['type']];
      case 'refusal':
        return [entry.line, entry.identifier, entry.reason];
      default:
        return [entry.line, 'text' in entry ? entry.text : entry.kind];
    }
  });
  expect(told).toEqual([
    [4, 'pmcid/PMC77', 'article'],
    [5, undefined, 'it has no DOI and no other article-id, and there is more than one article in this file'],
    [6, 'pmid/78', 'it has no article-title'],
    [7, undefined, 'it has no article-meta in a front'],
    [8, 'pmid/79', undefined],
    [8, 'the date “soon” is none and was left out'],
    [8, 'article-type “sonnet” is not known here and was left out'],
    [8, 'article-id “doi:nonsense” is not a DOI and was left out'],
  ]);
});

describe('files that are refused whole', () => {
  test.each([
    ['internal-subset', 4, 'its <!DOCTYPE> has declarations of its own, between [ and ]'],
    ['unknown-reference', 3, 'the reference &lamp; is not known'],
    ['reference-without-doctype', 2, 'the reference &nbsp; is not defined without a <!DOCTYPE>'],
    ['stray-ampersand', 3, 'an & stands alone: write &amp;'],
    ['cut-off', 3, 'unclosed tag: title-group'],
    ['book', 1, 'it holds no JATS article; its root is <book>'],
  ])('%s', async (name, line, reason) => {
    const { fault, before } = await readFault(jats, fixture(`import/jats/${name}.xml`));
    expect(fault.message).toContain(`${name}.xml: line ${line}: `);
    expect(fault.message).toContain(reason);
    expect(before).toEqual([]);
  });

  test('nothing of a collection comes in when its end is missing', async () => {
    const { before } = await readFault(jats, sourceFile(folder, `<articles>${article('').split('\n')[1]}`));
    expect(before).toEqual([]);
  });

  test('a DTD is never looked for, wherever it may be', async () => {
    const text = article('').replace('x.dtd', 'http://192.0.2.1/[x].dtd');
    expect(itemOf(await readAll(jats, sourceFile(folder, text)))).toMatchObject({ titles: [{ text: 'T' }] });
  });

  test.each(['constructor', '__proto__', 'toString'])('&%s; is no reference either', async (name) => {
    const { fault } = await readFault(jats, sourceFile(folder, article(`<issue>&${name};</issue>`)));
    expect(fault.message).toContain(`&${name}; is not known`);
  });
});

describe('what an article says', () => {
  test.each([
    ['<article-title>A&nbsp;lamp &amp; a &lt;b&gt; &#x3b1;&alpha;&Idot;</article-title>', 'A\u00a0lamp & a <b> ααİ'],
    ['<article-title>Lamps<break/>and <bold>tides</bold>\n   again</article-title>', 'Lamps and tides again'],
    [
      '<article-title>Lamps<fn><p>A note.</p></fn><xref ref-type="aff">1</xref><xref ref-type="bibr">2</xref></article-title>',
      'Lamps2',
    ],
    ['<article-title><![CDATA[Lamps & tides]]></article-title>', 'Lamps & tides'],
    ['<article-title>At <tex-math>\\lambda</tex-math></article-title>', 'At \\lambda'],
  ])('the title %s', async (title, text) => {
    const incoming = await readAll(jats, sourceFile(folder, article('', title)));
    expect(incoming).toMatchObject([{ item: { titles: [{ text }] } }]);
  });

  test('other titles, but no running heads', async () => {
    const { item } = await read(
      '',
      '<article-title>T</article-title><alt-title alt-title-type="short">S</alt-title><alt-title>Other</alt-title><alt-title>T</alt-title>',
    );
    expect(item['titles']).toEqual([{ text: 'T' }, { text: 'Other', kind: 'alternative' }]);
  });

  test('prefixes that a DTD declares need no declaration', async () => {
    const { item } = await read('<self-uri xlink:href="https://a.example/1"/><ali:free_to_read/>');
    expect(item).toMatchObject({ links: ['https://a.example/1'] });
  });

  test.each([
    ['<ali:free_to_read/>', { status: 'open' }],
    ['<ali:free_to_read start_date="2050-01-01"/>', undefined],
    ['<license license-type="open access"/>', { status: 'open' }],
    ['<license xlink:href="https://creativecommons.org/licenses/by/4.0/"/>', undefined],
  ])('access is open only where it says so: %s', async (permissions, access) => {
    const { item } = await read(`<permissions>${permissions}</permissions>`);
    expect(item['access']).toEqual(access);
  });

  test('the licence that stands in the words, and no other link of them', async () => {
    const words =
      '<ext-link xlink:href="https://a.example/about">here</ext-link> <uri>https://creativecommons.org/licenses/by/4.0/</uri>';
    const { item } = await read(`<permissions><license><license-p>See ${words}</license-p></license></permissions>`);
    expect(item['licence']).toEqual({
      uri: 'https://creativecommons.org/licenses/by/4.0/',
      text: 'See here https://creativecommons.org/licenses/by/4.0/',
    });
  });

  test.each([
    [
      '<pub-date pub-type="ppub"><year>2020</year></pub-date><pub-date pub-type="epub"><year>2019</year><month>12</month></pub-date>',
      '2019-12',
      1,
    ],
    [
      '<pub-date pub-type="pmc-release"><year>2021</year></pub-date><pub-date><year>2020</year><month>Mar</month><day>4</day></pub-date>',
      '2020',
      0,
    ],
    ['<pub-date date-type="preprint"><year>2018</year></pub-date>', undefined, 0],
    ['<pub-date><day>31</day><month>2</month><year>2018</year></pub-date>', undefined, 1],
    ['<pub-date iso-8601-date="2018-05-06T10:00:00Z"/>', '2018-05-06', 0],
    ['<pub-date><string-date>2018-05</string-date></pub-date>', '2018-05', 0],
  ])('the date of publication: %s', async (dates, date, notes) => {
    const { item, notes: told } = await read(dates);
    expect(item['dates']).toEqual(date === undefined ? undefined : [{ date, kind: 'issued' }]);
    expect(told).toHaveLength(notes);
  });

  test.each([
    ['<aff id="a"><institution>Quay</institution>, <city>Port</city></aff>', 'Quay, Port'],
    ['<aff id="a"><label>a</label><institution>Quay</institution>\n <country>Nowhere</country></aff>', 'Quay, Nowhere'],
    ['<aff id="a"><sup>1</sup>Quay, Port, <email>a@example.org</email>.</aff>', 'Quay, Port'],
    ['<aff id="a">Quay Lamps Inc.</aff>', 'Quay Lamps Inc.'],
    ['<aff-alternatives><aff id="a">Quay</aff><aff>Kade</aff></aff-alternatives>', 'Quay'],
  ])('an affiliation: %s', async (aff, name) => {
    const xref = '<contrib><string-name>A</string-name><xref ref-type="aff" rid="a"/></contrib>';
    const { item } = await read(`<contrib-group>${xref}</contrib-group>${aff}`);
    expect(item['agents']).toEqual([{ role: 'author', literal: 'A', affiliations: [{ name }] }]);
  });

  test('without any id it is known by the path of its file', async () => {
    const file = sourceFile(folder, article('<article-id pub-id-type="publisher-id">7</article-id>'));
    expect(itemOf(await readAll(jats, file)).identifier).toBe(file.localId);
  });

  test.each([
    ['Research Article', 'article', 0],
    ['editorial', 'article', 0],
    ['book-review', 'review', 0],
    ['dissertation', undefined, 1],
  ])('article-type %s', async (given, type, notes) => {
    const { item, notes: told } = await read('', undefined, ` article-type="${given}"`);
    expect(item['type']).toBe(type);
    expect(told).toHaveLength(notes);
  });
});

describe('recognising', () => {
  test.each(['plos-like', 'scielo-like', 'crossref-like', 'nlm-like', 'collection'])('%s is JATS', async (name) => {
    const file = fixture(`import/jats/${name}.xml`);
    expect(recogniseFormat(await file.head(), file.path)).toBe(jats);
  });

  test.each([
    '<html><article>x</article></html>',
    'Author(s): A <article article-type="x">',
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><article article-type="x"/></OAI-PMH>',
    '<book><front/></book>',
  ])('%s is not', (head) => {
    expect(jats.recognises(head, 'a.xml')).toBe(false);
  });
});

test('of an article only its front is held, whatever else is in it and however much', async () => {
  const text = `<p>${'word '.repeat(20_000)}</p>`.repeat(60);
  const others = `<body>${text}</body><back><ack>${text}</ack></back><sub-article><front>${text}</front></sub-article>`;
  const file = sourceFile(folder, article('').replace('</article>', `${others}</article>`));
  const held: XmlNode[] = [];
  for await (const node of readArticles(file)) held.push(node);
  expect(held.map(({ children }) => children.map((child) => typeof child !== 'string' && child.name))).toEqual([
    ['front'],
  ]);
  expect(JSON.stringify(held).length).toBeLessThan(1000);
});

test('a front without end is refused before it is held', async () => {
  const { fault } = await readFault(
    jats,
    sourceFile(folder, article(`<abstract>${'<p>word</p>'.repeat(500_000)}</abstract>`)),
  );
  expect(fault.message).toContain('longer than 4 MiB');
});

test('any pieces of XML end as items, refusals or a Fault', async () => {
  const pieces = [
    '<article>',
    '</article>',
    '<front>',
    '</front>',
    '<article-meta>',
    '</article-meta>',
    '<title-group>',
    '</title-group>',
    '<article-title>T</article-title>',
    article('').split('\n')[1] ?? '',
    '<contrib-group><contrib>',
    '</contrib></contrib-group>',
    '<name><surname/></name>',
    '<aff id="x">',
    '</aff>',
    '<xref ref-type="aff" rid="x x y"/>',
    '<pub-date><year>0</year></pub-date>',
    '<body>',
    '</body>',
    '<sub-article>',
    '</sub-article>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '&amp;',
    '&',
    '&nbsp;',
    '&#0;',
    '<?x ?>',
    '<a:b/>',
    '<__proto__ constructor="1"/>',
    '<!DOCTYPE a>',
    '<!DOCTYPE a [',
    ']>',
    ' xml:lang="x"',
    '\u0000',
    '\ud83d\ude00',
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), async (parts) => {
      try {
        await readAll(jats, sourceFile(folder, parts.join('')));
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
    { numRuns: 2000 },
  );
}, 60_000);

import { cslJson } from '../../src/ingest/csl-json.ts';
import type { Incoming } from '../../src/ingest/import-format.ts';
import { recogniseFormat } from '../../src/ingest/index.ts';
import { jsonl } from '../../src/ingest/jsonl.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixture, readAll, readFault, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const read = (text: string | Uint8Array) => readAll(cslJson, sourceFile(folder, text));

function itemsIn(all: readonly Incoming[]): Item[] {
  return all.flatMap((one) => {
    if (one.kind !== 'item') return [];
    const checked = checkItem(one.item);
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    return [checked.item];
  });
}
const refusalsIn = (all: readonly Incoming[]) =>
  all.flatMap((one) => (one.kind === 'refusal' ? [`${one.line} ${one.identifier ?? '?'}: ${one.reason}`] : []));

/** The only item of a reference with these variables. */
async function itemOf(variables: Record<string, unknown>): Promise<Item> {
  const items = itemsIn(await read(JSON.stringify([{ id: 'a', type: 'book', title: 'T', ...variables }])));
  expect(items).toHaveLength(1);
  return items[0] as Item;
}

describe('a list of Zotero', () => {
  let all: Incoming[] = [];
  let items: Item[] = [];
  beforeAll(async () => {
    all = await readAll(cslJson, fixture('import/csl-json/zotero.json'));
    items = itemsIn(all);
  });

  test('loses only the references that are bad, by name and line', () => {
    expect(refusalsIn(all)).toEqual([
      '30 unclosed: it is not closed: a brace or a quotation mark is missing',
      '36 twice: line 36, column 49: the key "title" stands twice in one object',
      '37 proto: line 37, column 47: the key "__proto__" is not allowed',
      '38 ?: it has no key, ID or DOI to be known by: give it one',
      '39 no-title: it has no title',
      '40 ?: it is no reference, which would stand in { and }',
    ]);
  });

  test('is read as it is meant', () => {
    expect(items).toEqual([
      {
        identifier: 'http://zotero.org/users/1/items/ABCD2345',
        titles: [{ text: 'Kırsal kütüphanelerde okuma' }],
        agents: [
          { family: 'Yılmaz', given: 'Ayşe' },
          { family: 'van der Berg', given: 'Hans, Jr.' },
          { family: 'Goethe', given: 'Johann Wolfgang von' },
          { kind: 'organisation', literal: 'Türk Kütüphaneciler Derneği' },
        ],
        abstracts: [{ text: 'First line\nand second' }],
        languages: ['tur'],
        dates: [{ date: '2021-06', kind: 'issued' }],
        host: {
          titles: [{ text: 'Örnek Kütüphanecilik Dergisi' }],
          issns: ['9999-0008', '9999-0016'],
          volume: '14',
          issue: '2',
          firstPage: '101',
          lastPage: '120',
        },
        type: 'article',
        identifiers: [
          { scheme: 'doi', value: '10.5555/12345678' },
          { scheme: 'pmid', value: '123456' },
        ],
        links: ['https://journal.example.org/article/17'],
      },
      {
        identifier: '17',
        titles: [{ text: 'Wells' }],
        agents: [{ family: 'Ash', given: 'Ann' }],
        dates: [{ date: '2018', kind: 'issued' }],
        publishers: [{ name: 'University of Inventions' }],
        type: 'masterThesis',
      },
      {
        identifier: 'chapter',
        titles: [{ text: 'Pebbles' }],
        agents: [{ role: 'editor', family: 'Fir', given: 'F.' }],
        keywords: [{ text: 'stones' }, { text: 'pebbles, wet' }],
        languages: ['deu'],
        dates: [{ date: '2020', kind: 'issued' }],
        host: { titles: [{ text: 'Collected stones' }], firstPage: '12', lastPage: '40' },
        extent: { pages: 20 },
        type: 'bookPart',
        relations: [
          { type: 'isPartOf', value: 'Stone Studies ; 4' },
          { type: 'isPartOf', scheme: 'isbn', value: '979-7-0000-0002-4' },
        ],
      },
      { identifier: 'circa', titles: [{ text: 'Old leaf' }], dates: [{ date: '0850', kind: 'issued' }], type: 'other' },
      {
        identifier: 'words',
        titles: [{ text: 'In words' }],
        agents: [{ family: 'Ash', given: 'Ann' }],
        dates: [{ date: '2020-03-12', kind: 'issued' }],
        type: 'preprint',
      },
    ]);
  });

  test('tells what it leaves out', () => {
    expect(all.flatMap((one) => (one.kind === 'note' ? [one.text] : []))).toEqual([
      '17: issued “2018-3/2018-4” is a range: only what both ends share is kept',
      'chapter: page “12-34, 40”: it names several ranges: only its first and last page are kept',
      'circa: issued “850” is an estimate',
      'left out, because items have no place for it: accessed (1), custom (1), note (1), publisher-place (1), source (1), title-short (1)',
    ]);
  });
});

describe('answers of Crossref, one a line', () => {
  test('are read with their ORCIDs, licences and funders', async () => {
    const all = await readAll(cslJson, fixture('import/csl-json/crossref.jsonl'));
    expect(refusalsIn(all)).toEqual(['2 ?: it is no reference, which would stand in { and }']);
    expect(itemsIn(all)).toEqual([
      {
        identifier: '10.5555/sheep.1',
        titles: [{ text: 'Counting sheep' }, { text: 'A trial', kind: 'subtitle' }],
        agents: [
          {
            family: 'Ash',
            given: 'Ann',
            orcid: '0000-0001-2000-0014',
            affiliations: [{ name: 'University of Inventions' }],
          },
          { kind: 'organisation', literal: 'Sheep Group' },
        ],
        abstracts: [{ text: 'Sheep were counted.' }],
        keywords: [{ text: 'Sheep' }, { text: 'Counting' }],
        dates: [{ date: '2020-03-12', kind: 'issued' }],
        host: { titles: [{ text: 'Journal of Sheep' }], issns: ['9999-0008'], articleNumber: 'e7' },
        type: 'article',
        identifiers: [{ scheme: 'doi', value: '10.5555/Sheep.1' }],
        files: [{ uri: 'https://journal.example.org/sheep.pdf', mediaType: 'application/pdf' }],
        licence: { uri: 'https://creativecommons.org/licenses/by/4.0/', start: '2020-03-12' },
        funding: ['A-1', 'A-2'].map((award) => ({
          funder: 'Office of Offices',
          funderIdentifier: 'https://doi.org/10.5555/501100000001',
          award,
        })),
      },
      {
        identifier: '10.5555/pre.1',
        titles: [{ text: 'A preprint' }],
        type: 'preprint',
        identifiers: [{ scheme: 'doi', value: '10.5555/pre.1' }],
      },
    ]);
  });
});

describe('references', () => {
  test.each([
    [{ 'date-parts': [[2020]] }, '2020'],
    [{ 'date-parts': [['2020', '3']] }, '2020-03'],
    [{ 'date-parts': [[2020, 3, 12]] }, '2020-03-12'],
    [{ 'date-parts': [2020, 3] }, '2020-03'],
    [{ 'date-parts': [[2020, 13]] }, '2020'],
    [{ 'date-parts': [[2020, 2, 30]] }, '2020-02'],
    [
      {
        'date-parts': [
          [2020, 3, 1],
          [2020, 3, 9],
        ],
      },
      '2020-03',
    ],
    [
      {
        'date-parts': [
          [2020, 3],
          [2021, 4],
        ],
      },
      '2020',
    ],
    [{ 'date-parts': [[null]] }, undefined],
    [{ 'date-parts': [[]] }, undefined],
    [{ 'date-parts': 'x', raw: '2020-03' }, '2020-03'],
    [{ 'date-parts': [[-50]] }, undefined],
    [{ literal: 'March 2020' }, '2020-03'],
    [{ season: 1 }, undefined],
    ['2020/2021', '2020'],
    [2020, '2020'],
    [null, undefined],
    [[], undefined],
  ])('%j is %s', async (issued, date) => {
    expect((await itemOf({ issued })).dates?.[0]?.date).toBe(date);
  });

  test.each([
    ['ngerman', ['deu']],
    ['USenglish', ['eng']],
    ['en-US', ['eng']],
    ['Turkish; English', ['tur', 'eng']],
    ['polutonikogreek', ['ell']],
    ['brazilian and mexican', ['por', 'spa']],
    ['gibberish', undefined],
  ])('the language %s is %j', async (language, languages) => {
    expect((await itemOf({ language })).languages).toEqual(languages);
  });

  test('a name that ends with a comma has no empty given name', async () => {
    const { agents } = await itemOf({ author: ['Yılmaz, ', 'Yılmaz, Ali, '] });
    expect(agents).toEqual([{ literal: 'Yılmaz' }, { family: 'Yılmaz', given: 'Ali' }]);
  });

  test('may be of any shape and break nothing', async () => {
    const odd: unknown[] = [null, 0, '', [], {}, [[]], [{}], { constructor: 1 }, 'x', ['x', { a: 1 }], true];
    for (const value of odd) {
      const names = [
        'author',
        'issued',
        'DOI',
        'ISSN',
        'ISBN',
        'URL',
        'license',
        'funder',
        'link',
        'note',
        'page',
        'type',
      ];
      await itemOf(Object.fromEntries(names.map((name) => [name, value])));
    }
  });

  test('one DOI in two spellings is one', async () => {
    const { identifiers, links } = await itemOf({ DOI: '10.5555/AB', URL: 'https://doi.org/10.5555/ab' });
    expect(identifiers).toEqual([{ scheme: 'doi', value: '10.5555/AB' }]);
    expect(links).toBeUndefined();
  });

  test.each([
    ['[{"id":1,"type":"book","title":"A"},{"id":2,"type":"book","title":"B"}]'],
    ['\uFEFF[\r\n{"id":1,"type":"book","title":"A"}\r\n,\r\n{"id":2,"type":"book","title":"B"}\r\n]\r\n'],
    ['{"items":[{"id":1,"type":"book","title":"A"},{"id":2,"type":"book","title":"B"}]}'],
    ['\r\n{\r\n  "items":\r\n [{"id":1,"type":"book","title":"A"},\r\n{"id":2,"type":"book","title":"B"}]}'],
    ['{\n  "items": [\n    {"id":1,"type":"book","title":"A"},\n    {"id":2,"type":"book","title":"B"}\n  ]\n}\n'],
    ['{\n "id":1,\n "type":"book",\n "title":"A"\n}\n{\n "id":2,\n "type":"book",\n "title":"B"\n}'],
  ])('stand in lists or alone: %s', async (text) => {
    const all = await read(text);
    expect(refusalsIn(all)).toEqual([]);
    expect(itemsIn(all).map(({ identifier }) => identifier)).toEqual(['1', '2']);
    expect(recogniseFormat(text.replace(/^\uFEFF/, ''), 'x.json')).toBe(cslJson);
  });

  test('with bytes that are not of the encoding are refused one by one', async () => {
    const one = (id: string, title: string) => `{"id":"${id}","type":"book","title":"${title}"}`;
    const bytes = Buffer.from(`[${one('a', 'A')},${one('b', 'Köy')},${one('ö', 'O')},\n${one('c', 'C')}]`, 'latin1');
    const all = await readAll(cslJson, sourceFile(folder, bytes));
    expect(all.map((incoming) => (incoming.kind === 'item' ? incoming.item.identifier : incoming))).toEqual([
      'a',
      {
        kind: 'refusal',
        line: 1,
        identifier: 'b',
        reason: expect.stringContaining('line 1: not valid UTF-8'),
        raw: one('b', 'K\uFFFDy'),
      },
      // A name that cannot be read is none.
      { kind: 'refusal', line: 1, reason: expect.stringContaining('line 1: not valid UTF-8'), raw: one('\uFFFD', 'O') },
      'c',
    ]);
  });

  test('may all stand on one line, however long it is, and be cut anywhere', async () => {
    const references = Array.from({ length: 40_000 }, (_, i) => ({
      id: `k${i}`,
      type: 'book',
      title: `\\"{${'ö'.repeat(i % 97)}}\\`,
      abstract: '\\'.repeat(300),
    }));
    const text = JSON.stringify({ items: references });
    expect(text.length).toBeGreaterThan(17 * 1024 * 1024);
    const all = await read(text);
    expect(refusalsIn(all)).toEqual([]);
    const items = all.flatMap((one) => (one.kind === 'item' ? [one.item] : []));
    expect(items.map(({ identifier, titles }) => ({ identifier, titles }))).toEqual(
      references.map(({ id, title }) => ({ identifier: id, titles: [{ text: title }] })),
    );
  });

  test('on a line that is too long to be held must be of one encoding, all of them', async () => {
    const one = '{"id":"a","type":"book","title":"A"},';
    const bytes = Buffer.from(`[\n${one.repeat(500_000)}"Köy"]`, 'latin1');
    const { fault, before } = await readFault(cslJson, sourceFile(folder, bytes));
    expect(before).toEqual([]);
    expect(fault.message).toContain('not valid UTF-8');
  });

  test('are told from items of our own and from other JSON', () => {
    const article = '{"id":"a","type":"article-journal","title":"T"}';
    expect(recogniseFormat(article, 'x.jsonl')).toBe(cslJson);
    expect(recogniseFormat(`[${article.slice(0, -1)},"abstract":"${'x'.repeat(65_000)}`, 'x.json')).toBe(cslJson);
    expect(recogniseFormat('{"identifier":"a","type":"article","titles":[{"text":"T"}]}', 'x.jsonl')).toBe(jsonl);
    expect(recogniseFormat('{"identifier":"a","type":"book","title":"T"}', 'x.jsonl')).toBe(jsonl);
    expect(recogniseFormat('[{"name":"x"}]', 'x.json')).toBeUndefined();
    expect(recogniseFormat('[]', 'x.json')).toBeUndefined();
  });
});

import type { Incoming } from '../../src/ingest/import-format.ts';
import { recogniseFormat } from '../../src/ingest/index.ts';
import { ris } from '../../src/ingest/ris.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixture, readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const read = (text: string | Uint8Array) => readAll(ris, sourceFile(folder, text));

function itemsIn(all: readonly Incoming[]): Item[] {
  return all.flatMap((one) => {
    if (one.kind !== 'item') return [];
    const checked = checkItem(one.item);
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    return [checked.item];
  });
}

/** The only item of a record of these lines. */
async function itemOf(type: string, ...lines: string[]): Promise<Item> {
  const text = [`TY  - ${type}`, 'ID  - a', 'TI  - T', ...lines, 'ER  - ', ''].join('\n');
  const items = itemsIn(await read(text));
  expect(items).toHaveLength(1);
  return items[0] as Item;
}

describe('a file made of the exports of many programs', () => {
  let all: Incoming[] = [];
  let items: Item[] = [];
  beforeAll(async () => {
    all = await readAll(ris, fixture('import/ris/mixed.ris'));
    items = itemsIn(all);
  });
  const item = (identifier: string) => items.find((one) => one.identifier === identifier);

  test('loses only the records that are bad, by name and line', () => {
    expect(all.filter(({ kind }) => kind === 'refusal')).toEqual([
      expect.objectContaining({ line: 71, reason: 'it has no key, ID or DOI to be known by: give it one' }),
      expect.objectContaining({ line: 74, identifier: 'notitle', reason: 'it has no title' }),
    ]);
    expect(items.map(({ identifier }) => identifier)).toEqual([
      ...['yilmaz2021', '10.5555/pebbles', 'thesis 7', 'rep7', 'mono', 'sheep1'],
    ]);
  });

  test('is read as it is meant', () => {
    expect(item('yilmaz2021')).toEqual({
      identifier: 'yilmaz2021',
      titles: [{ text: 'Reading habits in rural libraries' }],
      agents: [
        { family: 'Yılmaz', given: 'Ayşe' },
        { family: 'King', given: 'Martin, Jr.' },
        { kind: 'organisation', literal: 'Türk Kütüphaneciler Derneği' },
        { literal: 'Ann van Oak' },
      ],
      abstracts: [{ text: 'First line of the abstract\nthat goes on here  - with a hyphen' }],
      keywords: [{ text: 'okuma' }, { text: 'reading, rural' }],
      languages: ['tur'],
      dates: [{ date: '2021-06-30', kind: 'issued' }],
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
      files: [{ uri: 'https://journal.example.org/article/17.pdf', mediaType: 'application/pdf' }],
    });
    expect(item('10.5555/pebbles')).toMatchObject({
      agents: [{ family: 'Ash' }, { role: 'editor', family: 'Fir' }, { role: 'translator', family: 'Oak' }],
      dates: [{ date: '2020' }],
      host: { titles: [{ text: 'Collected stones' }], firstPage: '12', lastPage: '34' },
      type: 'bookPart',
      relations: [
        { type: 'isPartOf', value: 'Stone Studies' },
        { type: 'isPartOf', scheme: 'isbn', value: '979-7-0000-0002-4' },
      ],
    });
    expect(item('thesis 7')).toMatchObject({
      type: 'doctoralThesis',
      agents: [{ family: 'Popescu' }, { role: 'contributor', family: 'Professor' }],
      languages: ['ron'],
    });
    // DA is of another year: when the record was made.
    expect(item('rep7')).toMatchObject({
      type: 'workingPaper',
      dates: [{ date: '2003' }],
      identifiers: [{ scheme: 'report-number', value: 'TR-7' }],
    });
    expect(item('mono')).toMatchObject({
      agents: [{ family: 'Elm' }, { role: 'editor', family: 'Fir' }],
      keywords: [{ text: 'stones' }, { text: 'pebbles' }, { text: 'sand' }],
      dates: [{ date: '1850' }],
      extent: { pages: 212 },
      identifiers: [{ scheme: 'isbn', value: '9797000000024' }],
      relations: [{ value: 'Stone Studies ; 4' }],
    });
    expect(item('sheep1')).toMatchObject({
      host: { titles: [{ text: 'Proceedings of Sheep' }], articleNumber: '17' },
      dates: [{ date: '2019-03-12' }],
      identifiers: [{ scheme: 'doi', value: '10.5555/sheep.1' }],
    });
  });

  test('tells what is left out, and records without an end', () => {
    const notes = all.flatMap((one) => (one.kind === 'note' ? [`${one.line} ${one.text}`] : []));
    expect(notes).toEqual([
      '38 10.5555/pebbles: issued “Spring 2020” says more than a date of one day or month: only its year is kept',
      '53 thesis 7: its end (ER) is missing',
      '79 mono: issued “Mar-Apr 1850” says more than a date of one day or month: only its year is kept',
      '93 sheep1: its end (ER) is missing',
      '5 left out, because items have no place for it: A2 (1), A3 (1), AD (1), CY (1), DB (1), Y2 (1), note (1)',
    ]);
  });
});

describe('records', () => {
  test.each([
    [['PY  - 2020', 'DA  - 2020/03/12/'], '2020-03-12'],
    [['PY  - 2020/03//'], '2020-03'],
    [['Y1  - 2020///March'], '2020-03'],
    [['PY  - 2020', 'DA  - MAR'], '2020-03'],
    [['PY  - 2020', 'DA  - MAR-APR'], '2020'],
    [['PY  - 2020', 'DA  - 2021/01/01'], '2020'],
    [['DA  - 2020 Mar 12'], '2020-03-12'],
    [['PY  - in press'], undefined],
  ])('%j is %s', async (lines, date) => {
    expect((await itemOf('JOUR', ...lines)).dates?.[0]?.date).toBe(date);
  });

  test.each([
    [['JO  - J', 'JA  - Journal'], 'J'],
    [['JA  - Journal'], 'Journal'],
    [['JF  - Journal', 'JO  - J', 'T2  - Other'], 'Other'],
    [['JF  - Journal of Things', 'JO  - J. Things'], 'Journal of Things'],
  ])('%j: the journal is %s', async (lines, title) => {
    expect((await itemOf('JOUR', ...lines)).host?.titles).toEqual([{ text: title }]);
  });

  test.each([
    ['THES', [], undefined],
    ['THES', ['M3  - Master Thesis'], 'masterThesis'],
    ['THES', ['U1  - Yüksek Lisans'], 'masterThesis'],
    ['NEWS', [], 'contributionToPeriodical'],
    ['DATA', [], 'dataset'],
    ['COMP', [], 'software'],
    ['EDBOOK', [], 'book'],
    ['UNPB', [], 'other'],
    ['GEN', [], undefined],
    ['NONE', [], undefined],
  ])('%s %j is of the type %s', async (type, lines, expected) => {
    expect((await itemOf(type, ...lines)).type).toBe(expected);
  });

  test.each([
    [['SP  - 12', 'EP  - 34'], { firstPage: '12', lastPage: '34' }],
    [['SP  - 12-34', 'EP  - 34'], { firstPage: '12', lastPage: '34' }],
    [['SP  - e17', 'EP  - e17'], { firstPage: 'e17' }],
    [['EP  - 12–34'], { firstPage: '12', lastPage: '34' }],
  ])('%j are pages', async (lines, host) => {
    expect((await itemOf('JOUR', ...lines)).host).toEqual(host);
  });

  test('take their DOI from M3, where older programs put it', async () => {
    expect((await itemOf('JOUR', 'M3  - doi: 10.5555/x')).identifiers).toEqual([{ scheme: 'doi', value: '10.5555/x' }]);
  });

  test('have tags that programs indent and space in their own ways, and white space that is no text', async () => {
    const [item] = itemsIn(await read('\uFEFFTY - JOUR\r\nID -  a \r\n TI   -  One\r\n  two\r\nAU  -\r\nER  -\r\n'));
    expect(item).toEqual({ identifier: 'a', titles: [{ text: 'One two' }], type: 'article' });
  });

  test('with bytes that are not of the encoding are refused one by one', async () => {
    const one = (id: string, title: string) => `TY  - JOUR\nID  - ${id}\nTI  - ${title}\nER  - \n`;
    const bytes = Buffer.from(one('a', 'A') + one('b', 'Köy') + one('ö', 'O') + one('c', 'C'), 'latin1');
    const all = await readAll(ris, sourceFile(folder, bytes));
    expect(all.map((incoming) => (incoming.kind === 'item' ? incoming.item.identifier : incoming))).toEqual([
      'a',
      expect.objectContaining({
        kind: 'refusal',
        line: 5,
        identifier: 'b',
        reason: expect.stringContaining('line 7: not valid UTF-8'),
      }),
      // A name that cannot be read is none.
      {
        kind: 'refusal',
        line: 9,
        reason: expect.stringContaining('line 10: not valid UTF-8'),
        raw: expect.stringContaining('\uFFFD'),
      },
      'c',
    ]);
  });

  test('that are longer than all sense are refused by name', async () => {
    const all = await read(
      `TY  - JOUR\nID  - long\n${`AB  - ${'x'.repeat(1_000_000)}\n`.repeat(5)}ER  - \nTY  - JOUR\nID  - b\nTI  - B\n`,
    );
    expect(all[0]).toMatchObject({
      kind: 'refusal',
      identifier: 'long',
      reason: 'it is longer than 4 million characters',
    });
    expect(itemsIn(all).map(({ identifier }) => identifier)).toEqual(['b']);
  });

  test('are recognised by their first tag', () => {
    expect(recogniseFormat('Some index\n\nTY  - JOUR\nTI  - T', 'x.txt')).toBe(ris);
    expect(recogniseFormat('TY - BOOK', 'x')).toBe(ris);
    expect(recogniseFormat('', 'x.ris')).not.toBe(ris);
    expect(ris.recognises(`${'words\n'.repeat(1000)}TY  - JOUR\n`, 'x.txt')).toBe(false);
  });
});

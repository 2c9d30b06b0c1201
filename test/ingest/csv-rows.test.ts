import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csv } from '../../src/ingest/csv.ts';
import { recogniseFormat } from '../../src/ingest/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixtureTable, read, table } from './csv-table.ts';
import { fixture, readFault } from './read-source.ts';

const folder = temporaryFolder();
const fault = async (text: string | Uint8Array) => {
  const { fault: found, before } = await readFault(csv, table(folder, text));
  expect(before).toEqual([]);
  return found.message.replace(/^.*\.csv: /, '');
};

describe('rows of a table', () => {
  test('have quoted cells with delimiters, quotation marks and lines of their own', async () => {
    const { items, refusals } = await read(fixtureTable('comma.csv'));
    expect(refusals).toEqual([]);
    expect(items[0]).toMatchObject({
      titles: [{ text: 'Wells, ponds and "blind" springs' }, { text: 'A survey of 40 villages', kind: 'subtitle' }],
      abstracts: [{ text: 'Forty villages were visited.\n\nTheir wells are described, with one "blind" spring.' }],
    });
  });

  test('have the line at which they begin, however long they are', async () => {
    const { all } = await read(fixtureTable('comma.csv'));
    expect(all.filter(({ kind }) => kind === 'item').map(({ line }) => line)).toEqual([2, 5, 6]);
  });

  test.each([
    ['a semicolon', 'id;title;year\n1;"One; or none";2001'],
    ['a tab', 'id\ttitle\tyear\n1\tOne; or none\t2001'],
    ['a bar', 'id|title|year\n1|One; or none|2001'],
    ['a comma', 'id,title,year\n1,One; or none,2001'],
    ['what stands above the header', 'sep=;\nid;title;year\n1;"One; or none";2001'],
    ['known names before the number of columns', '"id, or, number";title;year\n1;"One; or none";2001'],
  ])('are parted by %s', async (_, text) => {
    const mapping = 'columns:\n  title: title\n  year: issued\n  "id, or, number": identifier\n';
    const { items } = await read(table(folder, text, text.includes('number') ? { mapping } : {}));
    expect(items).toMatchObject([{ identifier: '1', titles: [{ text: 'One; or none' }], dates: [{ date: '2001' }] }]);
  });

  test('end with LF, CRLF or CR; a byte order mark and blank lines are nothing', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { all } = await read(table(folder, ['\uFEFF', 'id,title', '', '1,"One', 'two"', ',', '2,Two'].join(end)));
      expect(all).toEqual([
        expect.objectContaining({ kind: 'item', line: 4 }),
        expect.objectContaining({ kind: 'item', line: 7 }),
      ]);
      expect(all[0]).toMatchObject({ item: { titles: [{ text: 'One\ntwo' }] } });
    }
  });

  test('that are ragged or hold stray quotation marks cost themselves, with the line and their text', async () => {
    const { all, items, refusals } = await read(fixtureTable('ragged.csv'));
    expect(items.map(({ identifier }) => identifier)).toEqual(['1', '4', '8', '12']);
    const stray =
      'a quotation mark stands inside of a cell: put the whole cell in quotation marks and double those inside';
    const closed = 'something follows the closing quotation mark of a cell: double the marks inside of it';
    expect(refusals).toEqual([
      '3: it has 3 cells, but there are 4 columns',
      `4: ${stray}`,
      `7: ${closed}`,
      '8: it has 5 cells, but there are 4 columns',
      `10: ${closed}`,
      '12: it has no identifier: id is empty',
      '13: it has no title',
      '14: a quotation mark opens a cell that is never closed',
    ]);
    expect(all).toContainEqual(expect.objectContaining({ line: 14, raw: '11,"Eleven never ends,Ash,2001' }));
    expect(all).toContainEqual(expect.objectContaining({ line: 13, identifier: '10', raw: '10,,"Ash, Bo",2001' }));
  });

  test('that are longer than 1 MiB are refused, and a mark that is left open swallows nothing', async () => {
    const long = 'x'.repeat(1024 * 1024);
    const lines = Array.from({ length: 2_000 }, (_, i) => `${i + 10},Title number ${i} ${'x'.repeat(600)}`);
    const { items, refusals } = await read(table(folder, `id,title\n1,${long}\n2,"open\n${lines.join('\n')}\n3,Three`));
    expect(refusals).toEqual([
      '2: it is longer than 1 MiB',
      '3: a quotation mark opens a cell that is not closed within 1 MiB',
    ]);
    expect(items.length).toBe(2_001);
  });

  test('may have quotation marks as characters like any other', async () => {
    const mapping = 'quotes: no\ncolumns: { id: identifier, title: title }\n';
    const { items } = await read(table(folder, 'id\ttitle\n1\tA 5" disk\n2\t"Two" and "a half', { mapping }));
    expect(items.map(({ titles }) => titles)).toMatchObject([[{ text: 'A 5" disk' }], [{ text: '"Two" and "a half' }]]);
  });

  test('are in the encoding that is said', async () => {
    const { items } = await read(fixtureTable('windows-1254.csv'));
    expect(items[0]).toMatchObject({
      titles: [
        { text: 'Ilıca köyünde ışık' },
        { text: 'Light in the village of Ilıca', lang: 'en', kind: 'translated' },
      ],
      agents: [{ literal: 'Ayşe Yılmaz' }, { literal: 'Can Öz' }, { literal: 'Şule Çağ' }],
      type: 'article',
      access: { status: 'open' },
    });
  });

  test('with bytes of another encoding, or longer than a line can be, are refused alone', async () => {
    const bytes = Buffer.from(
      `id,title\n1,One\n2,Tw\xfe\n3,"Three\n\xfe"\n4,Four\n5,${'x'.repeat(17_000_000)}\n6,Six\n7,"Seven\n\xfe\n8,Eight\n`,
      'latin1',
    );
    const { all } = await read(table(folder, bytes));
    const told = all.map((entry) => [
      entry.kind === 'item' ? entry.item.identifier : entry.kind,
      entry.line,
      entry.kind === 'refusal' ? entry.reason.split('.')[0] : '',
    ]);
    expect(told).toEqual([
      ['1', 2, ''],
      ['refusal', 3, 'not valid UTF-8'],
      ['refusal', 4, 'line 5: not valid UTF-8'],
      ['4', 6, ''],
      ['refusal', 7, 'the line is longer than 16 MiB'],
      ['6', 8, ''],
      ['refusal', 9, 'a quotation mark opens a cell that is never closed'],
      ['refusal', 10, 'not valid UTF-8'],
      ['8', 11, ''],
    ]);
  });
});

describe('column names', () => {
  test.each([
    ['', 'is empty. Its first line must hold the names of the columns.'],
    [' \n\n', 'is empty. Its first line must hold the names of the columns.'],
    ['id,title,\n1,One,', 'line 1: column 3 has no name. Give every column one.'],
    ['\nid,title, id \n', 'line 2: two columns have the name “id”. Give every column a name of its own.'],
    ['id,"title\n1,One', 'line 1, the column names: a quotation mark opens a cell that is never closed.'],
    [
      'what,ever\n1,2',
      'no column looks like an identifier and no column looks like a title. Write a mapping: `oai-pmh mapping draft` begins one, keep it as table.mapping.yaml.',
    ],
  ])('%j: %s', async (text, message) => {
    expect(await fault(text)).toBe(message);
  });

  test('are a thousand at most', async () => {
    expect(await fault(`${'a,'.repeat(1000)}b`)).toBe('line 1: there are 1001 columns, more than 1000.');
  });

  test('may stand on several lines', async () => {
    const { items } = await read(table(folder, '"id","title\n","year"\n1,One,2001'));
    expect(items).toMatchObject([{ identifier: '1', dates: [{ date: '2001' }] }]);
  });
});

describe('a table is recognised', () => {
  const page = 'Title of a page\nAuthor(s): Ash\nKeywords: a, b\nIssue Year: 4/2018\n';

  test('by its name', () => {
    for (const path of ['a.csv', 'a.CSV', 'a.b.tsv', 'mapping.yaml', 'x/articles.mapping.yaml']) {
      expect(recogniseFormat(page, path)).toBe(csv);
    }
  });

  test('by its column names', () => {
    for (const head of [
      'id,title,year\n1,One,2001\n',
      '"Kayıt No";"Başlık";"Not"\n1;"Bir\niki";x\n2;',
      'dc.title[en]\tdc.creator\tx\nOne\tAsh\t\n',
      'sıra|Titel|Jahr\n1|Eins|2001\n',
    ]) {
      expect(recogniseFormat(head, 'export.txt')).toBe(csv);
    }
  });

  test.each([
    ['an article page', page, 'ceeol'],
    ['a page whose title looks like a header', `Title, Author, Year\nA, B, C\n${page}`, 'ceeol'],
    ['JSON Lines', '{"identifier":"1","title":"x"}\n{"identifier":"2","title":"x"}', 'jsonl'],
    ['a response', '<OAI-PMH>id,title\n1,2\n', 'oai-xml'],
    ['prose', 'Identifier, title and year are needed.\nWrite them down, please.\n', undefined],
    ['a table of other things', 'title,price,weight\na,1,2\n', undefined],
    ['a header alone', 'id,title,year', undefined],
    ['a list of rows that are no rows', 'id,title,year\n"1,One,2001\n', undefined],
  ])('and %s is not', (_, head, format) => {
    expect(recogniseFormat(head, 'some.txt')?.name).toBe(format);
  });

  test('and no fixture of another format', async () => {
    for (const path of [
      'ceeol/odd-values.txt',
      'ceeol/no-labels.txt',
      'jsonl/bad-lines.jsonl',
      'oai-xml/get-record.xml',
    ]) {
      const file = fixture(`import/${path}`);
      expect(csv.recognises(await file.head(), file.path)).toBe(false);
    }
  });

  test('a mapping alone holds nothing to import', async () => {
    const path = join(folder, 'mapping.yaml');
    writeFileSync(path, 'columns: nonsense');
    const file = table(folder, '');
    Object.assign(file, { path });
    expect((await read(file)).all).toEqual([]);
  });
});

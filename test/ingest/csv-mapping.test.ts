import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseMapping } from '../../src/ingest/csv/parse-mapping.ts';
import { TARGETS } from '../../src/ingest/csv/target.ts';
import { csv } from '../../src/ingest/csv.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixtureTable, read, table } from './csv-table.ts';
import { fixture, readFault } from './read-source.ts';

const folder = temporaryFolder();
const PAGE = readFileSync(fileURLToPath(new URL('../../docs/csv.md', import.meta.url)), 'utf8');

/** Faults of a column, beside two good ones. */
const faultsOfColumn = (use: string) =>
  parseMapping(`columns:\n  id: identifier\n  title: title\n  a: ${use}\n`).faults.map((fault) =>
    fault.replace('columns › ', ''),
  );

describe('a mapping', () => {
  test('does all that it can', async () => {
    const { all, items, deletions, refusals, notes } = await read(fixtureTable('journal.csv'));
    expect(items).toEqual([
      {
        identifier: 'article/17',
        titles: [
          { text: 'Über Brücken', lang: 'de', kind: 'main' },
          { text: 'On bridges', lang: 'en', kind: 'translated' },
        ],
        agents: [
          { role: 'author', literal: 'A. Stein' },
          { role: 'author', literal: 'B. Fluss' },
          { role: 'author', kind: 'organisation', literal: 'Bridge Club' },
          { role: 'editor', family: 'Stein', given: 'Ada' },
        ],
        dates: [{ date: '2020-04-03', kind: 'issued' }],
        type: 'article',
        access: { status: 'open' },
        licence: { uri: 'https://creativecommons.org/licenses/by/4.0/' },
        identifiers: [{ scheme: 'doi', value: '10.5555/bridge.17' }],
        links: ['https://bridges.example.org/bridges'],
        files: [{ uri: 'https://bridges.example.org/pdf/bridges', mediaType: 'application/pdf' }],
        sets: ['a', 'b:c', 'journal:zeb'],
        keywords: [
          { text: 'Bridges', lang: 'en' },
          { text: 'Rivers', lang: 'en' },
        ],
        subjects: [{ text: '624', scheme: 'ddc' }],
        languages: ['deu'],
        publishers: [{ name: 'Brückenverlag' }, { name: 'Bridge Press', lang: 'en' }],
        funding: [{ funder: 'Bridge Fund', award: 'BF-1' }],
        relations: [{ type: 'references', scheme: 'doi', value: '10.5555/bridge.1' }],
        host: { titles: [{ text: 'Zeitschrift für erfundene Brücken', lang: 'de' }], issns: ['9999-3031'] },
      },
      expect.objectContaining({
        type: 'review',
        access: { status: 'embargoed', embargoEnd: '2031-02-01' },
        relations: [{ type: 'references', value: 'The old bridge' }],
        funding: [{ funder: 'Bridge Fund' }],
      }),
    ]);
    expect(deletions).toEqual([
      { kind: 'deletion', line: 4, identifier: 'article/19', sets: ['a', 'journal:zeb'] },
      { kind: 'deletion', line: 5, identifier: 'article/20', sets: ['journal:zeb'] },
    ]);
    expect(refusals).toEqual([]);
    expect(notes).toEqual(['3: DOI “bridge.18” is not a DOI and was left out']);
    expect(all.length).toBe(5);
  });

  test('of a folder is that of all its tables; columns it does not name are told once', async () => {
    const first = await read(fixture('import/csv/of-folder/first.csv'));
    expect(first.all).toEqual([
      { kind: 'item', line: 2, item: { identifier: 'folder/1', titles: [{ text: 'One', kind: 'main' }] } },
    ]);
    const second = await read(fixture('import/csv/of-folder/second.tsv'));
    expect(second.items).toMatchObject([{ identifier: 'folder/2' }]);
    expect(second.notes).toEqual(['1: a column is left out: “mehr”']);
  });

  test('tells all its faults at once, each with its place, and nothing is imported', async () => {
    const { fault, before } = await readFault(csv, fixtureTable('bad.csv'));
    expect(before).toEqual([]);
    const [first = '', ...list] = fault.message.split('\n');
    expect(first).toMatch(/bad\.csv: its mapping .*bad\.mapping\.yaml has 26 faults:$/);
    expect(list.map((line) => line.slice(4).replace(/(?:\. There are|Write one of) .*/, ''))).toEqual([
      'more: is not known',
      'delimiter: must be one character, such as "," or ";", or the word tab',
      'quotes: “maybe” is not known. ',
      'columns › id › lang: is not for “identifier”',
      'columns › title: there is no “titel”',
      'columns › title : stands twice',
      'columns › a › colour: is not known',
      'columns › a › split: must not be empty',
      'columns › a › kind: “robot” is not known. ',
      'columns › b › to: is missing',
      'columns › c › split: “names” is for people: write what stands between',
      'columns › d › mediaType: “pdf” must be a media type such as application/pdf',
      'columns › e › scheme: “ISBN-13” must be a name in small letters such as handle',
      'columns › f › dates: “sometimes” is not known. ',
      'columns › g › values: must be a list of “cell: value” lines',
      'columns › h › values › a: stands twice: letter case does not matter',
      'columns › i › relation: “friend” is not known. ',
      'columns › j: must not be empty',
      'constants › identifier: cannot be a constant: every item has its own',
      'constants › volume: takes one value',
      'constants › title › split: is for columns',
      'constants › nonsense: there is no “nonsense”',
      'deleted › values: is missing',
      'empty: must be a text',
      'ignore › id: stands under columns, too',
      'ignore › id: tells of deletions',
    ]);
  });

  test('must not name columns that are not there', async () => {
    const { fault } = await readFault(csv, fixtureTable('missing-column.csv'));
    expect(fault.message).toMatch(
      /names “Author”, “Remarks”, but there is no such column\. There are “id”, “title”, “b”\.$/,
    );
  });

  test.each([
    ['', 'must be a list of “name: value” lines'],
    ['- a', 'must be a list of “name: value” lines'],
    ['columns: x', 'columns: must be a list of “column: what it is” lines'],
    ['ignore: [a]', 'columns: is missing'],
    ['columns: { a: title }', 'columns: none is the identifier'],
    ['columns: { a: identifier }', 'columns: none is a title'],
    ['columns: { a: identifier, b: identifier, c: title }', 'columns: only one can be the identifier'],
    ['columns: { a: [title, subtitle], b: identifier, c: subtitle }', undefined],
    ['columns: { a: identifier, b: title }\nignore:\nempty:\nconstants:\n', undefined],
    ['columns: { a: title', 'at line 1'],
    ['a: 1\na: 2', 'Map keys must be unique at line 2, column 1'],
    ['columns: { [a]: title }', 'a name must be a text, not a list'],
    ['a: &a [*a]', 'lists stand too deep in each other'],
  ])('%j: %s', (text, fault) => {
    const { mapping, faults: found } = parseMapping(text);
    if (fault === undefined) expect({ mapping, found }).toEqual({ mapping: expect.anything(), found: [] });
    else expect(found.join('\n')).toContain(fault);
    expect(mapping === undefined).toBe(found.length > 0);
  });

  test.each([
    ['title.tr', []],
    ['title.tur', []],
    ['title.sr-Latn', []],
    ['volume.tr', [expect.stringContaining('a: there is no “volume.tr”')]],
    ['title.en_EN_en', [expect.stringContaining('a: “en_EN_en” is no language tag')]],
    ['author.family', []],
    ['{ to: author, split: [";", " and "], prefix: "x", values: { a: "" } }', []],
    ['{ to: title, values: { a: [b] } }', ['a › values › a: must be a text']],
    ['{ to: volume, split: ";" }', ['a › split: is not for “volume”']],
    ['{ to: url, lang: tr }', ['a › lang: is not for “url”']],
    ['{ to: type, split: names }', ['a › split: “names” is for people: write what stands between']],
    ['[title, { to: nothing }]', [expect.stringContaining('a › 2 › to: there is no “nothing”')]],
    ['{ to: title, lang: "" }', ['a › lang: must not be empty']],
  ])('column a: %s', (use, expected) => {
    expect(faultsOfColumn(use)).toEqual(expected);
  });

  test('that nests without end is refused', () => {
    expect(parseMapping('['.repeat(20_000)).faults.length).toBeGreaterThan(0);
    expect(parseMapping('- '.repeat(20_000)).faults.length).toBeGreaterThan(0);
  });

  test('keeps numbers as they are written', () => {
    const { mapping } = parseMapping(
      'columns: { 007: identifier, 1: title, yes: volume }\nconstants: { volume: 1.10, issue: 08, licence: null }\nempty: [0, false]',
    );
    expect([...(mapping?.columns.keys() ?? [])]).toEqual(['007', '1', 'yes']);
    expect(mapping?.constants.map(({ value }) => value)).toEqual(['1.10', '08', 'null']);
    expect([...(mapping?.empty ?? [])]).toEqual(['0', 'false']);
  });

  test('takes any column name', async () => {
    const mapping = 'columns:\n  __proto__: identifier\n  constructor: title\n  "a, b": { to: volume }\n';
    const { items } = await read(table(folder, '__proto__,constructor,"a, b"\n1,One,7\n', { mapping }));
    expect(items).toEqual([{ identifier: '1', titles: [{ text: 'One', kind: 'main' }], host: { volume: '7' } }]);
  });

  test('compares column names composed, and without the blanks around them', async () => {
    const mapping = `columns: { id: identifier, ${'Başlık'.normalize('NFD')}: title }\n`;
    const { items } = await read(table(folder, `id, ${'Başlık'.normalize('NFC')}\u00a0\n1,One\n`, { mapping }));
    expect(items.length).toBe(1);
  });

  test('in another encoding, or too large, is refused', async () => {
    const file = table(folder, 'id,title\n1,One\n', { mapping: `# ${'x'.repeat(1024 * 1024)}` });
    expect((await readFault(csv, file)).fault.message).toMatch(/mapping\.yaml: larger than 1 MiB/);
    const other = table(folder, 'id,title\n1,One\n');
    writeFileSync(other.path.replace(/\.csv$/, '.mapping.yaml'), Buffer.from([0x61, 0xfe]));
    expect((await readFault(csv, other)).fault.message).toMatch(/mapping\.yaml: not valid UTF-8/);
  });
});

describe('docs/csv.md', () => {
  const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(PAGE)?.[1] ?? '';

  test('shows an example that is one', async () => {
    const { items, deletions, refusals, notes } = await read(table(folder, block('csv'), { mapping: block('yaml') }));
    const [first, second] = items.map((item) => checkItem(item));
    const shown: unknown = JSON.parse(block('json'));
    expect(items[0]).toEqual(shown);
    expect(first).toMatchObject({ ok: true, notes: [] });
    expect(second).toMatchObject({ ok: true, item: { identifier: 'article/18', type: 'review' } });
    expect(items[1]).not.toHaveProperty('access');
    expect(deletions).toEqual([{ kind: 'deletion', line: 4, identifier: 'article/19', sets: ['journal:ornek'] }]);
    expect(refusals).toEqual([]);
    expect(notes).toEqual(['3: Tarih “2021 güzü” is no date that can be read and was left out']);
  });

  test('names every target', () => {
    const table = PAGE.slice(PAGE.indexOf('## Targets'), PAGE.indexOf('## What happens'));
    const named = [...table.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    expect(named.sort()).toEqual(Object.keys(TARGETS).sort());
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { COLUMN_WORDS } from '../../src/ingest/csv/column-words.ts';
import { mappingPath } from '../../src/ingest/csv/find-mapping.ts';
import { foldName } from '../../src/ingest/csv/fold-name.ts';
import { openWithDraft } from '../../src/ingest/csv/open-with-draft.ts';
import { parseMapping } from '../../src/ingest/csv/parse-mapping.ts';
import { recogniseColumn } from '../../src/ingest/csv/recognise-column.ts';
import { writeMapping } from '../../src/ingest/csv/write-mapping.ts';
import { csv } from '../../src/ingest/csv.ts';
import type { SourceFile } from '../../src/ingest/source-file.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixtureTable, read, TABLES, table } from './csv-table.ts';

const folder = temporaryFolder();

async function draftOf(file: SourceFile): Promise<string> {
  return writeMapping((await openWithDraft(file)).draft, file.path);
}

/** The lines of a draft that are no comments. */
async function draft(text: string): Promise<string[]> {
  const lines = (await draftOf(table(folder, text))).split('\n');
  return lines.map((line) => line.replace(/(?:^| {2,})#.*/, '')).filter((line) => line.trim() !== '');
}

/** What the draft says of the column `name`, with its comments. */
async function draftOfColumn(name: string, cells: readonly string[]): Promise<string[]> {
  const rows = cells.map((cell, i) => `${i};T${i};"${cell.replaceAll('"', '""')}"`);
  const lines = (await draftOf(table(folder, `id;title;${name}\n${rows.join('\n')}\n`))).split('\n');
  const start = lines.indexOf('  title: title') + 1;
  return lines.slice(start, lines.indexOf('', start)).map((line) => line.trim());
}

describe('a column is known by its name', () => {
  test.each([
    ['dc.title[en]', { to: 'title', lang: 'en' }],
    ['dc.title[en_US]', { to: 'title', lang: 'en-US' }],
    ['dc.title[]', { to: 'title' }],
    ['dcterms:title', { to: 'title' }],
    ['dc.contributor.author', { to: 'author' }],
    ['dc.contributor.author[tr]', { to: 'author' }],
    ['dc.identifier.uri', { to: 'url' }],
    ['dc.identifier', { to: 'otherIdentifier' }],
    ['dc.subject', { to: 'keywords' }],
    ['dc.subject.ddc', { to: 'subject', scheme: 'ddc' }],
    ['dc.relation.ispartof', { to: 'relation', relation: 'isPartOf' }],
    ['oaire.citation.startPage', { to: 'firstPage' }],
    ['Author(s)', { to: 'author' }],
    ['YAZARLAR', { to: 'author' }],
    ['yazar', { to: 'author' }],
    ['Başlık', { to: 'title' }],
    ['BAŞLIK', { to: 'title' }],
    ['baslik', { to: 'title' }],
    ['Başlık (İngilizce)', { to: 'title', lang: 'en' }],
    ['İngilizce Özet', { to: 'abstract', lang: 'en' }],
    ['Titel', { to: 'title' }],
    ['Englischer Titel', { to: 'title', lang: 'en' }],
    ['Titel auf Deutsch', { to: 'title', lang: 'de' }],
    ['Title in Turkish', { to: 'title', lang: 'tr' }],
    ['title_en', { to: 'title', lang: 'en' }],
    ['abstractTR', { to: 'abstract', lang: 'tr' }],
    ['Schlagwörter', { to: 'keywords' }],
    ['Author 2', { to: 'author' }],
    ['PDF URL', { to: 'file', mediaType: 'application/pdf' }],
    ['isOpenAccess', { to: 'access' }],
    ['PageCount', { to: 'pageCount' }],
  ])('%s', (name, use) => {
    expect(recogniseColumn(name)).toEqual(use);
  });

  test.each([
    ...['', '?', 'title id', 'issue title', 'volume 2', 'Notes', 'dc.date.accessioned', 'collection', 'title[x y z]'],
    ...['title[en][tr]', 'constructor', '__proto__', 'Sıra No', 'price'],
  ])('and %s is not', (name) => {
    expect(recogniseColumn(name)).toBeUndefined();
  });

  test('and a very long one is not, in no time', () => {
    for (const name of ['x', 'id ', 'a_', 'Title ', '[en]'])
      expect(recogniseColumn(name.repeat(100_000))).toBeUndefined();
  });

  test('that stands for one thing only', () => {
    const seen = new Map<string, string>();
    for (const [target, names] of Object.entries(COLUMN_WORDS)) {
      for (const name of names.map(foldName)) {
        expect([name, seen.get(name) ?? target]).toEqual([name, target]);
        seen.set(name, target);
      }
    }
  });
});

describe('a draft', () => {
  test.each(TABLES)('of %s is a valid mapping, and importing with it is importing without one', async (name) => {
    const fixture = fixtureTable(name);
    const text = await draftOf(fixture);
    const { mapping, faults } = parseMapping(text);
    // journal.csv has names that nobody knows: its draft says that it is not ready.
    const isReady = !text.includes('# NOT READY');
    expect(isReady).toBe(name !== 'journal.csv');
    expect(faults).toEqual(isReady ? [] : ['columns: none is the identifier']);
    if (!mapping) return;
    const bytes = readFileSync(fixture.path);
    const encoding = name === 'windows-1254.csv' ? { encoding: 'windows-1254' } : {};
    const file = table(folder, bytes, { name, ...encoding });
    const without = await read(file);
    writeFileSync(mappingPath(file.path), text);
    const withDraft = await read(file);
    const isLeftOut = (note: string) => / left out: “/.test(note);
    expect(withDraft.notes.filter(isLeftOut)).toEqual([]);
    expect(withDraft.notes).toEqual(without.notes.filter((note) => !isLeftOut(note)));
    expect(withDraft.all.filter(({ kind }) => kind !== 'note')).toEqual(
      without.all.filter(({ kind }) => kind !== 'note'),
    );
    expect(without.items.length).toBeGreaterThan(0);
    for (const item of without.items) expect(checkItem(item)).toMatchObject({ ok: true });
  });

  test('says what it is, what it does not know, and what it leaves out', async () => {
    const file = table(
      folder,
      'Kayıt No;Başlık;Yazar;Yıl;Tür;Durum;Boş\n1;Bir;"Ash, Bo; Oak, Al";circa 2010;Makale;tamam;\n2;İki;;2011;Derleme;"iki\nsatır";-\n',
      { name: 'liste.csv' },
    );
    expect(
      await draftOf(file),
    ).toBe(`# First mapping of liste.csv, made of its column names and first rows. Check every line:
# docs/csv.md says what the words mean. It counts when it stands beside the table as
# liste.mapping.yaml.

delimiter: ";"

columns:
  Kayıt No: identifier
  Başlık: title
  Yazar: { to: author, split: ";" }
  # cannot be read: "circa 2010"
  Yıl: issued
  # not known, add them to values: "Derleme"
  Tür:
    to: type
    values:
      Makale: article

# Cells that say nothing:
empty: ["-"]

# For every item: a value that no column has.
# constants:
#   publisher: Example Press
#   type: article

# Left out, with two of their values. To use one, move it up and say what it is.
ignore:
  - Durum  # "tamam", "iki\\nsatır"
  - Boş  # empty in the first rows
`);
  });

  test.each([
    ['Authors', ['Ash, Bo; Oak, Al', 'Elm, Cy'], '{ to: author, split: ";" }'],
    ['Authors', ['Ash, Bo', 'van der Elm, Cy'], '{ to: author, split: ";" }'],
    ['Authors', ['Bo Ash, Al Oak', 'Cy Elm'], '{ to: author, split: names }'],
    ['Authors', ['Bo Ash', 'Cy Elm'], '{ to: author, split: names }'],
    ['Authors', ['Ash, Bo||Oak, Al'], '{ to: author, split: "||" }'],
    ['Authors', ['Ash, Bo\nOak, Al'], '{ to: author, split: "\\n" }'],
    ['Authors', ['Ash, Bo|Oak, Al'], '{ to: author, split: "|" }'],
    ['Keywords', ['a; b, c'], '{ to: keywords, split: ";" }'],
    ['Keywords', ['a, b', 'c'], '{ to: keywords, split: "," }'],
    ['Keywords', ['of a clause, and of what follows upon it', 'c'], '{ to: keywords, split: ";" }'],
    ['Sets', ['a:b c', 'd;e'], '{ to: sets, split: [";", " "] }'],
    ['URL', ['https://a.example.org; https://b.example.org'], '{ to: url, split: ";" }'],
    ['URL', ['https://a.example.org/x;y'], 'url'],
    ['DOI', ['10.5555/a, 10.5555/b'], '{ to: doi, split: "," }'],
    ['DOI', ['10.5555/(x)1;2-F'], 'doi'],
    ['Date', ['30/06/2021', '03/04/2021'], '{ to: issued, dates: day-first }'],
    ['Date', ['06/30/2021'], '{ to: issued, dates: month-first }'],
    ['Date', ['2021', '30.06.2021'], 'issued'],
    ['Pages', ['312', '20'], 'pageCount'],
    ['Pages', ['3-12', '20'], 'pages'],
    ['PDF', ['https://a.example.org/1.pdf'], '{ to: file, mediaType: application/pdf }'],
    ['dc.title[sr_RS@latin]', [], 'title.sr-Latn-RS'],
    ['Deleted', ['yes', ''], undefined],
  ])('%s %j: %s', async (name, cells, use) => {
    const lines = await draftOfColumn(name, cells);
    expect(lines.filter((line) => !line.startsWith('#')).map((line) => line.replace(/^[^:]*: /, ''))).toEqual(
      use === undefined ? [] : [use],
    );
  });

  test.each([
    ['Date', ['03/04/2021'], '# add dates: day-first or month-first, for "03/04/2021"'],
    ['Date', ['30/06/2021', '06/30/2021', '03/04/2021'], '# add dates: day-first or month-first, for "03/04/2021"'],
    ['Pages', ['312'], '# plain numbers, so taken as the number of pages'],
    ['Type', ['article', 'Glosse', 'glosse'], '# not known, add them to values: "Glosse"'],
    ['Access', ['maybe', 'yes'], '# not known, add them to values: "maybe", "yes"'],
  ])('%s %j tells: %s', async (name, cells, remark) => {
    expect(await draftOfColumn(name, cells)).toContain(remark);
  });

  test('has tables of values for what it knows', async () => {
    expect(await draftOfColumn('Open Access', ['Yes', 'no', 'NO', 'maybe', 'closed'])).toEqual([
      '# not known, add them to values: "maybe"',
      'Open Access:',
      'to: access',
      'values:',
      'Yes: open',
      'no: closed',
    ]);
    expect(await draftOfColumn('License', ['CC BY-NC-ND 4.0', 'CC0 1.0', 'CC BY', 'mine'])).toEqual([
      'License:',
      'to: licence',
      'values:',
      'CC BY-NC-ND 4.0: "https://creativecommons.org/licenses/by-nc-nd/4.0/"',
      'CC0 1.0: "https://creativecommons.org/publicdomain/zero/1.0/"',
    ]);
    expect(await draftOfColumn('Version', ['VoR', 'postprint'])).toContain('postprint: accepted');
  });

  test('hints at the language of a column, and does not take its word for it', async () => {
    const titles = [
      'Kırsal bölgelerdeki halk kütüphanelerinde çocukların okuma alışkanlıkları üzerine bir araştırma',
      'Osmanlı döneminde kurulan vakıf kütüphanelerinin yönetimi ve personel yapısı hakkında düşünceler',
      'Üniversite öğrencilerinin bilgi arama davranışlarının incelenmesi ve değerlendirilmesi üzerine',
    ];
    const cells = Array.from({ length: 4 }, () => titles).flat();
    expect(await draftOfColumn('Abstract', cells)).toEqual([
      '# reads like one language: abstract.tr',
      'Abstract: abstract',
    ]);
    expect(
      await draftOfColumn('Abstract', [
        ...cells,
        ...Array.from(
          { length: 4 },
          () => 'A study of the reading habits of children in the public libraries of the rural regions',
        ),
      ]),
    ).toEqual(['Abstract: abstract']);
  });

  test('takes the column that is another one in each row for the identifier', async () => {
    expect(await draft('Identifier,ID,title\nx,1,One\nx,2,Two')).toContain('  ID: identifier');
    expect(await draft('Identifier,ID,title\nx,1,One\ny,2,Two')).toContain('  Identifier: identifier');
    expect(await draft('DOI,title\n10.5555/a,One\n10.5555/b,Two')).toEqual(
      expect.arrayContaining(['  DOI:', '    - doi', '    - identifier']),
    );
    // Not of every row, not bare, or not unique: then somebody must say.
    for (const dois of [
      ['10.5555/a', ''],
      ['https://doi.org/10.5555/a', '10.5555/b'],
      ['10.5555/a', '10.5555/a'],
    ]) {
      expect(await draftOf(table(folder, `DOI,title\n${dois.map((doi) => `${doi},T`).join('\n')}`))).toContain(
        '# NOT READY: no column looks like an identifier.',
      );
    }
  });

  test('takes a first name for one only beside a last name', async () => {
    expect(await draft('id,title,Soyadı,Adı,ORCID\n1,One,Öz,Can,')).toEqual(
      expect.arrayContaining(['  Soyadı: author.family', '  Adı: author.given', '  ORCID: author.orcid']),
    );
    expect(await draft('id,title,Adı,ORCID\n1,One,Can,')).toEqual(expect.arrayContaining(['  - Adı', '  - ORCID']));
  });

  test('knows a column that tells of deletions by its name and its words', async () => {
    const { deletions, items } = await read(table(folder, 'id,title,Withdrawn\n1,One,Yes\n2,Two,no\n3,Three,\n4,,x'));
    expect(deletions.map(({ identifier }) => identifier)).toEqual(['1', '4']);
    expect(items.length).toBe(2);
    expect(await draft('id,title,Withdrawn\n1,One,2020-01-01')).toContain('  - Withdrawn');
  });

  test('of any names and cells is YAML that says what was drafted', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        'id',
        'title',
        'Yazar',
        'dc.title[en]',
        'Type',
        'Date',
        'Deleted',
        'URL',
        'DOI',
        'sets',
        'rights',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    );
    const cell = fc.oneof(
      fc.constantFrom('', 'Makale', 'a; b', '1/2/2020', '- #"\\', 'NULL', 'yes'),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 1, maxLength: 8 }),
        fc.array(fc.array(cell)),
        async (names, rows) => {
          const quote = (text: string) => `"${text.toWellFormed().replaceAll('"', '""')}"`;
          const lines = [names, ...rows.map((row) => names.map((_, i) => row[i] ?? ''))].map((row) =>
            row.map(quote).join(','),
          );
          const file = table(folder, lines.join('\n'));
          const opened = await openWithDraft(file).catch(() => undefined);
          if (!opened) return;
          const { draft: drafted } = opened;
          const { mapping, faults } = parseMapping(writeMapping(drafted, file.path));
          if (drafted.problems.length > 0) expect(faults).toEqual([expect.stringMatching(/^columns: none is/)]);
          else expect(mapping).toEqual(drafted.mapping);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('of a table without rows is one, too', async () => {
    expect(await draft('id,title')).toContain('  id: identifier');
    expect(basename(mappingPath('/a/b.c.csv'))).toBe('b.c.mapping.yaml');
    expect((await read(table(folder, 'id,title'))).all).toEqual([]);
    expect(csv.identifierFromPath).toBe(false);
  });
});

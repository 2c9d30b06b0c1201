import { orderOf, readDate } from '../../src/ingest/csv/read-date.ts';
import { TARGETS } from '../../src/ingest/csv/target.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { read, table } from './csv-table.ts';

const folder = temporaryFolder();

/** What the cells of columns with these uses make, beside an identifier and a title. */
async function row(cells: Readonly<Record<string, string>>, more = '') {
  const uses = Object.keys(cells);
  const columns = uses.map((use, i) => `  c${i}: ${use}`).join('\n');
  const quoted = Object.values(cells).map((cell) => `"${cell.replaceAll('"', '""')}"`);
  const names = ['id', 'title', ...uses.map((_, i) => `c${i}`)];
  const { items, notes, refusals } = await read(
    table(folder, `${names.join(',')}\n${['1', 'T', ...quoted].join(',')}\n`, {
      mapping: `columns:\n  id: identifier\n  title: title\n${columns}\n${more}`,
    }),
  );
  expect(refusals).toEqual([]);
  const { identifier: _, titles, ...item }: Record<string, unknown> = items[0] ?? {};
  expect(checkItem(items[0]).ok).toBe(true);
  return { item, titles, notes: notes.map((note) => note.replace(/^\d+: /, '')) };
}

describe('a date', () => {
  test.each([
    ['2021', '2021'],
    ['2021-06', '2021-06'],
    ['2021-06-30', '2021-06-30'],
    ['2021-6-3', '2021-06-03'],
    ['2021/06/30', '2021-06-30'],
    ['2021.06.30', '2021-06-30'],
    ['20210630', '2021-06-30'],
    ['2021-06-30T23:59:59Z', '2021-06-30'],
    ['2021-06-30 12:00', '2021-06-30'],
    ['6/30/2021 12:00:00 AM', '2021-06-30'],
    ['30.06.2021', '2021-06-30'],
    ['30. 6. 2021', '2021-06-30'],
    ['3.4.2021', '2021-04-03'],
    ['30/06/2021', '2021-06-30'],
    ['30-06-2021', '2021-06-30'],
    ['06/30/2021', '2021-06-30'],
    ['5/5/2021', '2021-05-05'],
    ['06/2021', '2021-06'],
    ['06.2021', '2021-06'],
    ['2021-00-00', '2021'],
    ['2021-06-00', '2021-06'],
    ['00/00/2021', '2021'],
    ['29.02.2024', '2024-02-29'],
  ])('%s is %s', (text, date) => {
    expect(readDate(text)).toEqual({ date });
  });

  test.each(
    [
      [
        'circa 2010',
        '2010-2011',
        '2010/11',
        '2010/2',
        '[2010]',
        'June 2021',
        '44377',
        '0000-00-00',
        '9999-12-31',
        '21',
      ],
      ['29.02.2023', '2021-13', '2021-06-31', '31/31/2021', '2021-6', '2021-00-05', '30/06-2021', '', 'x'],
    ].flat(),
  )('%j is none', (text) => {
    expect(readDate(text)).toEqual({ problem: 'is no date that can be read' });
  });

  test('with slashes needs to know which number is the month', () => {
    expect(readDate('03/04/2021', 'day-first')).toEqual({ date: '2021-04-03' });
    expect(readDate('03/04/2021', 'month-first')).toEqual({ date: '2021-03-04' });
    expect(readDate('03/04/2021')).toEqual({
      date: '2021',
      problem: 'leaves open which number is the month: only its year is kept',
    });
    expect(readDate('30/06/2021', 'month-first')).toEqual({ problem: 'is no date that can be read' });
    expect(['30/06/2021', '06-30-2021', '03/04/2021', '30.06.2021', '31/31/2021', 'x'].map(orderOf)).toEqual([
      'day-first',
      'month-first',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('is the more precise of two columns; what contradicts it is left out', async () => {
    expect((await row({ issued: '2021', '{ to: issued }': '30.06.2021' })).item).toEqual({
      dates: [{ date: '2021-06-30', kind: 'issued' }],
    });
    expect(await row({ issued: '2021-06', '{ to: issued }': '2021', accepted: '2020' })).toMatchObject({
      item: {
        dates: [
          { date: '2021-06', kind: 'issued' },
          { date: '2020', kind: 'accepted' },
        ],
      },
      notes: [],
    });
    expect(await row({ issued: '2021', '{ to: issued }': '2020-01' })).toMatchObject({
      item: { dates: [{ date: '2021' }] },
      notes: ['c1 “2020-01” stands beside “2021” and was left out'],
    });
    expect((await row({ issued: '03/04/2021' })).notes).toEqual([
      'c0 “03/04/2021” leaves open which number is the month: only its year is kept',
    ]);
  });
});

describe('titles', () => {
  const titles = async (cells: Readonly<Record<string, string>>) => {
    const mapping = `columns:\n  id: identifier\n${Object.keys(cells)
      .map((use, i) => `  c${i}: ${use}`)
      .join('\n')}`;
    const header = ['id', ...Object.keys(cells).map((_, i) => `c${i}`)];
    const { items, refusals } = await read(
      table(folder, `${header.join(';')}\n${['1', ...Object.values(cells)].join(';')}`, { mapping }),
    );
    return items[0] ? items[0]['titles'] : refusals;
  };

  test('the one in the language of the item is the main one', async () => {
    expect(await titles({ 'title.en': 'Tea', 'title.tr': 'Çay', language: 'Türkçe' })).toEqual([
      { text: 'Çay', lang: 'tr', kind: 'main' },
      { text: 'Tea', lang: 'en', kind: 'translated' },
    ]);
  });

  test('else the first one; what is not known to be a translation is none', async () => {
    expect(await titles({ 'title.en': 'Tea', 'title.tr': 'Çay' })).toEqual([
      { text: 'Tea', lang: 'en', kind: 'main' },
      { text: 'Çay', lang: 'tr', kind: 'translated' },
    ]);
    expect(await titles({ title: 'Tea', '{ to: title }': 'Çay', subtitle: 'x' })).toEqual([
      { text: 'Tea', kind: 'main' },
      { text: 'Çay', kind: 'alternative' },
      { text: 'x', kind: 'subtitle' },
    ]);
    expect(await titles({ title: 'Çay', 'title.en-GB': 'Tea', language: 'tur' })).toEqual([
      { text: 'Çay', kind: 'main' },
      { text: 'Tea', lang: 'en-GB', kind: 'translated' },
    ]);
    expect(await titles({ 'title.en': 'Colour', 'title.en-US': 'Color' })).toMatchObject([{}, { kind: 'alternative' }]);
  });

  test('a translation alone must do; a subtitle does not, nor markup without text', async () => {
    expect(await titles({ title: '', 'translatedTitle.en': 'Tea' })).toEqual([
      { text: 'Tea', lang: 'en', kind: 'main' },
    ]);
    expect(await titles({ title: '', subtitle: 'Tea' })).toEqual(['2: it has no title']);
    expect(await titles({ title: '<b></b>' })).toEqual(['2: it has no title']);
    expect(await titles({ title: 'Tea', alternativeTitle: '', '{ to: alternativeTitle }': 'Tea' })).toEqual([
      { text: 'Tea', kind: 'main' },
    ]);
  });
});

describe('people', () => {
  test('are parted by what the mapping says, or not', async () => {
    const { item } = await row({
      '{ to: author, split: ";" }': 'Ash, Bo; Oak; van der Elm, J. M.',
      '{ to: editor, split: names }': 'Al Elder, Bo Fir',
      translator: 'Pine; Co',
      '{ to: sponsor, kind: organisation }': 'Guild, Trust, and Sons',
    });
    expect(item).toEqual({
      agents: [
        { role: 'author', family: 'Ash', given: 'Bo' },
        { role: 'author', literal: 'Oak' },
        { role: 'author', family: 'van der Elm', given: 'J. M.' },
        { role: 'editor', literal: 'Al Elder' },
        { role: 'editor', literal: 'Bo Fir' },
        { role: 'translator', literal: 'Pine; Co' },
        { role: 'sponsor', kind: 'organisation', literal: 'Guild, Trust, and Sons' },
      ],
    });
  });

  test('that are no names are left out', async () => {
    expect(await row({ author: 'Anonymous' })).toMatchObject({
      item: {},
      notes: ['c0 “Anonymous” is no name and was left out'],
    });
  });

  test('come together from several columns, where there are as many of each', async () => {
    const { item, notes } = await row({
      '{ to: author.given, split: ";" }': 'Bo; Al',
      '{ to: author.family, split: ";" }': 'Ash; Oak',
      '{ to: author.orcid, split: ";" }': 'https://orcid.org/0000-0001-2000-0014; 0000-0001-2000-0022',
      '{ to: author.affiliation, split: ";" }': 'Tree School; Wood School',
      editor: 'Elm, Cy',
    });
    expect(notes).toEqual([]);
    expect(item).toEqual({
      agents: [
        {
          role: 'author',
          family: 'Ash',
          given: 'Bo',
          orcid: '0000-0001-2000-0014',
          affiliations: [{ name: 'Tree School' }],
        },
        {
          role: 'author',
          family: 'Oak',
          given: 'Al',
          orcid: '0000-0001-2000-0022',
          affiliations: [{ name: 'Wood School' }],
        },
        { role: 'editor', family: 'Elm', given: 'Cy' },
      ],
    });
  });

  test('and where there are not, nobody guesses', async () => {
    const { item, notes } = await row({
      '{ to: author.family, split: ";" }': 'Ash; Oak',
      'author.given': 'Bo',
      'author.orcid': '0000-0001-2000-0014',
      '{ to: author.orcid }': '0000-0001-2000-0015',
    });
    expect(item).toEqual({
      agents: [
        { role: 'author', family: 'Ash' },
        { role: 'author', family: 'Oak' },
      ],
    });
    expect(notes).toEqual([
      'c3 “0000-0001-2000-0015” is no ORCID and was left out',
      'c1 “Bo” is one of 1 for 2 family names and was left out',
      'c2 “0000-0001-2000-0014” is one of 1 for 2 authors and was left out',
    ]);
  });

  test('grants go to their funders by the same rule', async () => {
    const use = (to: string) => `{ to: ${to}, split: ";" }`;
    expect((await row({ [use('funder')]: 'A; B', [use('award')]: '1; 2' })).item).toEqual({
      funding: [
        { funder: 'A', award: '1' },
        { funder: 'B', award: '2' },
      ],
    });
    expect(await row({ [use('funder')]: 'A', [use('award')]: '1; 2' })).toMatchObject({
      item: { funding: [{ funder: 'A' }] },
      notes: ['c1 “1” is one of 2 for 1 funders and was left out', 'c1 “2” is one of 2 for 1 funders and was left out'],
    });
    expect((await row({ award: '1' }, 'constants: { funder: A }')).item).toEqual({
      funding: [{ funder: 'A', award: '1' }],
    });
  });
});

describe('access', () => {
  test.each(['open', 'Open Access', 'openAccess', 'info:eu-repo/semantics/openAccess', 'OPEN-ACCESS'])(
    'is what is said: %s',
    async (text) => {
      expect((await row({ access: text })).item).toEqual({ access: { status: 'open' } });
      expect((await row({ rights: text })).item).toEqual({ access: { status: 'open' } });
    },
  );

  test.each(['', ' ', '?', 'no', '0', 'false', 'subscription', 'not open', 'closed?'])(
    'is unknown, never closed: %j',
    async (text) => {
      const { item, notes } = await row({ access: text });
      expect(item).toEqual({});
      expect(notes.length).toBe(text.trim() === '' ? 0 : 1);
    },
  );

  test('goes by the table of the mapping, letter case aside', async () => {
    const use = '{ to: access, values: { Açık: open, yok: closed, "-": "" } }';
    expect((await row({ [use]: 'AÇIK' })).item).toEqual({ access: { status: 'open' } });
    expect((await row({ [use]: 'Yok' })).item).toEqual({ access: { status: 'closed' } });
    expect(await row({ [use]: '-' })).toMatchObject({ item: {}, notes: [] });
  });

  test('the end of an embargo says that there is one, unless another column says what there is', async () => {
    expect((await row({ embargoEnd: '2031-01', access: '' })).item).toEqual({
      access: { status: 'embargoed', embargoEnd: '2031-01' },
    });
    expect((await row({ embargoEnd: '2021-01', access: 'open' })).item).toEqual({
      access: { status: 'open', embargoEnd: '2021-01' },
    });
    expect((await row({ embargoEnd: 'soon' })).item).toEqual({});
  });
});

describe('other values', () => {
  test.each<[string, string, object]>([
    ['type', 'info:eu-repo/semantics/article', { type: 'article' }],
    ['type', 'Book Part', { type: 'bookPart' }],
    [
      '{ to: type, split: "||" }',
      'article||info:eu-repo/semantics/publishedVersion',
      { type: 'article', version: 'published' },
    ],
    ['version', 'acceptedVersion', { version: 'accepted' }],
    ['version', 'published', { version: 'published' }],
    ['language', 'tr; eng', { languages: ['tur', 'eng'] }],
    ['language', 'Almanca ve', {}],
    ['language', 'Fransızca, Englisch', { languages: ['fra', 'eng'] }],
    ['issn', '9999-1012, 99992027', { host: { issns: ['9999-1012', '9999-2027'] } }],
    ['pages', 'pp. 12-30', { host: { firstPage: '12', lastPage: '30' } }],
    ['pages', 'ss. 12–30', { host: { firstPage: '12', lastPage: '30' } }],
    ['pages', 'Seiten 12 - 30', { host: { firstPage: '12', lastPage: '30' } }],
    ['pages', 'S12', { host: { firstPage: 'S12' } }],
    ['pageCount', '312 s.', { extent: { pages: 312 } }],
    ['extent', '3 maps', { extent: { text: '3 maps' } }],
    ['{ to: volume }', 'XIV', { host: { volume: 'XIV' } }],
    ['isbn', 'ISBN 979-7-1234-5678-4 (pbk.)', { identifiers: [{ scheme: 'isbn', value: '979-7-1234-5678-4' }] }],
    [
      '{ to: otherIdentifier, scheme: handle }',
      '20.500.99999/1',
      { identifiers: [{ scheme: 'handle', value: '20.500.99999/1' }] },
    ],
    ['otherIdentifier', 'https://x.example.org/1', { links: ['https://x.example.org/1'] }],
    ['otherIdentifier', 'pmid:77', { identifiers: [{ scheme: 'pmid', value: '77' }] }],
    ['url', 'https://x.example.org/?a=1&amp;b=ç', { links: ['https://x.example.org/?a=1&b=%C3%A7'] }],
    [
      'licence',
      'https://creativecommons.org/licenses/by/4.0/',
      { licence: { uri: 'https://creativecommons.org/licenses/by/4.0/' } },
    ],
    ['licence', 'All rights reserved', { licence: { text: 'All rights reserved' } }],
    ['relation', 'info:eu-repo/grantAgreement/EC/FP7/1', { funding: [{ funder: 'EC', programme: 'FP7', award: '1' }] }],
    [
      '{ to: relation, relation: isPartOf }',
      '9999-1012',
      { relations: [{ type: 'isPartOf', scheme: 'issn', value: '9999-1012' }] },
    ],
    ['{ to: sets, split: [" ", ","] }', 'a:b, c a:b', { sets: ['a:b', 'c'] }],
    ['{ to: sets, prefix: "journal:" }', 'abc', { sets: ['journal:abc'] }],
    ['{ to: keywords, split: "," }', 'a, b (c, d), , a', { keywords: [{ text: 'a' }, { text: 'b (c, d)' }] }],
    ['{ to: subject, scheme: ddc, lang: en }', '020', { subjects: [{ text: '020', lang: 'en', scheme: 'ddc' }] }],
    ['modified', '2021-06-30T10:00:00Z', { modified: '2021-06-30T10:00:00Z' }],
    ['modified', '2021-06-30T99:00:00Z', { modified: '2021-06-30' }],
  ])('%s: %s', async (use, text, item) => {
    expect((await row({ [use]: text })).item).toEqual(item);
  });

  test.each([
    ['type', 'Glosse', 'is no type that is known here'],
    ['version', 'last', 'is no version that is known here'],
    ['language', 'Atlantic', 'is no language that is known here'],
    ['issn', '9999-1013', 'is not a valid ISSN'],
    ['doi', '11.5555/x', 'is not a DOI'],
    ['isbn', '979-7-1234-5678-5', 'is not a valid ISBN'],
    ['url', 'www.example.org', 'is not an http or https URL'],
    ['file', 'a.pdf', 'is not an http or https URL'],
    ['pages', 'many', 'it is no range of pages'],
    ['pageCount', '0', 'is not a number of pages'],
    ['volume', '?', 'says nothing'],
    ['sets', 'a b', 'is not a legal setSpec'],
    ['{ to: doi, prefix: "https://doi.org/" }', 'x', 'is not a DOI'],
  ])('%s %j is left out: %s', async (use, text, why) => {
    const { item, notes } = await row({ [use]: text });
    expect({ ...item, host: {} }).toEqual({ host: {} });
    expect(notes).toEqual([expect.stringContaining(`${why} and was left out`)]);
  });

  test('what is too long is left out', async () => {
    for (const use of ['url', 'file', 'otherIdentifier', 'rights', 'licence']) {
      const { item, notes } = await row({ [use]: `https://x.example.org/${'ç'.repeat(3000)}` });
      expect(item).toEqual({});
      expect(notes).toEqual([expect.stringMatching(/is too long for a URL and was left out$/)]);
    }
    expect((await row({ author: 'A'.repeat(5000) })).notes).toEqual([
      expect.stringMatching(/ is too long and was left out$/),
    ]);
    expect((await row({ sets: 'a'.repeat(201) })).notes).toEqual([expect.stringMatching(/is not a legal setSpec/)]);
  });

  test('constants stand where a row says nothing, and lists get them all', async () => {
    const more = 'constants: { type: article, publisher: B, volume: 1 }\nempty: [none]\n';
    expect((await row({ type: 'book', publisher: 'A', volume: 'None' }, more)).item).toEqual({
      type: 'book',
      publishers: [{ name: 'A' }, { name: 'B' }],
      host: { volume: '1' },
    });
    // A cell that is not understood says something, only nobody knows what.
    expect((await row({ type: 'Glosse' }, 'constants: { type: article }')).item).toEqual({});
  });

  test('more values than any item has are not kept, and not every note is told', async () => {
    const many = await row({ '{ to: keywords, split: ";" }': Array.from({ length: 1001 }, (_, i) => i).join(';') });
    expect(many.item['keywords']).toHaveLength(1000);
    expect(many.notes).toEqual([expect.stringContaining('holds 1001 values')]);
    const { notes } = await row({ '{ to: doi, split: ";" }': 'x;'.repeat(80) });
    expect(notes.length).toBe(51);
    expect(notes.at(-1)).toBe('… and 30 notes more on this row');
  });

  test('an identifier that OAI-PMH cannot have costs the row', async () => {
    const { refusals } = await read(table(folder, `id,title\n"a\nb",One\n${'x'.repeat(1025)},Two`));
    expect(refusals).toEqual([
      '2: its identifier “a\nb” in id has control characters',
      expect.stringContaining('has more than 1024 characters'),
    ]);
  });

  test('every target is read somehow', async () => {
    for (const to of Object.keys(TARGETS).filter((name) => name !== 'identifier'))
      await row({ [`{ to: ${to} }`]: '2021' });
  });
});

import { temporaryFolder } from '../support/temporary-folder.ts';
import { ABSTRACT, item, odd, page, WHOLE } from './ceeol-page.ts';

const folder = temporaryFolder();

describe('the issue', () => {
  test.each([
    ['4/2018', '4', '2018'],
    ['2018', undefined, '2018'],
    ['III/2018', 'III', '2018'],
    ['LXX/2020', 'LXX', '2020'],
    ['58-59 / 2018', '58-59', '2018'],
    ['12 (45)/1998', '12 (45)', '1998'],
    ['Vol. 4/2018.', '4', '2018'],
    ['2018/4', '4', '2018'],
    ['58/59/2018', '58/59', '2018'],
    ['/2018', undefined, '2018'],
  ])('Issue Year %s', async (text, volume, year) => {
    const { host, dates } = await item(folder, page({ 'Issue Year': text }));
    expect(host?.volume).toBe(volume);
    expect(dates).toEqual([{ date: year, kind: 'issued' }]);
  });

  test.each(['2017-2018', '2017/2018', '2017/18', '4/2018/5', '20188', '0218', '3018', 'soon', '—', '1/1'])(
    'Issue Year %s gives no date',
    async (text) => {
      const { item: read, notes } = await odd(folder, page({ 'Issue Year': text }));
      expect(read.dates).toBeUndefined();
      expect(notes).toEqual([expect.stringMatching(/^10: Issue Year: .*gives no date/)]);
    },
  );

  test('a volume is kept where the year cannot be', async () => {
    const { item: read, notes } = await odd(folder, page({ 'Issue Year': 'XI/2017-2018' }));
    expect(read.host?.volume).toBe('XI');
    expect(read.dates).toBeUndefined();
    expect(notes).toEqual([expect.stringContaining('several years')]);
  });

  test.each([
    ['313-330', '313', '330'],
    ['313–330', '313', '330'],
    ['313 — 330', '313', '330'],
    ['pp. 313-330', '313', '330'],
    ['313-30', '313', '30'],
    ['5', '5', undefined],
    ['e12', 'e12', undefined],
    ['e12-e19', 'e12', 'e19'],
    ['xii-xx', 'xii', 'xx'],
    ['IV', 'IV', undefined],
  ])('Page Range %s', async (text, firstPage, lastPage) => {
    const { host } = await item(folder, page({ 'Page Range': text }));
    expect([host?.firstPage, host?.lastPage]).toEqual([firstPage, lastPage]);
  });

  test.each([
    ['all of it', undefined, undefined],
    ['0-0', undefined, undefined],
    ['-', undefined, undefined],
    ['1-4, 9-12', '1', '12'],
    ['330-313', '330', '313'],
    ['7-', '7', undefined],
  ])('Page Range %s gets a note', async (text, firstPage, lastPage) => {
    const { item: read, notes } = await odd(folder, page({ 'Page Range': text }));
    expect([read.host?.firstPage, read.host?.lastPage]).toEqual([firstPage, lastPage]);
    expect(notes).toEqual([expect.stringMatching(/^12: Page Range: /)]);
  });

  test('more labels: journal, ISSN, DOI, URL, years', async () => {
    const read = await item(
      folder,
      page({
        Journal: 'Ada Defterleri',
        ISSN: '9999-0008',
        'E-ISSN': '99990016',
        DOI: 'https://doi.org/10.5555/ada.6',
        URL: 'https://example.org/a?x=1&amp;y=ü',
        'Publication Year': '2018',
        Volume: '4',
      }),
    );
    expect(read.host).toEqual({
      ...WHOLE.host,
      titles: [{ text: 'Ada Defterleri' }],
      issns: ['9999-0008', '9999-0016'],
    });
    expect(read.identifiers).toEqual([{ scheme: 'doi', value: '10.5555/ada.6' }]);
    expect(read.links).toEqual(['https://example.org/a?x=1&y=%C3%BC']);
  });

  test('the year of the issue goes before another one', async () => {
    const { item: read, notes } = await odd(
      folder,
      page({ 'Issue Year': undefined, 'Publication Year': '2019', 'issue year': '4/2018' }),
    );
    expect(read.dates).toEqual([{ date: '2018', kind: 'issued' }]);
    expect(notes).toEqual([expect.stringMatching(/Publication Year: “2019” differs/)]);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['Page Count', 'many', /^13: Page Count: “many” is not a number of pages/],
    ['Page Count', '0', /^13: Page Count/],
    ['Language', 'Gobbledygook', /^14: Language: “Gobbledygook” is no language/],
    ['ISSN', '9999-0009', /^15: ISSN: .* not a valid ISSN/],
    ['DOI', 'soon', /^15: DOI: “soon” is not a DOI/],
    ['URL', 'www.example.org', /^15: URL: /],
    ['Issue No', '—', /^11: Issue No: “—” says nothing/],
    ['Fee', '3 Euro', /^15: “Fee” is no label that is known here: “3 Euro” was left out/],
    ['Keywords', '', /^7: “Keywords” has no value/],
  ])('%s: %s gets a note with its line', async (label, value, note) => {
    const { notes } = await odd(folder, page({ [label]: value }));
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  test('a known language stays beside an unknown one', async () => {
    const { item: read, notes } = await odd(folder, page({ Language: 'Turkish / Gobbledygook; English and German' }));
    expect(read.languages).toEqual(['tur', 'eng', 'deu']);
    expect(notes).toHaveLength(1);
  });

  test('text under no label gets a note', async () => {
    const { notes } = await odd(folder, `${page()}\n\nBack to the list\n• Open access`);
    expect(notes).toEqual([
      '16: “Back to the list” stands under no label and was left out',
      '17: “• Open access” stands under no label and was left out',
    ]);
  });

  test('an unknown label between the abstract and the known ones ends the abstract', async () => {
    for (const text of [page(), page().replaceAll(/\n+/g, '\n')]) {
      const { item: read, notes } = await odd(folder, text.replace('  • Issue Year', '  • Shelf: 7\n  • Issue Year'));
      expect(read.abstracts).toEqual(WHOLE.abstracts);
      expect(notes).toEqual([expect.stringContaining('“Shelf” is no label')]);
    }
  });

  test('a list that ends an abstract is part of it', async () => {
    const list = '• Aim: to see.\n• Result: seen.';
    const { item: read, notes } = await odd(folder, page({ 'Summary/Abstract': `${ABSTRACT}\n${list}` }));
    expect(read.abstracts?.[0]?.text).toBe(`${ABSTRACT}\n${list}`);
    expect(notes).toEqual([]);
  });

  test('a label that comes twice with another value gets a note', async () => {
    const { item: read, notes } = await odd(folder, `${page()}\n• Issue No: 7\n• Issue No: 6\n• Page Count: 19`);
    expect(read.host?.issue).toBe('6');
    expect(notes).toEqual([
      expect.stringMatching(/Issue No: “7” differs/),
      expect.stringMatching(/Page Count: “19” differs/),
    ]);
  });
});

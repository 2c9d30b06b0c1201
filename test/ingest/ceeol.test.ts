import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import { ceeol } from '../../src/ingest/ceeol.ts';
import { SourceFile } from '../../src/ingest/source-file.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();

const ABSTRACT =
  'The paper asks how the lighthouse keepers of a small harbour wrote about storms, and what their words have in common with the songs of the fishermen who lived there.';

/** A page as it is printed; `labels` replace or (with undefined) remove lines, more of them follow at the end. */
function page(
  labels: Record<string, string | undefined> = {},
  titles = ['Deniz Feneri Defterleri', 'The Lighthouse Notebooks'],
): string {
  const head: Record<string, string | undefined> = {
    'Author(s)': 'Işık Deniz',
    'Subject(s)': 'History, Local History',
    'Published by': 'Ada Yayınları',
    Keywords: 'lighthouse; storms',
    'Summary/Abstract': ABSTRACT,
  };
  const tail: Record<string, string | undefined> = {
    'Issue Year': '4/2018',
    'Issue No': '6',
    'Page Range': '313-330',
    'Page Count': '18',
    Language: 'Turkish',
  };
  const lines = [...titles, ''];
  for (const [label, value] of Object.entries({ ...head, ...only(labels, head) }))
    if (value !== undefined) lines.push(`${label}: ${value}`);
  lines.push('');
  for (const [label, value] of Object.entries({ ...tail, ...without(labels, head) })) {
    if (value !== undefined) lines.push(`  • ${label}: ${value}`);
  }
  return lines.join('\n');
}

const only = (labels: Record<string, string | undefined>, of: object) =>
  Object.fromEntries(Object.entries(labels).filter(([label]) => label in of));
const without = (labels: Record<string, string | undefined>, of: object) =>
  Object.fromEntries(Object.entries(labels).filter(([label]) => !(label in of)));

async function read(text: string | Uint8Array, encoding?: string) {
  const incoming = await readAll(ceeol, sourceFile(folder, text, encoding));
  const items = incoming.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []));
  const notes = incoming.flatMap((entry) => (entry.kind === 'note' ? [`${entry.line}: ${entry.text}`] : []));
  const refusals = incoming.filter((entry) => entry.kind === 'refusal');
  return { items, notes, refusals };
}

/** The item of a page that holds nothing odd. */
async function item(text: string | Uint8Array): Promise<Item> {
  const { items, notes, refusals } = await read(text);
  expect({ notes, refusals }).toEqual({ notes: [], refusals: [] });
  const checked = checkItem(items[0]);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.item;
}

/** The item and the notes of a page that holds something odd. */
async function odd(text: string): Promise<{ item: Item; notes: string[] }> {
  const { items, notes, refusals } = await read(text);
  expect(refusals).toEqual([]);
  const checked = checkItem(items[0]);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return { item: checked.item, notes };
}

const texts = (list: readonly { text: string }[] | undefined) => list?.map(({ text }) => text);
const literals = ({ agents }: Item) => agents?.map(({ literal }) => literal);

const WHOLE = {
  titles: [
    { text: 'Deniz Feneri Defterleri', lang: 'tr', kind: 'main' },
    { text: 'The Lighthouse Notebooks', lang: 'en', kind: 'translated' },
  ],
  agents: [{ role: 'author', literal: 'Işık Deniz' }],
  abstracts: [{ text: ABSTRACT, lang: 'en' }],
  keywords: [{ text: 'lighthouse' }, { text: 'storms' }],
  subjects: [{ text: 'History' }, { text: 'Local History' }],
  languages: ['tur'],
  dates: [{ date: '2018', kind: 'issued' }],
  publishers: [{ name: 'Ada Yayınları' }],
  host: { volume: '4', issue: '6', firstPage: '313', lastPage: '330' },
  extent: { pages: 18 },
  type: 'article',
};

describe('an article page', () => {
  test('gives an item with every field and nothing else', async () => {
    const { identifier, ...rest } = await item(page());
    expect(identifier).toMatch(/^page\d+$/);
    expect(rest).toEqual(WHOLE);
  });

  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['a cover line', (text: string) => `The Lighthouse Notebooks Cover Image\n\n${text}`],
    [
      'a cover line below the titles',
      (text: string) => text.replace('\n\n', '\nThe Lighthouse Notebooks  COVER IMAGE\n\n'),
    ],
    ['blank lines everywhere', (text: string) => `\n\n${text.replaceAll('\n', '\n\n \t\n')}\n\n`],
    ['no blank lines', (text: string) => text.replaceAll(/\n+/g, '\n')],
    ['no bullets', (text: string) => text.replaceAll('  • ', '')],
    ['hyphens as bullets', (text: string) => text.replaceAll('  • ', '- ')],
    ['middle dots', (text: string) => text.replaceAll('  • ', '·')],
    ['asterisks', (text: string) => text.replaceAll('  • ', '\t*\t')],
    ['no-break spaces', (text: string) => text.replaceAll('  • ', '\u00a0•\u00a0').replaceAll(': ', '\u00a0:\u00a0')],
    ['tabs', (text: string) => text.replaceAll(': ', ':\t').replaceAll('\n', '\t\n')],
    [
      'labels in capitals',
      (text: string) => text.replaceAll(/^[ •]*[A-Z][\w()/ ]+:/gm, (label) => label.toUpperCase()),
    ],
    [
      'labels in small letters',
      (text: string) => text.replaceAll(/^[ •]*[A-Z][\w()/ ]+:/gm, (label) => label.toLowerCase()),
    ],
    ['values below their labels', (text: string) => text.replaceAll(': ', ':\n')],
    ['values two lines below', (text: string) => text.replaceAll(': ', ':\n\n   ')],
    [
      'other spellings',
      (text: string) =>
        text
          .replace('Author(s)', 'Authors')
          .replace('Summary/Abstract', 'Summary / Abstract')
          .replace('Issue No', 'Issue No.'),
    ],
    ['all bullets in one line', (text: string) => text.replaceAll('\n  • ', ' • ')],
    [
      'a list wrapped',
      (text: string) =>
        text.replace('lighthouse; storms', 'lighthouse;\nstorms').replace('Local History', '\n   Local\nHistory'),
    ],
    [
      'keywords in a list of their own',
      (text: string) => text.replace(' lighthouse; storms', '\n - lighthouse\n - storms'),
    ],
    ['keywords one a line', (text: string) => text.replace(' lighthouse; storms', '\nlighthouse\nstorms')],
    ['zero-width characters', (text: string) => text.replaceAll('\n', '\u200b\n\u200e')],
  ])('reads the same with %s', async (_, change) => {
    const { identifier, ...rest } = await item(change(page()));
    expect(rest).toEqual(WHOLE);
  });

  test('is read in another encoding that is named', async () => {
    const bytes = Buffer.from(
      [...page()].map((letter) => ({ ş: 0xfe, ı: 0xfd, ğ: 0xf0, İ: 0xdd, '•': 0x95 })[letter] ?? letter.charCodeAt(0)),
    );
    const { items } = await read(bytes, 'windows-1254');
    expect(items[0]).toMatchObject(WHOLE);
  });

  test('with a title alone is an item', async () => {
    const { identifier, ...rest } = await item(
      page(
        Object.fromEntries(
          Object.keys({
            'Author(s)': 0,
            'Subject(s)': 0,
            Keywords: 0,
            'Summary/Abstract': 0,
            'Issue Year': 0,
            'Issue No': 0,
            'Page Range': 0,
            'Page Count': 0,
            Language: 0,
          }).map((label) => [label, undefined]),
        ),
        ['Fener'],
      ),
    );
    expect(rest).toEqual({
      titles: [{ text: 'Fener', kind: 'main' }],
      publishers: [{ name: 'Ada Yayınları' }],
      type: 'article',
    });
  });

  test('without a title is refused at line 1', async () => {
    for (const text of [page({}, []), page({}, ['The Lighthouse Notebooks Cover Image'])]) {
      const { items, refusals } = await read(text);
      expect(items).toEqual([]);
      expect(refusals).toEqual([expect.objectContaining({ line: 1, reason: expect.stringContaining('no title') })]);
    }
  });

  test('without any label is refused when it must be read as a page', async () => {
    for (const text of ['', 'A letter\n\nDear aunt: how are you?']) {
      expect((await read(text)).refusals).toEqual([
        expect.objectContaining({ line: 1, reason: expect.stringContaining('no line begins with a label') }),
      ]);
    }
  });

  test('is recognised by two labels, and nothing else is', () => {
    expect(ceeol.recognises(page(), 'a.txt')).toBe(true);
    expect(ceeol.recognises('T\nKeywords: a\nLanguage: Turkish', 'a')).toBe(true);
    expect(ceeol.recognises('<i>Homo ludens</i>\nKeywords: a\nLanguage: Turkish', 'a')).toBe(true);
    expect(ceeol.recognises('T\nKeywords: a\nKeywords: b', 'a.txt')).toBe(false);
    expect(ceeol.recognises('Dear aunt: how are you?\nLanguage: fine', 'a.txt')).toBe(false);
    expect(ceeol.recognises('<?xml version="1.0"?>\n<a>\nKeywords: a\nLanguage: x</a>', 'a.xml')).toBe(false);
    expect(ceeol.recognises('{"Keywords: a":\n"Language: b"}', 'a.txt')).toBe(false);
  });
});

describe('titles', () => {
  const titles = async (lines: string[], language: string | undefined) =>
    (await odd(page({ Language: language }, lines))).item.titles;

  test('one title is in the language of the page', async () => {
    expect(await titles(['Fener'], 'Turkish')).toEqual([{ text: 'Fener', lang: 'tr', kind: 'main' }]);
    expect(await titles(['Lights'], 'English')).toEqual([{ text: 'Lights', lang: 'en', kind: 'main' }]);
    expect(await titles(['Lights'], undefined)).toEqual([{ text: 'Lights', kind: 'main' }]);
  });

  test('a second one that says the same is dropped', async () => {
    expect(await titles(['THE  LIGHTS', 'The Lights'], 'English')).toEqual([
      { text: 'THE LIGHTS', lang: 'en', kind: 'main' },
    ]);
  });

  test('a third one is an alternative in no known language', async () => {
    expect(await titles(['Fener', 'The Light', 'Le phare'], 'Turkish')).toEqual([
      { text: 'Fener', lang: 'tr', kind: 'main' },
      { text: 'The Light', lang: 'en', kind: 'translated' },
      { text: 'Le phare', kind: 'alternative' },
    ]);
  });

  test.each([
    ['Serbian', 'Светионик', 'sr-Cyrl'],
    ['Serbian', 'Svetionik', 'sr-Latn'],
    ['Serbian', '&#1057;&#1074;&#1077;&#1090;', 'sr-Cyrl'],
    ['Bosnian', 'Svjetionik', 'bs'],
    ['Bosnian', 'Свјетионик', 'bs-Cyrl'],
    ['Croatian', 'Svjetionik', 'hr'],
    ['Montenegrin', 'Svjetionik', 'cnr-Latn'],
    ['Serbo-Croatian', 'Svetionik', 'sh-Latn'],
    ['Macedonian', 'Светилник', 'mk'],
    ['Russian', 'Маяк', 'ru'],
    ['Greek', 'Ο φάρος', 'el'],
    ['Modern Greek (1453-)', 'Ο φάρος', 'el'],
    ['Albanian', 'Fari', 'sq'],
    ['Romanian', 'Farul', 'ro'],
    ['Hungarian', 'A világítótorony', 'hu'],
    ['Slovene', 'Svetilnik', 'sl'],
    ['English, Turkish', 'Fener', 'tr'],
    [
      'Serbian, Russian, English',
      'О жизни смотрителей маяка на северном море и об их семьях, которые каждый год ждали весны',
      'ru',
    ],
  ])('%s: %s is %s', async (language, title, lang) => {
    expect((await titles([title, 'The Light'], language))[0]?.lang).toBe(lang);
  });

  test('a title in letters of another script is not in the language of the page', async () => {
    expect(await titles(['The Lights of the Harbour'], 'Russian')).toEqual([
      { text: 'The Lights of the Harbour', kind: 'main' },
    ]);
    expect(await titles(['Маяк', 'Majak'], 'Russian')).toEqual([
      { text: 'Маяк', lang: 'ru', kind: 'main' },
      { text: 'Majak', lang: 'en', kind: 'translated' },
    ]);
    expect((await titles(['Svetionik', 'Светионик'], 'Serbian'))[1]).toEqual({
      text: 'Светионик',
      kind: 'alternative',
    });
  });

  test('may begin like a label', async () => {
    const { item: read } = await odd(page({ Language: 'English' }, ['Language: A History']));
    expect(read.titles).toEqual([{ text: 'Language: A History', lang: 'en', kind: 'main' }]);
    expect(read.languages).toEqual(['eng']);
    expect(texts((await item(page({}, ['Dil: Bir Tarih', 'Language: A History']))).titles)).toEqual([
      'Dil: Bir Tarih',
      'Language: A History',
    ]);
    expect(texts((await item(page({}, ['Fener', 'On the Cover Image']))).titles)).toEqual([
      'Fener',
      'On the Cover Image',
    ]);
  });
});

describe('names', () => {
  test.each([
    ['Topal Coşkun', ['Topal Coşkun']],
    ['Topal, Coşkun', ['Topal, Coşkun']],
    ['Ana Marin, Petar Lukin', ['Ana Marin', 'Petar Lukin']],
    ['Ana Marin,Petar Lukin,  Ivo Ran', ['Ana Marin', 'Petar Lukin', 'Ivo Ran']],
    ['Marin, Ana; Lukin, Petar', ['Marin, Ana', 'Lukin, Petar']],
    ['Marin, Ana;', ['Marin, Ana']],
    ['John Reed, Jr., Mary Reed', ['John Reed, Jr.', 'Mary Reed']],
    ['John Reed, III', ['John Reed, III']],
    ['Reed, John, Jr.', ['Reed, John, Jr.']],
    ['Marin, A., Lukin, P. K.', ['Marin, A.', 'Lukin, P. K.']],
    ['Ana Markovi&#263;, Petar Lukin', ['Ana Marković', 'Petar Lukin']],
    ['Markovi&amp;#263; Ana', ['Marković Ana']],
    ['Ana Marin (Ada, North), Petar Lukin', ['Ana Marin (Ada, North)', 'Petar Lukin']],
    ['Ana Marin\nPetar Lukin', ['Ana Marin', 'Petar Lukin']],
    ['Ana Marin,\nPetar\nLukin', ['Ana Marin', 'Petar Lukin']],
    ['Ana\u00a0Marin,\tPetar   Lukin', ['Ana Marin', 'Petar Lukin']],
  ])('%j', async (text, names) => {
    expect(literals(await item(page({ 'Author(s)': text })))).toEqual(names);
  });

  test.each([
    'No Author Specified',
    'Author Not Specified',
    'Various, Authors',
    'Anonymous, Anonymous',
    'Miscellaneous, Miscellaneous',
    'TOL, TOL',
    'no author specified.',
    '-',
    'Author(s) Not Specified',
  ])('%s is no name', async (text) => {
    const { item: read, notes } = await odd(page({ 'Author(s)': text }));
    expect(read.agents).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(/^4: Author\(s\): .* is no name/)]);
  });

  test('a placeholder among names is left out alone', async () => {
    const { item: read, notes } = await odd(page({ 'Author(s)': 'Ana Marin; Various, Authors; Petar Lukin' }));
    expect(literals(read)).toEqual(['Ana Marin', 'Petar Lukin']);
    expect(notes).toHaveLength(1);
  });

  test('editors, translators and contributors keep their roles', async () => {
    const { agents } = await item(
      page({ 'Editor(s)': 'Ana Marin, Petar Lukin', 'Translator(s)': 'Ivo Ran', Contributor: 'Eva Sol' }),
    );
    expect(agents?.map(({ role, literal }) => `${role} ${literal}`)).toEqual([
      'author Işık Deniz',
      'editor Ana Marin',
      'editor Petar Lukin',
      'translator Ivo Ran',
      'contributor Eva Sol',
    ]);
  });
});

describe('subjects and keywords', () => {
  test.each([
    ['History, Pre-WW I & WW I (1900 -1919), Law', ['History', 'Pre-WW I & WW I (1900 -1919)', 'Law']],
    ['a (b, c; d), e [f, g] ; h', ['a (b, c; d)', 'e [f, g]', 'h']],
    ['a (b, c, d; e', ['a (b', 'c', 'd', 'e']],
    ['a) b, c (d, e) f, g', ['a) b', 'c (d, e) f', 'g']],
    ['War (1914, Peace, Love (1920, 1921), End', ['War (1914', 'Peace', 'Love (1920, 1921)', 'End']],
    ['a ((b, c), d), e', ['a ((b, c), d)', 'e']],
    ['R&amp;D; Vi&#353;egrad, AT&T; x', ['R&D', 'Višegrad', 'AT&T', 'x']],
    ['a,, ;b;', ['a', 'b']],
  ])('%s', async (text, terms) => {
    expect(texts((await item(page({ 'Subject(s)': text }))).subjects)).toEqual(terms);
    expect(texts((await item(page({ Keywords: text }))).keywords)).toEqual(terms);
  });

  test('keywords that come twice, in two languages, are all kept', async () => {
    const text = page({ Keywords: 'fener; fırtına\nKeywords: lighthouse' });
    expect(texts((await item(text)).keywords)).toEqual(['fener', 'fırtına', 'lighthouse']);
  });
});

describe('the abstract', () => {
  const abstracts = async (text: string, language = 'Turkish') =>
    (await odd(page({ 'Summary/Abstract': text, Language: language }))).item.abstracts;
  const TURKISH =
    'Bu çalışma, küçük bir limanın fener bekçilerinin fırtınaları nasıl anlattığını ve sözlerinin orada yaşayan balıkçıların türküleriyle ne kadar benzeştiğini araştırıyor.';

  test('is whole: lines and paragraphs up to the next label', async () => {
    expect(
      await abstracts(
        `${ABSTRACT}\n\n\nSecond – with “signs”.\nThird: a colon.\n- one point\n- another: point\n• a third\nThe end.`,
      ),
    ).toEqual([
      {
        text: `${ABSTRACT}\nSecond – with “signs”.\nThird: a colon.\n- one point\n- another: point\n• a third\nThe end.`,
        lang: 'en',
      },
    ]);
  });

  test('may hold a paragraph that begins like a label', async () => {
    const { item: read } = await odd(page({ 'Summary/Abstract': `${ABSTRACT}\nLanguage: the keepers had many.` }));
    expect(texts(read.abstracts)).toEqual([`${ABSTRACT}\nLanguage: the keepers had many.`]);
    expect(read.languages).toEqual(['tur']);
  });

  test('is in the language that it is in', async () => {
    expect((await abstracts(ABSTRACT))?.[0]?.lang).toBe('en');
    expect((await abstracts(TURKISH))?.[0]?.lang).toBe('tr');
    expect((await abstracts(TURKISH, 'Turkish, English'))?.[0]?.lang).toBe('tr');
    expect((await abstracts(ABSTRACT, 'Latin'))?.[0]?.lang).toBe('en');
    expect((await abstracts('Short.', 'English'))?.[0]?.lang).toBe('en');
  });

  test('is in no known language when that is uncertain', async () => {
    expect((await abstracts('Short.'))?.[0]).toEqual({ text: 'Short.' });
    expect((await abstracts(TURKISH, 'Romanian'))?.[0]?.lang).toBeUndefined();
    expect((await abstracts(`${TURKISH}\n${ABSTRACT}`.repeat(3)))?.[0]?.lang).toBeUndefined();
    expect((await abstracts('Это русский текст на английской странице.', 'English'))?.[0]?.lang).toBeUndefined();
  });

  test('may come twice, in two languages', async () => {
    const read = await abstracts(`${TURKISH}\n\nAbstract: ${ABSTRACT}`);
    expect(read).toEqual([
      { text: TURKISH, lang: 'tr' },
      { text: ABSTRACT, lang: 'en' },
    ]);
  });

  test('in Serbian says its script', async () => {
    const text =
      'Рад испитује како су чувари светионика у малој луци писали о олујама и шта је њиховим речима заједничко са песмама рибара који су ту живели.';
    expect((await abstracts(text, 'Serbian'))?.[0]?.lang).toBe('sr-Cyrl');
  });
});

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
  ])('Issue Year %s', async (text, volume, year) => {
    const { host, dates } = await item(page({ 'Issue Year': text }));
    expect(host?.volume).toBe(volume);
    expect(dates).toEqual([{ date: year, kind: 'issued' }]);
  });

  test.each(['2017-2018', '2017/2018', '2017/18', '20188', '0218', '3018', 'soon', '—', '1/1'])(
    'Issue Year %s gives no date',
    async (text) => {
      const { item: read, notes } = await odd(page({ 'Issue Year': text }));
      expect(read.dates).toBeUndefined();
      expect(notes).toEqual([expect.stringMatching(/^10: Issue Year: .*gives no date/)]);
    },
  );

  test('a volume is kept where the year cannot be', async () => {
    const { item: read, notes } = await odd(page({ 'Issue Year': 'XI/2017-2018' }));
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
    const { host } = await item(page({ 'Page Range': text }));
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
    const { item: read, notes } = await odd(page({ 'Page Range': text }));
    expect([read.host?.firstPage, read.host?.lastPage]).toEqual([firstPage, lastPage]);
    expect(notes).toEqual([expect.stringMatching(/^12: Page Range: /)]);
  });

  test('more labels: journal, ISSN, DOI, URL, years', async () => {
    const read = await item(
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
    const { notes } = await odd(page({ [label]: value }));
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  test('a known language stays beside an unknown one', async () => {
    const { item: read, notes } = await odd(page({ Language: 'Turkish / Gobbledygook; English and German' }));
    expect(read.languages).toEqual(['tur', 'eng', 'deu']);
    expect(notes).toHaveLength(1);
  });

  test('text under no label gets a note', async () => {
    const { notes } = await odd(`${page()}\n\nBack to the list\n• Open access`);
    expect(notes).toEqual([
      '16: “Back to the list” stands under no label and was left out',
      '17: “• Open access” stands under no label and was left out',
    ]);
  });

  test('an unknown label between the abstract and the known ones ends the abstract', async () => {
    const { item: read, notes } = await odd(page().replace('  • Issue Year', '  • Shelf: 7\n  • Issue Year'));
    expect(read.abstracts).toEqual(WHOLE.abstracts);
    expect(notes).toEqual([expect.stringContaining('“Shelf” is no label')]);
  });

  test('a label that comes twice with another value gets a note', async () => {
    const { item: read, notes } = await odd(`${page()}\n• Issue No: 7\n• Issue No: 6\n• Page Count: 19`);
    expect(read.host?.issue).toBe('6');
    expect(notes).toEqual([
      expect.stringMatching(/Issue No: “7” differs/),
      expect.stringMatching(/Page Count: “19” differs/),
    ]);
  });
});

describe('any text at all', () => {
  const LINES = [
    '',
    'Title',
    'x Cover Image',
    'Author(s): ',
    'Keywords: a (b',
    '• Issue Year: 4/2018',
    '- Foo: bar',
    'Summary/Abstract:',
    '•',
    '  Language: ',
    'DOI: 10.5555/x',
    ',;,',
    '\u0000',
    '\ud83d\ude00',
    'Subject(s): &#353;;([',
  ];

  test('is an item that can be checked or a refusal, never an error', async () => {
    const line = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...LINES) },
      fc.string({ unit: 'binary' }),
      fc.string(),
    );
    const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r', ' ', '')), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        try {
          const { items, refusals } = await read(parts.flat().join('').toWellFormed());
          expect(items.length + refusals.length).toBe(1);
          for (const one of items) checkItem(one);
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['labels', 'DOI:\n'.repeat(300_000)],
    ['unknown entries', `T\nAbstract: x\n${'• Foo: bar\n'.repeat(200_000)}`],
    ['values', `T\n${'Keywords: a\nDOI: 10.5555/x\n'.repeat(200_000)}`],
    ['brackets', `T\nKeywords: ${'('.repeat(500_000)}${')'.repeat(400_000)}`],
    ['blanks', `T\nKeywords: a${' '.repeat(1_000_000)}b\nLanguage: ${'\u00a0'.repeat(500_000)}`],
    ['separators', `T\nAuthor(s): ${'a,'.repeat(200_000)}\nKeywords: ${'&;'.repeat(200_000)}`],
    [
      'digits',
      `T\nPage Range: ${'1'.repeat(500_000)}\nIssue Year: ${'1'.repeat(500_000)}\nISSN: ${'1-'.repeat(200_000)}`,
    ],
    ['titles', `${'T\n'.repeat(200_000)}DOI: x`],
    ['one long line', 'x'.repeat(2_000_000)],
  ])('of many %s takes no time', async (_, text) => {
    const start = performance.now();
    await read(text);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

const SHARED = process.env['OAI_SHARED'];
const describeShared = SHARED ? describe : describe.skip;

describeShared('the page that the project began with', () => {
  const seed = join(SHARED ?? '', 'seed');
  const name = SHARED ? (readdirSync(seed).find((file) => file.endsWith('.txt')) ?? '') : '';

  test('arrives field by field', async () => {
    const file = new SourceFile(join(seed, name), 'seed/page');
    expect(ceeol.recognises(await file.head(), file.path)).toBe(true);
    const incoming = await readAll(ceeol, file);
    expect(incoming).toHaveLength(1);
    const read = incoming[0]?.kind === 'item' ? incoming[0].item : undefined;
    const abstract = /^Summary\/Abstract: (.*)$/m.exec(readFileSync(file.path, 'utf8'))?.[1];
    expect(read).toEqual({
      identifier: 'seed/page',
      titles: [
        { text: 'Türk-Rus İlişkileri ve Moskova Anlaşması', lang: 'tr', kind: 'main' },
        { text: 'Turkey-Russia Relations and Moscow Treaty', lang: 'en', kind: 'translated' },
      ],
      agents: [{ role: 'author', literal: 'Topal Coşkun' }],
      subjects: [
        { text: 'History' },
        { text: 'Diplomatic history' },
        { text: 'Pre-WW I & WW I (1900 -1919)' },
        { text: 'Interwar Period (1920 - 1939)' },
      ],
      keywords: [
        { text: 'The period of Truce' },
        { text: 'Moscow Agreement' },
        { text: 'Turkey' },
        { text: 'Russia' },
        { text: 'Foreign Policy' },
      ],
      publishers: [{ name: 'Karadeniz Teknik Üniversitesi - Karadeniz Araştırmaları Enstitüsü' }],
      abstracts: [{ text: abstract, lang: 'en' }],
      dates: [{ date: '2018', kind: 'issued' }],
      host: { volume: '4', issue: '6', firstPage: '313', lastPage: '330' },
      extent: { pages: 18 },
      languages: ['tur'],
      type: 'article',
    });
    expect(abstract?.length).toBeGreaterThan(2000);
  });
});

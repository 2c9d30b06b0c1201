import { temporaryFolder } from '../support/temporary-folder.ts';
import { ABSTRACT, item, literals, odd, page, texts } from './ceeol-page.ts';

const folder = temporaryFolder();

describe('titles', () => {
  const titles = async (lines: string[], language: string | undefined) =>
    (await odd(folder, page({ Language: language }, lines))).item.titles;

  test('one title is in the language of the page', async () => {
    expect(await titles(['Fener'], 'Turkish')).toEqual([{ text: 'Fener', lang: 'tr', kind: 'main' }]);
    expect(await titles(['Lights'], 'English')).toEqual([{ text: 'Lights', lang: 'en', kind: 'main' }]);
    expect(await titles(['Lights'], 'Multiple languages')).toEqual([{ text: 'Lights', kind: 'main' }]);
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
    const { item: read } = await odd(folder, page({ Language: 'English' }, ['Language: A History']));
    expect(read.titles).toEqual([{ text: 'Language: A History', lang: 'en', kind: 'main' }]);
    expect(read.languages).toEqual(['eng']);
    expect(texts((await item(folder, page({}, ['Dil: Bir Tarih', 'Language: A History']))).titles)).toEqual([
      'Dil: Bir Tarih',
      'Language: A History',
    ]);
    expect(texts((await item(folder, page({}, ['Fener', 'On the Cover Image']))).titles)).toEqual([
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
    expect(literals(await item(folder, page({ 'Author(s)': text })))).toEqual(names);
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
    const { item: read, notes } = await odd(folder, page({ 'Author(s)': text }));
    expect(read.agents).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(/^4: Author\(s\): .* is no name/)]);
  });

  test('a placeholder among names is left out alone', async () => {
    const { item: read, notes } = await odd(folder, page({ 'Author(s)': 'Ana Marin; Various, Authors; Petar Lukin' }));
    expect(literals(read)).toEqual(['Ana Marin', 'Petar Lukin']);
    expect(notes).toHaveLength(1);
  });

  test('editors, translators and contributors keep their roles', async () => {
    const { agents } = await item(
      folder,
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
    expect(texts((await item(folder, page({ 'Subject(s)': text }))).subjects)).toEqual(terms);
    expect(texts((await item(folder, page({ Keywords: text }))).keywords)).toEqual(terms);
  });

  test('keywords that come twice, in two languages, are all kept', async () => {
    const text = page({ Keywords: 'fener; fırtına\nKeywords: lighthouse' });
    expect(texts((await item(folder, text)).keywords)).toEqual(['fener', 'fırtına', 'lighthouse']);
  });
});

describe('the abstract', () => {
  const abstracts = async (text: string, language = 'Turkish') =>
    (await odd(folder, page({ 'Summary/Abstract': text, Language: language }))).item.abstracts;
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
    const { item: read } = await odd(
      folder,
      page({ 'Summary/Abstract': `${ABSTRACT}\nLanguage: the keepers had many.` }),
    );
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

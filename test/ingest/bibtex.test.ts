import { decodeLatex } from '../../src/ingest/bibtex/decode-latex.ts';
import { readNames } from '../../src/ingest/bibtex/read-names.ts';
import { bibtex } from '../../src/ingest/bibtex.ts';
import type { Incoming } from '../../src/ingest/import-format.ts';
import { recogniseFormat } from '../../src/ingest/index.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { isOaiIdentifier, toOaiIdentifier } from '../../src/oai/identifier.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixture, readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const read = (text: string | Uint8Array, encoding?: string) => readAll(bibtex, sourceFile(folder, text, encoding));

/** The only item, in its kept form. */
async function itemOf(text: string): Promise<Item> {
  const items = itemsIn(await read(text));
  expect(items).toHaveLength(1);
  return items[0] as Item;
}

function itemsIn(all: readonly Incoming[]): Item[] {
  return all.flatMap((one) => {
    if (one.kind !== 'item') return [];
    const checked = checkItem(one.item);
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    return [checked.item];
  });
}

const notesIn = (all: readonly Incoming[]) => all.flatMap((one) => (one.kind === 'note' ? [one.text] : []));
const refusalsIn = (all: readonly Incoming[]) =>
  all.flatMap((one) => (one.kind === 'refusal' ? [`${one.line} ${one.identifier ?? '?'}: ${one.reason}`] : []));

describe('a file made of the exports of many programs', () => {
  let all: Incoming[] = [];
  let items: Item[] = [];
  beforeAll(async () => {
    all = await readAll(bibtex, fixture('import/bibtex/mixed.bib'));
    items = itemsIn(all);
  });
  const item = (identifier: string) => items.find((one) => one.identifier === identifier);

  test('loses only the entries that are bad, by name and line', () => {
    expect(refusalsIn(all)).toEqual([
      '41 lost2020: it is not closed: a brace is missing',
      '47 nocomma2: t stands where an equals sign after nocomma2 should stand',
      '53 ?: it has no key, ID or DOI to be known by: give it one',
    ]);
    expect(items.map(({ identifier }) => identifier)).toEqual([
      ...['yilmaz_okuma_2021', 'Popescu:Rain', 'child1', 'ms1', '10.5555/abc.def', 'Oak2020arxiv'],
      ...['ISI:000999999900001', 'mono', 'part', 'rep', 'data1', 'soft1', 'unp', 'conf2019', 'child2', 'last'],
    ]);
  });

  test('is read as it is meant: an article of Zotero', () => {
    expect(item('yilmaz_okuma_2021')).toEqual({
      identifier: 'yilmaz_okuma_2021',
      titles: [{ text: 'Kırsal kütüphanelerde okuma alışkanlıkları: DNA & E. coli — 50%' }],
      agents: [
        { family: 'Yılmaz', given: 'Ayşe' },
        { family: 'van der Čapek', given: 'Karel, Jr.' },
        { family: 'Öz', given: 'Can' },
        { kind: 'organisation', literal: 'Türk Kütüphaneciler Derneği' },
        { family: 'van Beethoven', given: 'Ludwig' },
      ],
      abstracts: [{ text: 'First paragraph about H₂O and α-helices.\nSecond “paragraph” with an argument.' }],
      keywords: [{ text: 'okuma' }, { text: 'kütüphane' }, { text: 'reading' }],
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
        { scheme: 'doi', value: '10.5555/12345678_a' },
        { scheme: 'pmid', value: '123456' },
      ],
      links: ['https://journal.example.org/article/17?a=1&b=2'],
      licence: { uri: 'https://creativecommons.org/licenses/by/4.0/' },
    });
    expect(notesIn(all).filter((text) => text.startsWith('yilmaz'))).toEqual([
      'yilmaz_okuma_2021: the names of author end with “and others”: there are more than are given',
      'yilmaz_okuma_2021: LaTeX commands that are not known here were left out: \\unknowncommand',
    ]);
  });

  test('and theses, parts of books, reports, data', () => {
    expect(item('Popescu:Rain')).toMatchObject({
      titles: [{ text: 'Rain über all: Études' }],
      type: 'doctoralThesis',
      dates: [{ date: '1991-03-12' }],
      publishers: [{ name: 'Universitatea Inventată' }],
      extent: { text: 'xii+312' },
      languages: ['ron'],
    });
    expect(item('child1')).toMatchObject({
      type: 'conferenceObject',
      agents: [
        { family: 'de la Cruz', given: 'Juana' },
        { role: 'editor', family: 'Fir' },
      ],
      host: { titles: [{ text: 'Proceedings of Sheep' }], firstPage: '7', lastPage: '9' },
      dates: [{ date: '2019' }],
      relations: [{ type: 'isPartOf', scheme: 'isbn', value: '979-7-0000-0003-1' }],
    });
    // The DOI of the whole is not that of its part.
    expect(item('child1')?.identifiers).toBeUndefined();
    expect(item('ms1')).toMatchObject({ type: 'masterThesis', dates: [{ date: '2018' }] });
    expect(item('Oak2020arxiv')).toMatchObject({
      type: 'preprint',
      identifiers: [{ scheme: 'arxiv', value: '2001.00001v2' }],
    });
    expect(item('ISI:000999999900001')).toMatchObject({
      titles: [{ text: 'Web of Science style: a title on two lines' }],
      agents: [
        { family: 'Ash', given: 'A.' },
        { family: 'Oak', given: 'B.' },
      ],
      dates: [{ date: '2015' }],
      host: { volume: '3', firstPage: 'e12' },
    });
    expect(item('mono')).toMatchObject({
      titles: [{ text: 'Collected stones' }, { text: 'A reader', kind: 'subtitle' }],
      type: 'book',
      extent: { pages: 212 },
      publishers: [{ name: 'Invented Press' }],
      relations: [{ type: 'isPartOf', value: 'Stone Studies ; 4' }],
    });
    expect(item('part')).toMatchObject({
      agents: [{ family: 'van den Berg', given: 'Hans' }, { role: 'editor' }],
      host: { titles: [{ text: 'Collected stones: A reader' }] },
      dates: [{ date: '2020-03' }],
      languages: ['deu'],
      type: 'bookPart',
    });
    expect(item('rep')).toMatchObject({
      agents: [{ kind: 'organisation', literal: 'Office of Offices' }],
      type: 'workingPaper',
      identifiers: [{ scheme: 'report-number', value: 'TR-7' }],
    });
    expect(item('data1')).toMatchObject({
      type: 'dataset',
      dates: [{ date: '2023-03-15' }],
      files: [{ uri: 'https://data.example.org/~rain/files.pdf', mediaType: 'application/pdf' }],
    });
    expect(item('soft1')?.dates).toBeUndefined();
    expect(item('last')?.abstracts).toEqual([{ text: 'After it' }]);
  });

  test('names what items have no place for once', () => {
    expect(notesIn(all).at(-1)).toBe(
      'left out, because items have no place for it: edition (1), file (2), keywords-plus (1), note (1), primaryclass (1), unique-id (1), urldate (1), version (1)',
    );
  });

  test('has keys that are legal in OAI identifiers', () => {
    const whole = items.map(({ identifier }) => toOaiIdentifier(identifier, 'example.org'));
    expect(whole.filter((identifier) => !isOaiIdentifier(identifier))).toEqual([]);
  });
});

describe('entries', () => {
  test.each([
    ['@ARTICLE(a, title = "B (c) {)} d", year = 2020)', 'B (c) ) d'],
    ['@Article\n{a,\n title = {B}}', 'B'],
    ['x@y.org @article{a, title = {B}} trailing', 'B'],
    ['@article{a, title = "B {"} c" # { d} # 5}', 'B " c d5'],
    ['@article{a, title = {B}, title = {C},,}', 'B'],
    ['@article { a b , TITLE={B\\{c}}', 'B{c'],
    ['@comment{@article{x, title={X}}}\n%@article{y, title={Y}}\n@article{a, title={B}}', 'B'],
    ['@string{A = "B"} @article{a, title = a # "C"}', 'BC'],
    ['@article{a, title = {B}, constructor = {x}, __proto__ = {y}}', 'B'],
    ['\uFEFF@article{a,\r\n  title = {B\r\n  c}\r\n}\r\n', 'B c'],
  ])('%s', async (text, title) => {
    expect((await itemOf(text)).titles).toEqual([{ text: title }]);
  });

  test.each([
    ['@article{a, title {B}}', '1 a: { stands where an equals sign after title should stand'],
    ['@article{a,\n title = {B} foo}', '1 a: line 2: f stands where a comma should stand'],
    ['@article{a, title = }', '1 a: the entry ends where the value of title should stand'],
    ['@article{a, title = "B}', '1 a: a value is not closed: " is missing'],
    ['@article{a, year = 2020}', '1 a: it has no title'],
    ['@article{a, title = {B}', '1 a: it is not closed: a brace is missing'],
    ['@article{title = {B}}', '1 ?: it has no key, ID or DOI to be known by: give it one'],
    ['@string{a {b}}', '1 ?: { stands where an equals sign after a should stand'],
  ])('%s is refused, and the next one is read', async (bad, reason) => {
    const all = await read(`${bad}\n@article{next, title = {Next}}\n`);
    expect(refusalsIn(all)).toEqual([reason]);
    expect(itemsIn(all).map(({ identifier }) => identifier)).toEqual(['next']);
  });

  test('macros of macros do not grow without end', async () => {
    const macros = Array.from({ length: 40 }, (_, i) => `@string{m${i + 1} = m${i} # m${i}}`);
    const all = await read(`@string{m0 = "0123456789"}\n${macros.join('\n')}\n@article{a, title = {T}, note = m40}`);
    expect(refusalsIn(all)[0]).toContain('too long');
    expect(itemsIn(all)).toHaveLength(1);
  });

  test('that refer to each other in a circle, or to nothing of their own, are read', async () => {
    const all = await read(
      '@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}}\n@book{c, title={C}, crossref={constructor}}',
    );
    expect(itemsIn(all).map(({ titles }) => titles[0]?.text)).toEqual(['A', 'B', 'C']);
    expect(notesIn(all)).toContain('c: it refers to constructor, which is not in this file');
  });

  test('with bytes that are not of the encoding are refused one by one, or decoded as told', async () => {
    const text =
      '% Köy\n@article{a, title={A}}\n@article{z,\n title={Köy}}\n@article{ö, title={O}}\n@article{b, title={B}}';
    const bytes = Buffer.from(text, 'latin1');
    const all = await read(bytes);
    expect(all.map((incoming) => (incoming.kind === 'item' ? incoming.item.identifier : incoming))).toEqual([
      'a',
      {
        kind: 'refusal',
        line: 3,
        identifier: 'z',
        reason: expect.stringContaining('line 4: not valid UTF-8'),
        raw: '@article{z,\n title={K\uFFFDy}}',
      },
      // A name that cannot be read is none.
      {
        kind: 'refusal',
        line: 5,
        reason: expect.stringContaining('line 5: not valid UTF-8'),
        raw: '@article{\uFFFD, title={O}}',
      },
      'b',
    ]);
    const told = (await read(bytes, 'windows-1252')).filter(({ kind }) => kind === 'item');
    expect(told).toHaveLength(4);
    expect(told[1]).toMatchObject({ item: { titles: [{ text: 'Köy' }] } });
  });

  test('that are cut off in a line without end are told', async () => {
    const all = await read(`@article{a, title={A}}${' '.repeat(17 * 1024 * 1024)}`);
    expect(all.filter(({ kind }) => kind === 'item')).toEqual([]);
    expect(all[0]).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('longer than 16 MiB') });
  });

  test('are read no further than the one that is given', async () => {
    const entry = (i: number) => `@article{key${i},\n  title = {T},\n  abstract = {${'x'.repeat(900)}}\n}\n`;
    const text = Array.from({ length: 5_000 }, (_, i) => entry(i)).join('');
    const file = sourceFile(folder, text);
    let furthest = 0;
    for await (const { kind, line } of bibtex.read(file)) {
      if (kind === 'item') furthest = Math.max(furthest, file.position - (text.length * line) / 20_000);
    }
    expect(furthest).toBeGreaterThan(0);
    expect(furthest).toBeLessThan(512 * 1024);
  });

  test('are recognised by what stands first, not by the name alone', () => {
    expect(recogniseFormat('% by hand\n\n@article{a,\n  title = {B}', 'x.txt')).toBe(bibtex);
    expect(recogniseFormat('@string{a = "b"}', 'x.txt')).toBe(bibtex);
    expect(recogniseFormat('Some words\n@book{a, title={B}}', 'x.bib')).toBe(bibtex);
    expect(recogniseFormat('Some words', 'x.bib')).not.toBe(bibtex);
    expect(bibtex.recognises('@media (max-width: 3px) { a { b: c } }', 'x.css')).toBe(false);
    expect(bibtex.recognises('Title\nAuthor(s): A\n@article{a, title={B}}', 'x.txt')).toBe(false);
  });
});

describe('dates', () => {
  test.each([
    ['year = 2020, month = mar', '2020-03'],
    ['year = 2020, month = {March}', '2020-03'],
    ['year = 2020, month = {3}, day = {7}', '2020-03-07'],
    ['year = 2020, month = "12~" # mar', '2020-03-12'],
    ['year = {2020}, month = {jan/feb}', '2020'],
    ['year = {2020}, month = {Bahar}', '2020'],
    ['year = {c2020}', '2020'],
    ['year = {2019--2020}', '2019'],
    ['date = {2020-03-12}', '2020-03-12'],
    ['date = {2020-21}', '2020'],
    ['date = {2020-03/2020-04}', '2020'],
    ['date = {1999/}', '1999'],
    ['date = {1850~}', '1850'],
    ['date = {2020-02-30}', '2020'],
    ['year = {in press}', undefined],
  ])('%s is %s', async (fields, date) => {
    expect((await itemOf(`@misc{a, title = {T}, ${fields}}`)).dates?.[0]?.date).toBe(date);
  });
});

describe('LaTeX', () => {
  test.each([
    [
      String.raw`{\"O}z, \"{o}, \" o, \'{\i}, \'\i, \^{\j}, \i{}, \.I, \c{s}\c s, \u g, \v{s}, \H{o}, \k a, \r{a}\aa`,
      'Öz, ö, ö, í, í, ĵ, ı, İ, şş, ğ, š, ő, ą, åå',
    ],
    [String.raw`\ss\o{} \AE\oe\ \L\l{}\dj\th \ng`, 'ßø Æœ Łłđþŋ'],
    [String.raw`\textcommabelow{s}\d{h}\b{d}\t{oo}\=a\G{a}`, 'șḥḏo͡oāȁ'],
    [String.raw`\'\'e \"`, 'e\u0301\u0301'.normalize('NFC')],
    ["``a'' `b' -- c---d ~e!`", "“a” ‘b' – c—d e¡"],
    [String.raw`\& \% \$ \# \_ \{ \} \textbackslash{} \~{} \^{}`, '& % $ # _ { } \\ ~ ^'],
    [
      String.raw`H$_2$O, x$^{-1}$, x$^{ab}$, $\alpha$-$\beta$, 5\,$\mu$m, $\frac{1}{2}$, $a<b$, 3$\times$4, $-$1`,
      'H₂O, x⁻¹, xab, α-β, 5 μm, 1/2, a<b, 3×4, -1',
    ],
    [String.raw`\emph{a {\it b}} {\bfseries c} \textbf{\textit{d}} \enquote{e} {\sc f}`, 'a b c d “e” f'],
    [
      String.raw`\href{https://example.org}{text} \url{https://example.org} \noopsort{x}1973`,
      'text https://example.org 1973',
    ],
    [String.raw`a\\b \LaTeX\ c {\LaTeX} d`, 'a b LaTeX c LaTeX d'],
    ['one\n two\n\n three  four', 'one two\nthree four'],
    ['}a{b', 'ab'],
  ])('%s', (latex, text) => {
    expect(decodeLatex(latex)).toBe(text);
  });

  test('names the commands that it does not know, and keeps what they hold', () => {
    const unknown = new Set<string>();
    expect(decodeLatex(String.raw`\foo{bar} \textit{x} \foo \baz`, unknown)).toBe('bar x');
    expect([...unknown]).toEqual(['\\foo', '\\baz']);
  });
});

describe('names', () => {
  test.each([
    ['Donald E. Knuth', { given: 'Donald E.', family: 'Knuth' }],
    ['Knuth, Donald E.', { given: 'Donald E.', family: 'Knuth' }],
    ['Ludwig van Beethoven', { given: 'Ludwig', 'non-dropping-particle': 'van', family: 'Beethoven' }],
    [
      "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
      { given: 'Charles Louis Xavier Joseph', 'non-dropping-particle': 'de la', family: 'Vallée Poussin' },
    ],
    ['van der Berg, Jr., Hans', { given: 'Hans', 'non-dropping-particle': 'van der', family: 'Berg', suffix: 'Jr.' }],
    ["d'Arc, Jeanne", { given: 'Jeanne', family: "d'Arc" }],
    ['{World Health Organization}', { literal: 'World Health Organization' }],
    ['{Barnes and Noble}', { literal: 'Barnes and Noble' }],
    ['{\\"O}z, Can', { given: 'Can', family: 'Öz' }],
    ['{\\"O}zg{\\"u}r {\\c S}en', { given: 'Özgür', family: 'Şen' }],
    ['Plato', { family: 'Plato' }],
    ['jean de la fontaine', { 'non-dropping-particle': 'jean de la', family: 'fontaine' }],
    ['Jean {de la} Fontaine', { given: 'Jean de la', family: 'Fontaine' }],
    [
      'family=Berg, given=Hans, prefix=van der, useprefix=true',
      { given: 'Hans', 'non-dropping-particle': 'van der', family: 'Berg' },
    ],
    ['Ash~Oak', { given: 'Ash', family: 'Oak' }],
    [', Ann', { family: 'Ann' }],
  ])('%s', (latex, name) => {
    expect(readNames(latex).names).toEqual([name]);
  });

  test('stand between “and”, whatever the white space', () => {
    const { names, others } = readNames('A, B and\n  C, D AND {E and F} and Anders, Andy and others');
    expect(names.map(({ family, literal }) => family ?? literal)).toEqual(['A', 'C', 'E and F', 'Anders']);
    expect(others).toBe(true);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ceeol } from '../../src/ingest/ceeol.ts';
import { SourceFile } from '../../src/ingest/source-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { item, page, read, WHOLE } from './ceeol-page.ts';
import { fixture, readAll } from './read-source.ts';

const folder = temporaryFolder();

describe('an article page', () => {
  test('gives an item with every field and nothing else', async () => {
    const { identifier, ...rest } = await item(folder, page());
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
    ['rules between the parts', (text: string) => text.replace('\n\n', '\n\n-----\n')],
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
    const { identifier, ...rest } = await item(folder, change(page()));
    expect(rest).toEqual(WHOLE);
  });

  test('is read in another encoding that is named', async () => {
    const bytes = Buffer.from(
      [...page()].map((letter) => ({ ş: 0xfe, ı: 0xfd, ğ: 0xf0, İ: 0xdd, '•': 0x95 })[letter] ?? letter.charCodeAt(0)),
    );
    const { items } = await read(folder, bytes, 'windows-1254');
    expect(items[0]).toMatchObject(WHOLE);
  });

  test('with a title alone is an item', async () => {
    const { identifier, ...rest } = await item(
      folder,
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
      publishers: [{ name: 'Üç Martı Yayınevi' }],
      type: 'article',
    });
  });

  test('without a title is refused at line 1', async () => {
    for (const text of [page({}, []), page({}, ['The Lighthouse Notebooks Cover Image'])]) {
      const { items, refusals } = await read(folder, text);
      expect(items).toEqual([]);
      expect(refusals).toEqual([expect.objectContaining({ line: 1, reason: expect.stringContaining('no title') })]);
    }
  });

  test('without any label is refused when it must be read as a page', async () => {
    for (const text of ['', 'A letter\n\nDear aunt: how are you?']) {
      expect((await read(folder, text)).refusals).toEqual([
        expect.objectContaining({ line: 1, reason: expect.stringContaining('no line begins with a label') }),
      ]);
    }
  });

  test('with faults in it is told line by line (fixtures/import/ceeol)', async () => {
    const told = async (name: string) =>
      (await readAll(ceeol, fixture(`import/ceeol/${name}.txt`))).map(({ kind, line }) => `${kind} ${line}`);
    expect(await told('odd-values')).toEqual(['item 1', 'note 3', 'note 7', 'note 9', 'note 10', 'note 11', 'note 12']);
    expect(await told('no-title')).toEqual(['refusal 1']);
    expect(await told('no-labels')).toEqual(['refusal 1']);
    expect(await told('two-labels-only')).toEqual(['refusal 1']);
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

import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { read } from './ceeol-page.ts';

const folder = temporaryFolder();

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
          const { items, refusals } = await read(folder, parts.flat().join('').toWellFormed());
          expect(items.length + refusals.length).toBe(1);
          for (const one of items) checkItem(one);
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
      }),
      { numRuns: 80 },
    );
  });

  test.each([
    ['labels', 'DOI:\n'.repeat(100_000)],
    ['unknown entries', `T\nAbstract: x\n${'• Foo: bar\n'.repeat(70_000)}`],
    ['values', `T\n${'Keywords: a\nDOI: 10.5555/x\n'.repeat(50_000)}`],
    ['brackets', `T\nKeywords: ${'('.repeat(500_000)}${')'.repeat(400_000)}`],
    ['blanks', `T\nKeywords: a${' '.repeat(1_000_000)}b\nLanguage: ${'\u00a0'.repeat(500_000)}`],
    ['separators', `T\nAuthor(s): ${'a,'.repeat(200_000)}\nKeywords: ${'&;'.repeat(200_000)}`],
    [
      'digits',
      `T\nPage Range: ${'1'.repeat(500_000)}\nIssue Year: ${'1'.repeat(500_000)}\nISSN: ${'1-'.repeat(200_000)}`,
    ],
    ['titles', `${'T\n'.repeat(100_000)}DOI: x`],
    ['one long line', 'x'.repeat(2_000_000)],
  ])('of many %s takes no time', async (_, text) => {
    const start = performance.now();
    await read(folder, text);
    expect(performance.now() - start).toBeLessThan(25_000);
  });
});

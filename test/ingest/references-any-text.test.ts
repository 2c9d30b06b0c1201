import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import { bibtex } from '../../src/ingest/bibtex.ts';
import { cslJson } from '../../src/ingest/csl-json.ts';
import type { ImportFormat } from '../../src/ingest/import-format.ts';
import { ris } from '../../src/ingest/ris.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();

/** Whatever the text is: items that can be checked, refusals and notes, each on a line of the file, or a Fault. */
async function holds(format: ImportFormat, text: string): Promise<void> {
  format.recognises(text.slice(0, 65_536), 'some.bib');
  const lines = text.split(/\r\n|\n|\r/).length;
  try {
    for (const one of await readAll(format, sourceFile(folder, text))) {
      expect(one.line).toBeGreaterThan(0);
      expect(one.line).toBeLessThanOrEqual(lines);
      if (one.kind === 'item') {
        const checked = checkItem(one.item);
        // An identifier may be too long or hold what must not stand there, and a title may come to nothing.
        if (!checked.ok)
          expect(checked.faults.map(({ pointer }) => pointer)).not.toContainEqual(
            expect.not.stringMatching(/^\/(?:identifier|titles)$/),
          );
      }
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

const VALUES = [
  ...[
    '{',
    '}',
    '"',
    '\\',
    '$',
    '#',
    ',',
    '=',
    '\n',
    ' and ',
    ', ',
    '--',
    '2020',
    '2020-03-12/2020-04',
    '10.5555/x',
    '12-34',
  ],
  ...[
    '\\"',
    "\\'",
    '\\c ',
    '\\i',
    '{\\"o}',
    '\\textit{',
    '^',
    '_',
    '~',
    '%',
    'jan',
    'others',
    'https://example.org/ç',
    'x',
  ],
  ...['9999-0008', '979-7-0000-0002-4', '<p>', '&amp;', '\u0000', '\ud83d\ude00', 'tr', 'en; de', '0000-00-00', '9999'],
];
const value = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...VALUES), { maxLength: 8 }).map((parts) => parts.join('')) },
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
);

const FIELDS = [
  ...['title', 'author', 'editor', 'year', 'month', 'date', 'journal', 'booktitle', 'series', 'number', 'pages', 'doi'],
  ...[
    'url',
    'isbn',
    'issn',
    'eprint',
    'keywords',
    'abstract',
    'language',
    'crossref',
    'note',
    'type',
    'license',
    '__proto__',
  ],
];
const TYPES = ['article', 'book', 'misc', 'phdthesis', 'string', 'comment', 'x', 'constructor'];
const entry = fc
  .tuple(fc.constantFrom(...TYPES), value, fc.array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 8 }))
  .map(
    ([type, key, fields]) => `@${type}{${key},\n${fields.map(([name, text]) => ` ${name} = {${text}},\n`).join('')}}\n`,
  );

const TAGS =
  'TY ID TI T1 T2 AU A1 A2 A3 ED PY Y1 DA JO JF VL IS SP EP SN KW N2 AB UR L1 LK DO LA M3 U1 C7 TT PB ER'.split(' ');
const record = fc
  .array(fc.tuple(fc.constantFrom(...TAGS), value), { maxLength: 12 })
  .map((tags) => `TY  - JOUR\n${tags.map(([tag, text]) => `${tag}  - ${text}\n`).join('')}ER  - \n`);

const VARIABLES = [
  ...[
    'id',
    'type',
    'genre',
    'title',
    'author',
    'editor',
    'issued',
    'container-title',
    'collection-title',
    'volume',
    'page',
  ],
  ...[
    'number',
    'number-of-pages',
    'DOI',
    'URL',
    'ISBN',
    'ISSN',
    'PMID',
    'keyword',
    'language',
    'note',
    'license',
    'funder',
  ],
];
const json: fc.Arbitrary<unknown> = fc.oneof(
  value,
  fc.jsonValue(),
  fc.array(fc.record({ family: value, given: value, literal: value }, { requiredKeys: [] })),
  fc.record({ 'date-parts': fc.array(fc.array(fc.oneof(fc.integer(), value))), raw: value }, { requiredKeys: [] }),
);
const reference = fc
  .dictionary(fc.constantFrom(...VARIABLES), json)
  .map((variables) => `${JSON.stringify({ id: 'a', title: 'T', ...variables })},\n`);

describe('any text at all', () => {
  test.each([
    ['bibtex', bibtex, entry],
    ['ris', ris, record],
    ['csl-json', cslJson, reference],
  ] as const)('as %s is items, refusals and notes', async (_, format, part) => {
    const text = fc
      .array(fc.oneof({ weight: 3, arbitrary: part }, value), { maxLength: 8 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, (whole) => holds(format, whole)),
      { numRuns: 300 },
    );
  });

  const article = (field: string) => `@article{a, title = {T}, ${field}}\n`;

  // What grows with the square of its length would not end within the time that Jest gives.
  test.each([
    ['open braces', bibtex, article(`author = {${'{'.repeat(500_000)}`)],
    ['nested braces', bibtex, article(`title = {${'{'.repeat(200_000)}${'}'.repeat(200_000)}}`)],
    ['accents', bibtex, article(`abstract = {${"\\'".repeat(500_000)}}`)],
    ['fractions', bibtex, article(`abstract = {$${'\\frac'.repeat(200_000)}$}`)],
    ['powers', bibtex, article(`abstract = {$${'^'.repeat(500_000)}$}`)],
    ['powers in braces', bibtex, article(`abstract = {$${'^{'.repeat(100_000)}${'}'.repeat(100_000)}$}`)],
    ['names', bibtex, article(`author = {${'A and '.repeat(200_000)}B}`)],
    ['blanks in names', bibtex, article(`author = {A${' '.repeat(500_000)}B}`)],
    ['commas', bibtex, article(`author = {${','.repeat(500_000)}}`)],
    ['blank lines', bibtex, article(`title = {A${'\n '.repeat(300_000)}B}`)],
    ['at signs', bibtex, '@a{'.repeat(300_000)],
    ['at signs on lines', bibtex, '@a{\n'.repeat(100_000)],
    ['entries on a line', bibtex, '@a{b,title={c}}'.repeat(20_000)],
    ['fields', bibtex, article(Array.from({ length: 100_000 }, (_, i) => `f${i} = {x}`).join(','))],
    ['hashes', bibtex, article(`note = ${'"a" # '.repeat(100_000)} "b"`)],
    ['blanks', bibtex, article(`language = {a${' '.repeat(300_000)}b}, isbn = {1${' '.repeat(300_000)}x}`)],
    ['tags', ris, `TY  - JOUR\n${'AU  - A\n'.repeat(200_000)}`],
    ['records', ris, 'TY  - JOUR\n'.repeat(50_000)],
    [
      'blanks in tags',
      ris,
      `TY  - JOUR\nTI  - T\nID  - a\nSN  - 1${' '.repeat(500_000)}x\nLA  - a${' '.repeat(500_000)}b`,
    ],
    ['lines without a tag', ris, `TY  - JOUR\nTI  - T\n${'x\n'.repeat(300_000)}`],
    ['open objects', cslJson, '{'.repeat(1_000_000)],
    ['nested objects', cslJson, `${'{"a":'.repeat(300_000)}1${'}'.repeat(300_000)}`],
    ['quotation marks', cslJson, '{"'.repeat(500_000)],
    ['backslashes', cslJson, `{"id":"a","title":"${'\\\\'.repeat(1_000_000)}"}`],
    ['objects on a line', cslJson, '{"id":"a","title":"b"},'.repeat(20_000)],
    ['commas between', cslJson, `[${','.repeat(2_000_000)}]`],
  ] as const)('of many %s takes no time', async (_, format, text) => {
    await holds(format, text);
  });
});

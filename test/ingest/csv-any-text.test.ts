import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import { TARGETS } from '../../src/ingest/csv/target.ts';
import { csv } from '../../src/ingest/csv.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { table } from './csv-table.ts';
import { readAll } from './read-source.ts';

const folder = temporaryFolder();
/** A mapping with a column for every target, and all that can be said about it. */
const MAPPING = `columns:\n${Object.entries(TARGETS)
  .map(([to, { options }]: [string, { options: readonly string[] }]) => {
    const more = options.includes('split') ? ', split: [";", "||"]' : '';
    return `  ${to}: { to: ${to}${more}, values: { x: y, z: "" } }\n`;
  })
  .join('')}deleted: { column: gone, values: [yes] }\nempty: ["-"]\n`;
const COLUMNS = [...Object.keys(TARGETS), 'gone'];

async function holds(text: string, mapping?: string): Promise<void> {
  try {
    const found = await readAll(csv, table(folder, text, mapping === undefined ? {} : { mapping }));
    expect(found.filter(({ line }) => !(line > 0))).toEqual([]);
    expect(found.filter((one) => one.kind === 'item' && !checkItem(one.item).ok)).toEqual([]);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.message).toMatch(/^\/\S+: \S/);
  }
}

describe('any text at all', () => {
  const piece = fc.oneof(
    fc.constantFrom(...',;\t|"\n\r', '""', '\r\n', 'id', 'title', 'Yazar', '1', 'sep=;', '\u0000', '\ufeff', '||', ' '),
    fc.string({ unit: 'binary' }),
  );

  test('is rows that can be checked, refusals and notes, or a Fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.boolean(), async (pieces, withHeader) => {
        await holds((withHeader ? 'id,title,author\n' : '') + pieces.join('').toWellFormed());
      }),
      { numRuns: 150 },
    );
  });

  test('in the cells of every column makes items that pass the check', async () => {
    const cell = fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'binary' }) },
      fc.webUrl(),
      fc.constantFrom(
        'x',
        'z',
        '-',
        '',
        '2021',
        '9999-1012',
        'open',
        'tr',
        'article',
        'a:b',
        '10.5555/x',
        'A, B; C, D',
      ),
      fc.constantFrom('https://x.example.org/ç', '<p></p>', '&#0;', '12-30', '0000-0001-2000-0014', 'info:eu-repo/'),
    );
    const row = fc.array(cell, { minLength: COLUMNS.length, maxLength: COLUMNS.length });
    const quote = (text: string) => `"${text.toWellFormed().replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 4 }), async (rows) => {
        const lines = [COLUMNS, ...rows].map((cells) => cells.map(quote).join(','));
        await holds(lines.join('\n'), MAPPING);
      }),
      { numRuns: 100 },
    );
  });

  test('as a mapping is one, or a list of faults', async () => {
    const yaml = fc.oneof(
      fc.constantFrom(
        ...['columns:', '\n  ', 'id: ', 'identifier', 'title', '{ to: ', '}', '[', ']', '- ', '&a ', '*a', '#'],
      ),
      fc.constantFrom(
        ...['constants:', 'deleted:', 'split: ', 'values: ', '""', ': ', ', ', '|', '!!int 1', '? ', '---\n'],
      ),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(yaml, { maxLength: 30 }), async (parts) => {
        await holds('id,title\n1,One\n', parts.join('').toWellFormed());
      }),
      { numRuns: 150 },
    );
  });

  const HEADER = 'id,title,authors,keywords,pages,issn,doi,url,language,date,relation\n';
  const wide = (cell: string) => `${HEADER}1,T,${Array.from({ length: 9 }, () => cell).join(',')}\n`;

  test.each([
    ['marks that open', `${HEADER}${'1,"a\n'.repeat(3_000)}`],
    ['marks within', `${HEADER}${'1,a"b\n'.repeat(3_000)}`],
    ['lines after an open mark', `${HEADER}1,"a\n${'b,c\n'.repeat(10_000)}`],
    ['marks', `${HEADER}${'"'.repeat(2_000_000)}`],
    ['cells', `${HEADER}${','.repeat(5_000_000)}`],
    ['columns', Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')],
    ['blanks', wide(`1${' '.repeat(100_000)}2`)],
    ['tabs and blanks in names', `${HEADER}1,T,a${' \t'.repeat(250_000)}b,,,,,,,,\n`],
    ['separators', wide(`"${';,'.repeat(50_000)}"`)],
    ['names', `${HEADER}1,T,"${'a, '.repeat(300_000)}",,,,,,,,\n`],
    ['brackets', wide(`"${'[('.repeat(50_000)}"`)],
    ['digits', wide('1'.repeat(100_000))],
    ['numbers', wide(`"${'1234-5678 '.repeat(10_000)}"`)],
    ['blank lines', `${HEADER}${'\n'.repeat(200_000)}`],
    ['zeros', `${HEADER}${'\0'.repeat(2_000_000)}`],
    ['letters', 'x'.repeat(2_000_000)],
  ])('of many %s takes no time', async (_, text) => {
    const start = performance.now();
    await holds(text);
    csv.recognises(text.slice(0, 65_536), 'some.txt');
    expect(performance.now() - start).toBeLessThan(25_000);
  });

  test('is read no further than the row that is given', async () => {
    const row = (i: number) => `${i},"Title\non two lines",Ash; Oak,${'x'.repeat(900)}\n`;
    const text = `id,title,authors,abstract\n${Array.from({ length: 5_000 }, (_, i) => row(i)).join('')}`;
    const file = table(folder, text);
    let furthest = 0;
    for await (const { kind, line } of csv.read(file)) {
      if (kind === 'item') furthest = Math.max(furthest, file.position - (text.length * line) / 10_001);
    }
    // A stream reads ahead by some chunks of 64 KiB.
    expect(furthest).toBeGreaterThan(0);
    expect(furthest).toBeLessThan(512 * 1024);
  });
});

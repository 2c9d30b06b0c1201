import { join } from 'node:path';
import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import type { FileLine } from '../../src/ingest/line-splitter.ts';
import { SourceFile } from '../../src/ingest/source-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const CHUNK = 65_536;

async function numberedLines(content: string | Uint8Array, encoding?: string): Promise<FileLine[]> {
  const lines: FileLine[] = [];
  for await (const line of sourceFile(folder, content, encoding).lines()) lines.push(line);
  return lines;
}

async function linesOf(content: string | Uint8Array, encoding?: string) {
  const lines = await numberedLines(content, encoding);
  expect(lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
  return lines.map(({ text }) => text);
}

async function faultOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  throw new Error('no fault was thrown');
}

describe('lines', () => {
  test.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['\n', ['']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\rc\n\nd', ['a', 'b', 'c', '', 'd']],
    ['a\r', ['a']],
    ['a\r\r\nb', ['a', '', 'b']],
    ['a\n\rb', ['a', '', 'b']],
    ['a\u2028b\u0085c\fd', ['a\u2028b\u0085c\fd']],
  ])('%j', async (text, lines) => {
    expect(await linesOf(text)).toEqual(lines);
  });

  test.each(['\n', '\r\n', '\r'])('%j at the end of a chunk', async (end) => {
    for (const length of [CHUNK - 2, CHUNK - 1, CHUNK, CHUNK + 1]) {
      expect(await linesOf(`${'x'.repeat(length)}${end}y${end}`)).toEqual(['x'.repeat(length), 'y']);
      expect(await linesOf('x'.repeat(length) + end + end)).toEqual(['x'.repeat(length), '']);
    }
  });

  test('are what splitting the whole text gives', async () => {
    const text = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', 'é', '𝒜', 'x'.repeat(CHUNK - 3)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        const whole = parts.join('');
        const expected = whole.split(/\r\n|\n|\r/);
        if (expected.at(-1) === '') expected.pop();
        expect(await linesOf(whole)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('of almost 16 MiB take time in proportion to their length', async () => {
    const start = performance.now();
    expect((await linesOf(`${'x'.repeat(16_000_000)}\ny`)).map(({ length }) => length)).toEqual([16_000_000, 1]);
    expect(performance.now() - start).toBeLessThan(25_000);
  });

  test('that are longer have a problem and nothing but their beginning; the next ones follow', async () => {
    const [first, long, next, last] = await numberedLines(
      `a\n${'x'.repeat(17_000_000)}\r\nb\n${'ü'.repeat(9_000_000)}`,
    );
    expect([first, next]).toEqual([
      { line: 1, text: 'a' },
      { line: 3, text: 'b' },
    ]);
    expect(long).toEqual({
      line: 2,
      text: 'x'.repeat(4096),
      problem: expect.stringMatching(/longer than 16 MiB/),
      isCut: true,
    });
    expect(last).toMatchObject({ line: 4, text: 'ü'.repeat(2048), isCut: true });
  });
});

describe('bytes', () => {
  const TEXT = 'Işık\nçöp 𝒜\n';

  test.each([
    ['UTF-8', Buffer.from(TEXT), undefined],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`), undefined],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${TEXT}`, 'utf16le'), undefined],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16(), undefined],
    ['UTF-8 whose byte order mark speaks against the encoding named', Buffer.from(`\uFEFF${TEXT}`), 'windows-1254'],
  ])('of %s', async (_, bytes, encoding) => {
    const file = sourceFile(folder, bytes, encoding);
    expect(await file.text()).toBe(TEXT);
    expect(await file.head()).toBe(TEXT);
  });

  test('of windows-1254, when that is named or an XML declaration says so', async () => {
    const bytes = Buffer.from([0x49, 0xfe, 0xfd, 0x6b]);
    expect(await linesOf(bytes, 'windows-1254')).toEqual(['Işık']);
    const xml = Buffer.concat([Buffer.from(`<?xml version='1.0' encoding='ISO-8859-9' ?>`), bytes]);
    expect((await linesOf(xml))[0]).toMatch(/Işık$/);
    expect(await sourceFile(folder, xml).head()).toMatch(/Işık$/);
  });

  test('that an XML declaration cannot mean are read as UTF-8', async () => {
    expect(await linesOf('<?xml version="1.0" encoding="UTF-16"?>ı')).toEqual([
      '<?xml version="1.0" encoding="UTF-16"?>ı',
    ]);
    const text = '<?xml version="1.0" encoding="klingon"?>';
    expect(await faultOf(() => linesOf(text))).toMatch(/names the encoding "klingon"/);
    expect(await sourceFile(folder, text).head()).toBe(text);
  });

  test.each(['\n', '\r\n', '\r'])('that are not of their encoding cost their line alone (%j)', async (end) => {
    const before = `a${end}`.repeat(40_000);
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0x49, 0xfe]), Buffer.from(`${end}ü${end}`)]);
    const lines = await numberedLines(bytes);
    expect(lines.slice(40_000)).toEqual([
      { line: 40_001, text: 'I\uFFFD', problem: expect.stringMatching(/^not valid UTF-8\. .*windows-1254$/) },
      { line: 40_002, text: 'ü' },
    ]);
    expect(lines.slice(0, 40_000).every(({ text, problem }) => text === 'a' && problem === undefined)).toBe(true);
    const file = sourceFile(folder, bytes);
    expect(await faultOf(() => file.text())).toMatch(
      /page\d+\.txt: line 40001: not valid UTF-8\. Convert .* --encoding windows-1254\.$/,
    );
    expect(await file.head()).toContain('a');
  });

  test.each([
    ['half a character of UTF-8', Buffer.from('ü').subarray(0, 1), undefined, ['UTF-8', undefined]],
    [
      'half a unit of UTF-16',
      Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x0a, 0x00, 0x42]),
      undefined,
      [undefined, 'utf-16le'],
    ],
    ['half a pair of UTF-16', Buffer.from('\uFEFFa\uD835\r\n\u0A0D𝒜', 'utf16le'), undefined, ['utf-16le', undefined]],
    [
      'the same, big end first',
      Buffer.from('\uFEFFa\uD835\n\u0D0A', 'utf16le').swap16(),
      undefined,
      ['utf-16be', undefined],
    ],
    [
      'half a character before a line end',
      Buffer.from([0x61, 0x88, 0x0a, 0x62]),
      'shift_jis',
      ['shift_jis', undefined],
    ],
  ])('such as %s', async (_, bytes, encoding, problems) => {
    const lines = await numberedLines(bytes, encoding);
    expect(problems.slice(0, lines.length)).toEqual(
      lines.map(({ problem }) => /^not valid (\S+)\./.exec(problem ?? '')?.[1]),
    );
  });

  test('of one character stand in two chunks', async () => {
    const text = `${'x'.repeat(CHUNK - 2)}𝒜${'y'.repeat(CHUNK)}`;
    expect(await linesOf(text)).toEqual([text]);
    const head = await sourceFile(folder, text).head();
    expect(head).toBe('x'.repeat(CHUNK - 2));
  });

  test('of a whole file are at most 16 MiB', async () => {
    expect(await faultOf(() => sourceFile(folder, 'x'.repeat(17_000_000)).text())).toMatch(/larger than 16 MiB/);
  });
});

test('an encoding that nobody knows, a missing file and a folder are Faults', async () => {
  expect(await faultOf(() => new SourceFile('a', 'a', 'klingon'))).toMatch(/There is no encoding "klingon"/);
  expect(await faultOf(() => new SourceFile(join(folder, 'none'), 'a').head())).toMatch(
    /none: cannot be read \(ENOENT\)/,
  );
  expect(await faultOf(() => new SourceFile(join(folder, 'none'), 'a').text())).toMatch(
    /none: cannot be read \(ENOENT\)/,
  );
  expect(await faultOf(() => new SourceFile(folder, 'a').text())).toMatch(/cannot be read \(EISDIR\)/);
});

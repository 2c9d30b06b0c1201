import { join } from 'node:path';
import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import { SourceFile } from '../../src/ingest/source-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const CHUNK = 65_536;

async function linesOf(content: string | Uint8Array, encoding?: string) {
  const lines: { line: number; text: string }[] = [];
  for await (const line of sourceFile(folder, content, encoding).lines()) lines.push(line);
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

  test('of almost 16 MiB take time in proportion to their length; longer ones are a Fault', async () => {
    const start = performance.now();
    expect((await linesOf(`${'x'.repeat(16_000_000)}\ny`)).map(({ length }) => length)).toEqual([16_000_000, 1]);
    expect(performance.now() - start).toBeLessThan(25_000);
    expect(await faultOf(() => linesOf(`a\n${'x'.repeat(17_000_000)}`))).toMatch(/: line 2 is longer than 16 MiB/);
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

  test('that are not of their encoding are a Fault with the line', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const before = `a${end}`.repeat(40_000);
      const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0x49, 0xfe]), Buffer.from(end)]);
      expect(await faultOf(() => linesOf(bytes))).toMatch(
        /page\d+\.txt: line 40001: not valid UTF-8\. Convert .* --encoding windows-1254\.$/,
      );
      expect(await sourceFile(folder, bytes).head()).toContain('a');
    }
    expect(await faultOf(() => linesOf(Buffer.from([0xff, 0xfe, 0x41])))).toMatch(/: not valid utf-16le/);
    expect(await faultOf(() => linesOf(Buffer.from('ü').subarray(0, 1)))).toMatch(/: line 1: not valid UTF-8/);
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

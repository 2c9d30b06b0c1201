import fc from 'fast-check';
import { jsonl } from '../../src/ingest/jsonl.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fixture, readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const read = (text: string | Uint8Array) => readAll(jsonl, sourceFile(folder, text));

/** The reason why the only line is refused. */
async function reason(text: string): Promise<string> {
  const incoming = await read(text);
  expect(incoming).toEqual([expect.objectContaining({ kind: 'refusal', line: 1 })]);
  return incoming[0]?.kind === 'refusal' ? incoming[0].reason : '';
}

describe('JSON Lines', () => {
  test('hold items, deletions and sets, in their order and with their lines', async () => {
    const incoming = await read(
      '\uFEFF{"setSpec":"a:b","setName":"B"}\r\n\r\n \t\r\n{"identifier":"1","titles":[{"text":"T"}]}\r\n{"identifier":"2","deleted":true,"sets":["a"]}\r{"identifier":"3","deleted":true}',
    );
    expect(incoming).toEqual([
      { kind: 'set', line: 1, setSpec: 'a:b', setName: 'B' },
      { kind: 'item', line: 4, item: { identifier: '1', titles: [{ text: 'T' }] } },
      { kind: 'deletion', line: 5, identifier: '2', sets: ['a'] },
      { kind: 'deletion', line: 6, identifier: '3' },
    ]);
  });

  test('leave the judgement of an item to the check', async () => {
    expect(await read('{"identifier":"1","titles":7,"setSpec":"x"}')).toEqual([
      { kind: 'item', line: 1, item: { identifier: '1', titles: 7, setSpec: 'x' } },
    ]);
  });

  test('go on after a line that is refused', async () => {
    const incoming = await readAll(jsonl, fixture('import/jsonl/bad-lines.jsonl'));
    const lines = (kind: string) => incoming.filter((entry) => entry.kind === kind).map(({ line }) => line);
    expect(lines('item')).toEqual([1, 24]);
    expect(lines('refusal')).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
    expect(lines('deletion')).toEqual([22]);
    expect(lines('set')).toEqual([23]);
    expect(lines('note')).toEqual([22, 23]);
  });

  test.each([
    ['{"identifier":"a}', 'column 15: a string is not closed'],
    ['{"identifier":"a",}', 'column 18: a comma stands before the closing }'],
    ["{'identifier':'a'}", 'column 2: a single quote stands where a key in double quotes should stand'],
    ['{"𝒜":1 "b":2}', 'column 8: " stands where a comma or } should stand'],
    ['{"a":[1,2}', 'column 10: } stands where a comma or ] should stand'],
    ['{"a" 1}', 'column 6: 1 stands where a colon after the key should stand'],
    ['{"a":}', 'column 6: } stands where a value should stand'],
    ['{"a":True}', 'column 6: True is not JSON: text needs double quotes'],
    ['{"a":NaN}', 'column 6: NaN is not JSON: text needs double quotes'],
    ['{"a":01}', 'column 7: 1 stands where a comma or } should stand'],
    ['{"a":"\\x"}', 'column 7: a backslash stands before something that it cannot escape'],
    ['{"a":"\t"}', 'column 7: a control character stands in a string: write it as \\u00XX, a line break as \\n'],
    ['{', 'column 2: the line ends where a key in double quotes should stand: write one whole object a line'],
    ['{"a":1} {"b":2}', 'column 9: something follows the object: write one object a line'],
    ['{"a":1,"a":1}', 'column 8: the key "a" stands twice in one object'],
    ['{"a":{"b":1,"\\u0062":2}}', 'column 13: the key "b" stands twice in one object'],
    ['{"a":[{"__proto__":1}]}', 'column 8: the key "__proto__" is not allowed'],
    [`{"a":${'['.repeat(70)}${']'.repeat(70)}}`, 'column 70: brackets stand more than 64 deep'],
    ['[{"identifier":"a"}]', 'the line holds a list, not an object'],
    ['12', 'the line holds a number, not an object'],
    ['null', 'the line holds null, not an object'],
    ['{}', 'it has no identifier'],
    ['{"identifier":" "}', 'its identifier is not a text with letters or digits'],
    ['{"identifier":"","deleted":true}', 'its identifier is empty'],
  ])('%s is refused: %s', async (text, why) => {
    expect(await reason(text)).toBe(why);
  });

  test('keys that are in every object count for nothing', async () => {
    const incoming = await read('{"identifier":"1","constructor":{"prototype":{"deleted":true}},"hasOwnProperty":1}');
    expect(incoming[0]?.kind).toBe('item');
    expect(({} as Record<string, unknown>)['deleted']).toBeUndefined();
    expect(await reason('{"toString":1}')).toBe('it has no identifier');
  });

  test('with bytes of another encoding are refused, alone and with what is known of them', async () => {
    const bad = Buffer.from('{"identifier":"bad","titles":[{"text":"I\xfe"}]}\n{"identifier":"\xfe"}\n{\xfe', 'latin1');
    const incoming = await read(
      Buffer.concat([Buffer.from('{"identifier":"1"}\n'), bad, Buffer.from('\n{"identifier":"2"}')]),
    );
    const reason = expect.stringMatching(/^not valid UTF-8\..*--encoding/);
    expect(incoming).toEqual([
      { kind: 'item', line: 1, item: { identifier: '1' } },
      {
        kind: 'refusal',
        line: 2,
        identifier: 'bad',
        reason,
        raw: '{"identifier":"bad","titles":[{"text":"I\uFFFD"}]}…',
      },
      { kind: 'refusal', line: 3, reason, raw: '{"identifier":"\uFFFD"}…' },
      { kind: 'refusal', line: 4, reason, raw: '{\uFFFD…' },
      { kind: 'item', line: 5, item: { identifier: '2' } },
    ]);
  });

  test('longer than 16 MiB are refused alone', async () => {
    const incoming = await read(`{"identifier":"1","x":"${'y'.repeat(17_000_000)}"}\n{"identifier":"2"}`);
    expect(incoming).toEqual([
      {
        kind: 'refusal',
        line: 1,
        reason: expect.stringMatching(/longer than 16 MiB/),
        raw: expect.stringMatching(/^.{4096}…$/),
      },
      { kind: 'item', line: 2, item: { identifier: '2' } },
    ]);
  });

  test('are recognised by their name or their first line', () => {
    expect(jsonl.recognises('', 'a.jsonl')).toBe(true);
    expect(jsonl.recognises('x', 'a.NDJSON')).toBe(true);
    expect(jsonl.recognises('\n {"identifier":"1"}\nx', 'a.txt')).toBe(true);
    expect(jsonl.recognises(`{"identifier":"${'x'.repeat(65_000)}`, 'a.json')).toBe(true);
    expect(jsonl.recognises('{\n  "identifier": "1"\n}', 'a.json')).toBe(false);
    expect(jsonl.recognises('[{"identifier":"1"}]', 'a.json')).toBe(false);
    expect(jsonl.recognises('', 'a.txt')).toBe(false);
  });
});

describe('any line at all', () => {
  test('is what JSON.parse makes of it, or is refused', async () => {
    const value = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.json(), fc.nat(), fc.constantFrom('"', '\\', ',', '{', '}', ']', ':', ''))
        .map(([json, at, extra]) => `${json.slice(0, at % json.length)}${extra}${json.slice((at % json.length) + 1)}`),
    );
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const line = text.replace(/[\r\n]/g, ' ').toWellFormed();
        const incoming = await read(`${line}\n{"identifier":"next"}`);
        expect(incoming.at(-1)).toEqual({ kind: 'item', line: 2, item: { identifier: 'next' } });
        expect(incoming.filter(({ line: number }) => number === 1).length).toBe(
          line.replace(/^\uFEFF/, '').trim() === '' ? 0 : 1,
        );
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['open brackets', '['.repeat(4_000_000)],
    ['nested objects', '{"a":'.repeat(500_000)],
    ['backslashes', `{"a":"${'\\\\'.repeat(2_000_000)}"}`],
    ['keys', `{${Array.from({ length: 200_000 }, (_, i) => `"${i}":0`).join(',')}}`],
    ['quotes', '"'.repeat(2_000_000)],
    ['lines', '{}\n'.repeat(50_000)],
  ])('of many %s takes no time', async (_, text) => {
    const start = performance.now();
    await read(text);
    expect(performance.now() - start).toBeLessThan(25_000);
  });
});

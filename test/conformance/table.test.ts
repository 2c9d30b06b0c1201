import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChecklist, readRows } from './checklist.ts';
import { makeTable, projectTable, stateOf } from './table.ts';
import { countTests, leadingIds } from './test-names.ts';

describe('names of tests', () => {
  test.each<[string, string[]]>([
    ['DEL-01 Identify declares persistent', ['DEL-01']],
    ['DATE-04 DATE-05 day arguments mean whole days', ['DATE-04', 'DATE-05']],
    ['TOK-07, TOK-08: again', ['TOK-07', 'TOK-08']],
    ['AGG-01', ['AGG-01']],
    ['a token (TOK-07)', []],
    ['DATE-041 is none', []],
    ['del-01 small letters', []],
    ['UTF-8 is none either', []],
  ])('of the form %j lead with %j', (name, expected) => {
    expect(leadingIds(name)).toEqual(expected);
  });

  test('are found however they are declared', () => {
    const source = `
      import { x } from './x.ts';
      const rows: readonly [string, number][] = [];
      test('DEL-01 plain', () => {});
      it("DEL-01 DEL-02 it's double", async () => { await x<number>(1); });
      test.only(\`DEL-03 a template with \${x}\`, () => {});
      test.each(rows)('DEL-04 %s', () => {});
      test.each([1, 2])('DEL-05 ' + 'a sum', () => {});
      test.each\`a | b
        \${1} | \${2}\`('DEL-06 a tagged table', () => {});
      test.each([['DEL-07 the row has the name', 1], ['DEL-08 this one too', 2]])('%s', () => {});
      describe('DEL-09 DEL-10 around', () => {
        describe.each(rows)('of %s', () => {
          test('one', () => {});
          test('DEL-09 DEL-11 two', () => {});
        });
      });
      test.skip('DEL-12 not now', () => {});
      test.todo('DEL-13 some day');
      describe.skip('DEL-14 none of these', () => { test('DEL-15 nor this', () => {}); });
      xtest('DEL-16 no', () => {});
      expect('DEL-17 is no test').toBe(1);
      // test('DEL-18 commented out', () => {});
      describe('DEL-19 nothing inside', () => {});
    `;
    expect(Object.fromEntries(countTests(source))).toEqual({
      ...{ 'DEL-01': 2, 'DEL-02': 1, 'DEL-03': 1, 'DEL-04': 1, 'DEL-05': 1, 'DEL-06': 1, 'DEL-07': 1, 'DEL-08': 1 },
      ...{ 'DEL-09': 2, 'DEL-10': 2, 'DEL-11': 1 },
    });
  });
});

describe('the table', () => {
  const markdown = [
    '# A checklist',
    '| ID | Lvl | Rule | Request → expected | Src |',
    '|---|---|---|---|---|',
    '| DEL-01 | M | first `a` | x → y | P1 |',
    '| DEL-02 ★ | D | second | – | – |',
    '| SET-01 | Y | third | – | – |',
    '| Rule | Where |',
    '| DEL-01 | somewhere |',
    '| DEL-01/02 | elsewhere |',
  ].join('\n');
  const rows = readRows(markdown);

  test('has the rows of the checklist, and not its evidence', () => {
    expect(rows).toEqual([
      { id: 'DEL-01', level: 'M', star: false, rule: 'first `a`' },
      { id: 'DEL-02', level: 'D', star: true, rule: 'second' },
      { id: 'SET-01', level: 'Y', star: false, rule: 'third' },
    ]);
  });

  test('says what holds each row', () => {
    const entries = { 'DEL-02': { waitsFor: 4, reason: 'sets' }, 'SET-01': { doesNotApply: 'never' } } as const;
    const { lines, problems } = makeTable(rows, new Map([['DEL-01', 2]]), entries);
    expect(lines.map(stateOf)).toEqual(['2 tests', 'waits for issue 4: sets', 'does not apply: never']);
    expect(problems).toEqual([]);
  });

  test('complains of gaps, of what is out of date, and of what is unknown', () => {
    const entries = { 'DEL-01': { doesNotApply: 'x' }, 'DEL-09': { doesNotApply: 'x' } } as const;
    const tests = new Map([
      ['DEL-01', 1],
      ['DEL-08', 1],
    ]);
    const { problems } = makeTable(rows, tests, entries);
    expect(problems.map((problem) => problem.slice(0, 6)).sort()).toEqual([
      ...['DEL-01', 'DEL-02', 'DEL-08', 'DEL-09', 'SET-01'],
    ]);
  });

  test('cannot be made without the checklist, and the command says so', () => {
    const script = join(import.meta.dirname, '../../scripts/conformance.ts');
    const env = { ...process.env, OAI_SHARED: '/nowhere' };
    const { status, stderr, stdout } = spawnSync(process.execPath, ['--no-warnings', script], {
      env,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^The checklist is not here: set OAI_SHARED .*\n$/);
  });
});

// The project keeps no copy of the checklist: without it this must be seen to be left out.
const whenShared = process.env['OAI_SHARED'] ? describe : describe.skip;
whenShared('the checklist of this project', () => {
  test('has no row that nothing explains', () => {
    const rows = readRows(findChecklist() ?? '');
    expect(rows.length).toBeGreaterThan(280);
    const { lines, problems } = projectTable(rows);
    expect(problems).toEqual([]);
    expect(lines.filter(({ tests }) => tests > 0).length).toBeGreaterThan(250);
  });

  test('has its decisions explained in docs/conformance.md, and nothing there is made up', () => {
    const rows = readRows(findChecklist() ?? '');
    const named = readFileSync(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8').match(
      /\b[A-Z]{2,4}-\d{2}\b/g,
    );
    const ids = rows.map(({ id }) => id);
    expect(named?.filter((id) => !ids.includes(id))).toEqual([]);
    expect(rows.filter(({ id, level }) => level === 'D' && !named?.includes(id))).toEqual([]);
  });
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { RecordsReport } from '../../src/profiles/check-records.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;

/** A store with these items, and a way to run commands on it. */
async function storeOf(...items: object[]) {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const database = await backDoor.fresh();
  const run = async (...words: string[]) => {
    const environment = { OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'test.example.org' };
    const terminal = new TestTerminal(environment, new TestClock('2026-01-01T00:00:00Z'));
    const exitCode = await runCommandLine(words, terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const path = join(here, 'items.jsonl');
  writeFileSync(path, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  expect((await run('import', path)).exitCode).toBe(0);
  return run;
}

const GOOD = {
  identifier: 'good',
  titles: [{ text: 'Tides' }],
  agents: [{ literal: 'Quay Press' }],
  dates: [{ date: '2021', kind: 'issued' }],
  type: 'article',
  links: ['https://journals.example.org/good'],
  access: { status: 'open' },
};
const BAD = { identifier: 'bad', titles: [{ text: 'Waves' }], dates: [{ date: '2021', kind: 'issued' }] };

describe('check-records', () => {
  test('counts first, then names each problem once, with its remedy and who breaks it', async () => {
    const run = await storeOf(GOOD, BAD);
    const { exitCode, output } = await run('check-records');
    expect(exitCode).toBe(3);
    expect(output).toContain('2 records, as served.\n');
    expect(output).toContain(
      'base: BASE (Bielefeld Academic Search Engine), oai_dc\n  1 refused, 0 grumbled at, 1 without fault\n',
    );
    expect(output).toMatch(/ {2}refused {9}1 {2}creator +no dc:creator\n/);
    const problem =
      'no dc:creator (openaire3, base, driver)\n' +
      '  Give the item its authors (`agents`), people or an organisation.\n' +
      '  oai:test.example.org:bad\n';
    expect(output.split(problem)).toHaveLength(2);
    expect(output.indexOf(problem)).toBeGreaterThan(output.lastIndexOf('without fault'));
  });

  test('--profile asks one of them; grumbling alone is no failure', async () => {
    const run = await storeOf(GOOD);
    const { exitCode, output } = await run('check-records', '--profile', 'base');
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output:
        '1 record, as served.\n\n' +
        'base: BASE (Bielefeld Academic Search Engine), oai_dc\n  0 refused, 0 grumbled at, 1 without fault\n',
    });
    expect(await run('check-records', '--profile', 'openaire4')).toMatchObject({ exitCode: 0 });
    const { exitCode: usage, errors } = await run('check-records', '--profile', 'europeana');
    expect(usage).toBe(2);
    expect(errors).toContain('openaire3, openaire4, base, driver');
  });

  test('--json is the shape that is documented', async () => {
    const run = await storeOf(GOOD, BAD);
    const { exitCode, output } = await run('check-records', '--json');
    expect(exitCode).toBe(3);
    const report = JSON.parse(output) as RecordsReport;
    const page = readFileSync(join(import.meta.dirname, '../../docs/check.md'), 'utf8');
    const documented = JSON.parse(/```json\n(\{ "records".*?)```/s.exec(page)?.[1] ?? '{}') as RecordsReport;
    const shapeOf = ({ profiles, ...report }: RecordsReport) => [
      Object.keys(report),
      Object.keys(profiles[0] ?? {}),
      Object.keys(profiles[0]?.rules[0] ?? {}),
    ];
    expect(shapeOf(documented)).toEqual(shapeOf(report));
    const [shown] = documented.profiles;
    const base = report.profiles.find(({ profile }) => profile === shown?.profile);
    expect(base).toMatchObject({ title: shown?.title, metadataPrefix: shown?.metadataPrefix });
    const { wrong, mend } = shown?.rules[0] ?? {};
    expect(base?.rules).toContainEqual(expect.objectContaining({ rule: 'creator', wrong, mend, records: 1 }));
    // All rules are told, those that nobody breaks too.
    expect(base?.rules.find(({ rule }) => rule === 'title')).toMatchObject({ records: 0, examples: [] });
  });
});

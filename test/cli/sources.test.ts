import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;

const items = (prefix: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) => `${JSON.stringify({ identifier: `${prefix}${i}`, titles: [{ text: `Title ${i}` }] })}\n`,
  ).join('');

/** A store with 1001 items and a tombstone of the source `old`, 3 of `kept`, 2 by hand; `old` has left the config file. */
async function workshop() {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const [config, database] = [join(here, 'oai-pmh.yaml'), await backDoor.fresh()];
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const run = async (...words: string[]) => {
    clock.tick(10);
    const terminal = new TestTerminal({}, clock);
    const exitCode = await runCommandLine([...words, '--config', config], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const configure = (...names: string[]) =>
    writeFileSync(
      config,
      `database: ${database}\nrepositoryIdentifier: test.example.org\nsources:\n${names.map((name) => `  ${name}:\n    files: ${name}.jsonl\n    complete: true\n`).join('')}`,
    );
  const write = (name: string, text: string) => writeFileSync(join(here, name), text);
  const query = async (sql: string) =>
    (await backDoor.rows<object>(database, sql)).map((row) => Object.values(row) as unknown[]);
  write('old.jsonl', `${items('o', 1001)}{"identifier":"gone","deleted":true}\n{"identifier":"bad","titles":[]}\n`);
  write('kept.jsonl', items('k', 3));
  write('hand.jsonl', items('h', 2));
  configure('old', 'kept');
  await run('sync');
  await run('import', join(here, 'hand.jsonl'));
  configure('kept');
  return { run, query, configure, write };
}

const LIVING = 'SELECT source, count(*) FROM item WHERE deleted IS NULL GROUP BY source ORDER BY source';

describe('sources', () => {
  test('are listed with their items, and whether the config file has them', async () => {
    const { run } = await workshop();
    expect(await run('sources', 'list')).toMatchObject({
      exitCode: 0,
      output:
        'import: 2 items, imported by hand\nkept: 3 items, in the config file\nold: 1001 items, not in the config file\n',
    });
    expect((await run('sources', 'list', '--json')).output).toContain('{"name":"old","items":1001,"inConfig":false}\n');
  });

  test('that are forgotten leave tombstones, which another source may bring back', async () => {
    const { run, query, configure, write } = await workshop();
    expect(await run('sources', 'forget', 'old')).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/has 1001 items, which would all be deleted.*--allow-mass-delete/),
    });
    expect(await query(LIVING)).toContainEqual(['old', 1001]);
    expect(await run('sources', 'forget', 'old', '--allow-mass-delete')).toMatchObject({
      exitCode: 0,
      output: 'old: forgotten, 1001 items deleted.\n',
    });
    expect((await run('status')).output).toMatch(/oai_dc +1007 records, 1002 of them deleted/);
    expect((await run('sources', 'list')).output).not.toContain('old');
    expect((await run('rejects', 'list')).errors).toBe('Nothing is in quarantine.\n');
    expect(await query("SELECT count(*) FROM item WHERE source = 'old'")).toEqual([[0]]);
    configure('kept', 'new');
    write('new.jsonl', items('o', 2));
    expect((await run('sync', 'new')).output).toContain('2 new');
  });

  test('can be handed over; no record changes', async () => {
    const { run, query, configure, write } = await workshop();
    const records = () => query('SELECT * FROM record ORDER BY place');
    const before = await records();
    configure('kept', 'new');
    expect(await run('sources', 'hand-over', 'old', 'new')).toMatchObject({
      exitCode: 0,
      output: 'old: 1002 items, deleted ones included, now of new.\n',
    });
    expect(await query(LIVING)).toEqual([
      ['import', 2],
      ['kept', 3],
      ['new', 1001],
    ]);
    expect((await run('rejects', 'list', '--source', 'new')).output).toContain('oai:test.example.org:bad');
    write('new.jsonl', items('o', 1001));
    expect((await run('sync', 'new')).output).toBe('new: 0 new, 0 changed, 1001 unchanged, 0 deleted, 0 refused.\n');
    expect(await records()).toEqual(before);
    expect((await run('sources', 'hand-over', 'new', 'import')).exitCode).toBe(0);
    expect(await query(LIVING)).toContainEqual(['import', 1003]);
  });

  test('that are running are left alone; work that was killed goes on', async () => {
    const { run, query } = await workshop();
    const lock = (name: string, owner: string) =>
      query(`UPDATE source SET lock_owner = '${owner}', lock_until = 9999999999 WHERE name = '${name}'`);
    const living = `${hostname()} ${process.pid} x`;
    await lock('old', living);
    for (const words of [
      ['forget', 'old', '--allow-mass-delete'],
      ['hand-over', 'old', 'kept'],
    ]) {
      expect(await run('sources', ...words)).toMatchObject({ exitCode: 1, errors: expect.stringContaining('another') });
    }
    await lock('old', `${hostname()} 4194999 x`);
    await lock('kept', living);
    expect((await run('sources', 'hand-over', 'old', 'kept')).exitCode).toBe(1);
    expect(await query(LIVING)).toContainEqual(['old', 1001]);
    await lock('old', `${hostname()} 4194999 x`);
    // As a killed run leaves it: some are deleted.
    await run('delete', 'o0', 'o1');
    expect((await run('sources', 'forget', 'old', '--allow-mass-delete')).output).toContain('999 items deleted');
    expect(await query("SELECT deleted, count(*) FROM item WHERE identifier LIKE '%:o%' GROUP BY deleted")).toEqual([
      ['hand', 2],
      ['source', 999],
    ]);
  });

  test('that are not there, or are still wanted, are told', async () => {
    const { run } = await workshop();
    for (const [words, text] of [
      [['forget', 'odl'], 'There is no source odl. There are: import, kept, old.'],
      [['forget', 'kept'], 'is in the config file'],
      [['forget', 'import'], 'imported by hand'],
      [['hand-over', 'old', 'nowhere'], 'There is no source nowhere'],
      [['hand-over', 'nowhere', 'old'], 'There is no source nowhere'],
      [['hand-over', 'old', 'old'], 'Name two sources'],
    ] as const) {
      expect(await run('sources', ...words)).toMatchObject({ exitCode: 2, errors: expect.stringContaining(text) });
    }
  });
});

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { storeExists } from '../../src/store/index.ts';
import { backDoor } from '../support/back-door.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;

/** A folder with a config file, a data file and a store of its own. */
async function workshop(settings = 'files: data/*.jsonl\n    complete: true') {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(join(here, 'data'), { recursive: true });
  const database = await backDoor.fresh();
  const config = join(here, 'oai-pmh.yaml');
  const clock = new TestClock('2026-01-01T00:00:00Z');
  writeFileSync(
    config,
    `database: ${database}\nrepositoryIdentifier: test.example.org\nsources:\n  first:\n    ${settings}\n`,
  );
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({}, clock);
    clock.tick(10);
    const exitCode = await runCommandLine([...words, '--config', config], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const data = (items: object[], name = 'a.jsonl') =>
    writeFileSync(join(here, 'data', name), items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  // Whatever formats there are: an item's records change together.
  const records = () =>
    backDoor.rows<{ identifier: string; datestamp: number; deleted: number }>(
      database,
      'SELECT DISTINCT identifier, datestamp, deleted FROM record ORDER BY identifier',
    );
  return { here, database, config, clock, run, data, records };
}

const item = (id: string | number, title = `Title ${id}`) => ({ identifier: String(id), titles: [{ text: title }] });
const items = (count: number) => Array.from({ length: count }, (_, index) => item(index));

describe('sync', () => {
  test('is a diff: what is unchanged keeps its datestamp, what is gone becomes a tombstone', async () => {
    const { run, data, records } = await workshop();
    data(items(20));
    expect((await run('sync')).output).toBe('first: 20 new, 0 changed, 0 unchanged, 0 deleted, 0 refused.\n');
    const before = await records();
    expect((await run('sync', 'first')).output).toBe('first: 0 new, 0 changed, 20 unchanged, 0 deleted, 0 refused.\n');
    expect(await records()).toEqual(before);
    data([item(0, 'Changed'), ...items(19).slice(1)]);
    expect((await run('sync')).output).toBe('first: 0 new, 1 changed, 18 unchanged, 1 deleted, 0 refused.\n');
    const after = await records();
    expect(after.filter(({ deleted }) => deleted === 1).map(({ identifier }) => identifier)).toEqual([
      'oai:test.example.org:19',
    ]);
    const moved = after.filter(
      ({ identifier, datestamp }) => datestamp !== before.find((row) => row.identifier === identifier)?.datestamp,
    );
    expect(moved).toHaveLength(2);
  });

  test('--dry-run says what would happen, and leaves everything as it was', async () => {
    const { run, data, records, database } = await workshop();
    data(items(20));
    expect((await run('sync', '--dry-run')).output).toContain('20 new');
    expect(await storeExists(database)).toBe(false);
    await run('sync');
    const before = await records();
    data([item(0, 'Changed'), ...items(18).slice(1)]);
    expect((await run('sync', '--dry-run')).output).toBe(
      'first (dry run): 0 new, 1 changed, 17 unchanged, 2 deleted, 0 refused.\n',
    );
    expect(await records()).toEqual(before);
  });

  test('a run that would delete more than its share stops and explains itself', async () => {
    const { run, data, records } = await workshop();
    data(items(20));
    await run('sync');
    data(items(17));
    const { exitCode, errors } = await run('sync');
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/would delete 3 of 20 items, more than 10 %.*--allow-mass-delete/);
    expect((await records()).filter(({ deleted }) => deleted === 1)).toEqual([]);
    expect((await run('status')).output).toMatch(/first: .*failed: .*would delete 3 of 20/);
    expect(await run('sync', '--allow-mass-delete')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('3 deleted'),
    });
  });

  test('the share can be set; a source that is not complete deletes nothing', async () => {
    const generous = await workshop('files: data\n    complete: true\n    mostDeletions: 50%');
    generous.data(items(10));
    await generous.run('sync');
    generous.data(items(5));
    expect((await generous.run('sync')).output).toContain('5 deleted');
    const partial = await workshop('files: data');
    partial.data(items(10));
    await partial.run('sync');
    partial.data(items(1));
    expect((await partial.run('sync')).output).toContain('0 deleted');
  });

  test('a source that breaks off, or is gone, deletes nothing', async () => {
    const { run, data, here, records } = await workshop('files: data\n    complete: true\n    mostDeletions: 100%');
    data(items(10));
    data([item('x')], 'b.jsonl');
    await run('sync');
    data(items(9));
    for (const [name, content, why] of [
      ['b.jsonl', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x0a]), 'something without an identifier was refused'],
      ['b.xml', '<OAI-PMH>', 'b.xml could not be read'],
    ] as const) {
      writeFileSync(join(here, 'data', name), content);
      const broken = await run('sync');
      expect(broken.exitCode).toBe(1);
      expect(broken.errors).toContain(`${why}, so nothing was deleted`);
    }
    rmSync(join(here, 'data'), { recursive: true });
    const gone = await run('sync');
    expect(gone.exitCode).toBe(1);
    expect(gone.errors).toMatch(/no file or folder/);
    expect((await records()).filter(({ deleted }) => deleted === 1)).toEqual([]);
  });

  test('a record that is refused is not missing: its last good version stays, and it is in quarantine', async () => {
    const { run, data, here } = await workshop('files: data\n    complete: true\n    mostDeletions: 100%');
    data(items(3));
    await run('sync');
    data([{ identifier: '0', titles: [] } as never, ...items(3).slice(1)]);
    const { exitCode, errors } = await run('sync');
    expect(exitCode).toBe(3);
    expect(errors).toMatch(/refused: .*a\.jsonl:1: 0: \/titles/);
    expect((await run('export')).output).toContain('Title 0');
    expect((await run('rejects', 'list')).output).toMatch(
      /^1 {2}\S+ {2}first {2}\S+a\.jsonl:1 {2}oai:test\.example\.org:0 {2}\/titles/,
    );
    expect((await run('rejects', 'show', '1')).output).toContain('{"identifier":"0","titles":[]}');
    expect((await run('rejects', 'show', '7')).exitCode).toBe(1);
    expect(await run('rejects', 'retry')).toMatchObject({ exitCode: 3, output: '0 taken in, 1 refused again.\n' });
    // Something nameless was refused: then nobody can say what is missing.
    writeFileSync(join(here, 'data', 'a.jsonl'), `${JSON.stringify(item(1))}\nnonsense\n`);
    expect((await run('sync')).errors).toMatch(/something without an identifier was refused/);
    data(items(3));
    expect(await run('sync')).toMatchObject({ exitCode: 0 });
    expect((await run('rejects', 'list')).errors).toBe('Nothing is in quarantine.\n');
  });

  test('rejects can be tried again and thrown away', async () => {
    const { run, data, database } = await workshop();
    data([{ identifier: 'a', titles: [] } as never, { identifier: 'b', titles: [] } as never]);
    await run('sync');
    const raw = JSON.stringify(item('a'));
    await backDoor.rows(database, "UPDATE reject SET raw = ? WHERE identifier LIKE '%:a'", raw);
    expect(await run('rejects', 'retry')).toMatchObject({ output: '1 taken in, 1 refused again.\n' });
    expect((await run('export')).output).toContain('Title a');
    expect((await run('rejects', 'clear')).output).toBe('1 thrown away.\n');
  });

  test('rejects are tried again with the sets of their source, which must not run meanwhile', async () => {
    const { run, data, database } = await workshop('files: data\n    sets: [col:x]');
    data([{ identifier: 'a', titles: [] } as never]);
    await run('sync');
    const change = (sql: string, ...values: unknown[]) => backDoor.rows(database, sql, ...values);
    await change('UPDATE reject SET raw = ?', JSON.stringify(item('a')));
    await change('UPDATE source SET lock_owner = ?, lock_until = 9999999999', 'elsewhere.example.org 1 x');
    const running = await run('rejects', 'retry');
    expect(running).toMatchObject({ exitCode: 1, errors: expect.stringMatching(/Source first is being synchronised/) });
    expect((await run('export')).output).not.toContain('Title a');
    await change('UPDATE source SET lock_owner = NULL, lock_until = NULL');
    expect(await run('rejects', 'retry')).toMatchObject({ output: '1 taken in, 0 refused again.\n' });
    expect((await run('export')).output).toMatch(/Title a.*"sets":\["col:x"\]|"sets":\["col:x"\].*Title a/);
    expect(await change('SELECT lock_owner FROM source')).toEqual([{ lock_owner: null }]);
  });

  test('a duplicate that is tried again does not replace the item that came in', async () => {
    const { run, data } = await workshop();
    data([item('a', 'The good one'), item('a', 'The duplicate')]);
    await run('sync');
    expect(await run('rejects', 'retry')).toMatchObject({
      exitCode: 3,
      output: '0 taken in, 1 refused again.\n',
      errors: expect.stringMatching(/the same identifier stands at .*a\.jsonl:1, .*mend the file/),
    });
    expect((await run('export')).output).toContain('The good one');
  });

  test('an identifier belongs to one source', async () => {
    const { run, data, here, config } = await workshop();
    data(items(2));
    await run('sync');
    writeFileSync(config, `${readFileSync(config, 'utf8')}  second:\n    files: other.jsonl\n    complete: true\n`);
    writeFileSync(join(here, 'other.jsonl'), `${JSON.stringify(item(0, 'Stolen'))}\n${JSON.stringify(item('own'))}\n`);
    const { exitCode, errors } = await run('sync', 'second');
    expect(exitCode).toBe(3);
    expect(errors).toMatch(/other\.jsonl:1: 0: this identifier belongs to another source/);
    expect((await run('export')).output).toContain('Title 0');
    expect((await run('import', join(here, 'other.jsonl'))).errors.match(/belongs to another source/g)).toHaveLength(2);
    expect((await run('sync', '--dry-run')).errors).toContain('Each source is judged as if it ran alone');
    // A complete source deletes only its own.
    expect((await run('sync')).output).toContain('first: 0 new, 0 changed, 2 unchanged, 0 deleted');
  });

  test('what was imported by hand first can become a source later', async () => {
    const { run, data, here } = await workshop();
    data(items(3));
    await run('import', join(here, 'data'));
    expect((await run('sync')).output).toContain('3 unchanged');
    data(items(3).slice(0, 2));
    expect((await run('sync', '--allow-mass-delete')).output).toContain('1 deleted');
  });

  test('what a person deleted stays deleted, and what was erased is nowhere', async () => {
    const { run, data, database } = await workshop();
    data([item(0, 'Unmistakable words'), item(1, 'Quite secret words')]);
    await run('sync');
    await run('delete', '0');
    expect(await run('delete', '1', '--erase')).toMatchObject({
      exitCode: 0,
      output: 'oai:test.example.org:1: erased\n',
    });
    expect((await run('sync')).output).toContain('2 left deleted');
    expect(await backDoor.mentions(database, 'Quite secret words')).toBe(false);
    expect(await backDoor.mentions(database, 'Unmistakable words')).toBe(true);
    expect((await run('undelete', '1')).errors).toMatch(/was erased for ever/);
    expect((await run('undelete', '0')).output).toContain('brought back');
  });

  test('what was erased is nowhere, however often it was deleted and changed before', async () => {
    const { run, data, database } = await workshop();
    data([item(1, 'Unspeakable words')]);
    for (const words of [['sync'], ['delete', '1'], ['undelete', '1']]) await run(...words);
    data([item(1, 'Unspeakable words, again')]);
    await run('sync');
    await run('delete', '1', '--erase');
    expect(await backDoor.mentions(database, 'Unspeakable')).toBe(false);
  });

  test('what was erased does not come back through quarantine', async () => {
    const { run, data, database } = await workshop();
    data([item('k/1'), item('2')]);
    await run('sync');
    await run('delete', 'k/1', '--erase');
    data([{ ...item('k/1', 'Quite secret words'), type: 'Quite secret type' } as never, item('2')]);
    expect((await run('sync')).exitCode).toBe(3);
    data([item('k/1'), item('k/1', 'Quite secret words'), item('2')]);
    expect((await run('sync')).exitCode).toBe(3);
    expect(await backDoor.mentions(database, 'Quite secret')).toBe(false);
    expect((await run('rejects', 'show', '1')).output).toMatch(/it was erased.*\n\(its raw form was not kept\)/);
    expect((await run('rejects', 'retry')).errors).toMatch(/its raw form was not kept/);
  });

  test('what is only in quarantine can be erased', async () => {
    const { run, data } = await workshop();
    data([{ identifier: 'a', titles: [] } as never]);
    await run('sync');
    expect(await run('delete', 'a', '--erase')).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/^oai:test\.example\.org:a: erased from quarantine; it was no item/),
    });
    expect((await run('rejects', 'list')).errors).toBe('Nothing is in quarantine.\n');
    expect((await run('delete', 'a', '--erase')).errors).toContain('there is no such item');
  });

  test('a dry run leaves what is known of the last run', async () => {
    const { run, data } = await workshop();
    data(items(3));
    await run('sync');
    const sources = async () => JSON.parse((await run('status', '--json')).output).sources;
    const before = await sources();
    data(items(2));
    await run('sync', '--dry-run');
    expect(await sources()).toEqual(before);
  });

  test('one run at a time; the lock of a crashed run is taken over, a living one is respected', async () => {
    const { run, data, database } = await workshop();
    data(items(2));
    await run('sync');
    const lock = (owner: string) =>
      backDoor.rows(database, 'UPDATE source SET lock_owner = ?, lock_until = 9999999999', owner);
    await lock(`${hostname()} ${process.pid} x`);
    expect(await run('sync')).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('being synchronised by another process'),
    });
    expect((await run('status')).output).toContain('first: runs now');
    await lock(`elsewhere 1 x`);
    expect(await run('sync')).toMatchObject({ exitCode: 1 });
    await lock(`${hostname()} 4194999 x`);
    expect(await run('sync')).toMatchObject({ exitCode: 0 });
  });

  test('faults of the sources are told with all the others', async () => {
    const { run, config } = await workshop();
    writeFileSync(
      config,
      'sources:\n  UPPER:\n    files: a\n  two:\n    files: a\n    url: ftp://x\n  three:\n    files: a\n    schedule: now and then\n    colour: red\n    complete: perhaps\n    mostDeletions: many\n  four: x\n  five:\n    oai: https://example.org/oai\n    complete: true\n    mapping: m\n  six:\n    url: https://example.org/x\n    mapping: m\n    format: jsonl\n',
    );
    const { exitCode, errors } = await run('sync');
    expect(exitCode).toBe(2);
    for (const text of [
      'UPPER: a name',
      'two: say where',
      'three: schedule',
      'three: there is no setting "colour"',
      'three: complete is',
      'three: mostDeletions',
      'four: write',
      'five: an endpoint tells',
      'five: a mapping is for tables',
      'six: a mapping is for tables',
    ]) {
      expect(errors).toContain(text);
    }
    expect((await run('sync', 'nope')).exitCode).toBe(2);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { BASE_URL, Endpoint, REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt } from '../support/fixture-f.ts';
import { harvest, Mirror } from '../support/harvester.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { testFile } from '../support/test-file.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const WRITER = fileURLToPath(new URL('./backup-writer.ts', import.meta.url));
const LIST = { metadataPrefix: 'oai_dc' };
const folder = temporaryFolder();
const open: Endpoint[] = [];
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.stop();
});

const place = () => mkdtempSync(join(folder, 'place-'));

const serve = async (clock: TestClock, database?: string) => {
  const endpoint = await Endpoint.start({
    clock,
    settings: { pageSize: 3 },
    ...(database === undefined ? {} : { database }),
  });
  open.push(endpoint);
  return endpoint;
};

const stop = async (endpoint: Endpoint) => {
  open.splice(open.indexOf(endpoint), 1);
  await endpoint.stop();
};

async function run(database: string, clock: TestClock, words: string[], prepare = (_terminal: TestTerminal) => {}) {
  const terminal = new TestTerminal(
    { OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: REPOSITORY_IDENTIFIER, OAI_ACTOR: 'ann@desk' },
    clock,
  );
  prepare(terminal);
  const exitCode = await runCommandLine(words, terminal);
  return { exitCode, output: terminal.output, errors: terminal.errors };
}

async function update(mirror: Mirror, endpoint: Endpoint): Promise<string[]> {
  const found = await harvest({
    fetch: (query) => endpoint.get(query),
    verb: 'ListRecords',
    arguments: mirror.next(LIST),
    baseUrl: BASE_URL,
  });
  mirror.apply(found);
  return found.records.map(({ identifier }) => identifier.replace(/.*:/, '')).sort();
}

async function fresh(endpoint: Endpoint): Promise<Mirror> {
  const mirror = new Mirror();
  await update(mirror, endpoint);
  return mirror;
}

const payloads = (mirror: Mirror) =>
  mirror.entries().map(([identifier, { deleted, payload }]) => [identifier, deleted, payload]);

/** A store with a backup of 10:30, what came at 11:00, and a mirror of 12:00 that knows it. All servers are stopped. */
async function later() {
  const clock = new TestClock('2026-03-01T10:00:00Z');
  const endpoint = await serve(clock);
  const { database } = endpoint;
  await putAt(endpoint, '2026-03-01T10:00:00Z', ...['a', 'b', 'c', 'd', 'e'].map((id) => itemF(id, { sets: ['s'] })));
  await deleteAt(endpoint, '2026-03-01T10:01:00Z', 'c');
  clock.set('2026-03-01T10:30:00Z');
  const file = join(place(), 'backup.sqlite');
  const backup = await run(database, clock, ['backup', file]);
  expect(backup).toMatchObject({ exitCode: 0, output: expect.stringContaining('5 items in') });
  clock.set('2026-03-01T11:00:00Z');
  await putAt(endpoint, '2026-03-01T11:00:00Z', itemF('a', { titles: [{ text: 'Changed after the backup' }] }));
  await putAt(endpoint, '2026-03-01T11:00:00Z', itemF('new', { sets: ['t'] }));
  await putAt(endpoint, '2026-03-01T11:01:00Z', itemF('d', { titles: [{ text: 'And changed back' }] }));
  await deleteAt(endpoint, '2026-03-01T11:00:00Z', 'b');
  await endpoint.store.write([{ kind: 'delete', identifier: ID('e'), by: 'hand', erase: true }], () => clock.now());
  clock.set('2026-03-01T12:00:00Z');
  const mirror = await fresh(endpoint);
  await putAt(endpoint, '2026-03-01T12:00:01Z', itemF('d', { sets: ['s'] }));
  clock.set('2026-03-01T12:00:02Z');
  await stop(endpoint);
  clock.set('2026-03-01T13:00:00Z');
  return { clock, mirror, database, file };
}

describe('backup', () => {
  test('is a store as it is at one moment, and says how to put it back', async () => {
    const { clock, file } = await later();
    expect(statSync(file).mode & 0o077).toBe(0);
    const endpoint = await serve(clock, file);
    if (process.env['OAI_TEST_STORE'] !== 'postgres') {
      expect([...(await fresh(endpoint)).payloads().keys()]).toEqual(['a', 'b', 'd', 'e'].map(ID));
    }
  });

  testFile('is whole while another process never stops writing, and servers answer', async () => {
    const clock = new TestClock('2026-03-01T10:00:00Z');
    const endpoint = await serve(clock);
    await putAt(endpoint, '2026-03-01T10:00:00Z', ...Array.from({ length: 300 }, (_, index) => itemF(`x${index}`)));
    const writer = spawn(process.execPath, ['--no-warnings', WRITER, endpoint.database], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(writer.stdout, 'data');
      const file = join(place(), 'backup.sqlite');
      expect(await run(endpoint.database, clock, ['backup', file])).toMatchObject({ exitCode: 0 });
      const db = new Database(file, { readonly: true });
      // Each commit of the writer puts the same title on all items: a mixture would be no moment.
      const titles = db.prepare("SELECT DISTINCT content ->> '$.titles[0].text' FROM item").pluck().all();
      db.close();
      expect(titles).toHaveLength(1);
      expect(readdirSync(join(file, '..'))).toEqual(['backup.sqlite']);
    } finally {
      writer.kill('SIGKILL');
    }
  });

  test('can be read by nobody else while it is written, whatever the umask is', async () => {
    const endpoint = await serve(new TestClock('2026-03-01T10:00:00Z'));
    await putAt(endpoint, '2026-03-01T10:00:00Z', itemF('a'));
    const file = join(place(), 'backup.sqlite');
    const modes: (number | undefined)[] = [];
    class WatchingClock extends TestClock {
      // Asked whenever progress is told.
      override monotonic(): number {
        const stats = statSync(`${file}.partial`, { throwIfNoEntry: false });
        if (stats) modes.push(stats.mode & 0o077);
        return super.monotonic();
      }
    }
    const umask = process.umask(0);
    try {
      expect(await run(endpoint.database, new WatchingClock('2026-03-01T11:00:00Z'), ['backup', file])).toMatchObject({
        exitCode: 0,
      });
    } finally {
      process.umask(umask);
    }
    expect(new Set(modes)).toEqual(new Set([0]));
  });

  test('overwrites nothing, and leaves nothing of one that was stopped', async () => {
    const { clock, database, file } = await later();
    const before = readFileSync(file);
    expect(await run(database, clock, ['backup', file])).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('is there already'),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    const target = place();
    const stopped = await run(database, clock, ['backup', join(target, 'b')], (terminal) => terminal.interrupt());
    expect(stopped).toMatchObject({ exitCode: 1, errors: expect.stringContaining('Stopped') });
    expect(readdirSync(target)).toEqual([]);
    expect((await run(database, clock, ['backup', join(target, 'no', 'b')])).errors).toMatch(
      /cannot be (written|opened)|does not exist/,
    );
  });

  test('--keep in a folder that is not there says so, and writes nothing', async () => {
    const { clock, database } = await later();
    const target = join(place(), 'backups');
    expect(await run(database, clock, ['backup', target, '--keep', '2'])).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining(`There is no folder ${target}. Make it first: mkdir ${target}`),
    });
    expect(existsSync(target)).toBe(false);
  });

  test('in a folder is named after the time; older ones of the same repository go', async () => {
    const { clock, database } = await later();
    const target = place();
    writeFileSync(join(target, 'oai.example.org-notes.sqlite'), 'mine');
    writeFileSync(join(target, 'oai.example.org.other-20260101T000000Z.sqlite'), 'theirs');
    for (const time of ['13:00:00', '14:00:00', '15:00:00']) {
      clock.set(`2026-03-01T${time}Z`);
      expect(await run(database, clock, ['backup', target, '--keep', '2'])).toMatchObject({ exitCode: 0 });
    }
    expect(readdirSync(target).sort()).toEqual([
      'oai.example.org-20260301T140000Z.sqlite',
      'oai.example.org-20260301T150000Z.sqlite',
      'oai.example.org-notes.sqlite',
      'oai.example.org.other-20260101T000000Z.sqlite',
    ]);
  });
});

describe('restore', () => {
  testFile(
    'by the former store: what changed since comes again, what came since is deleted, all else stays',
    async () => {
      const { clock, mirror, database, file } = await later();
      const restored = await run(database, clock, ['restore', file, '--yes']);
      expect(restored).toMatchObject({
        exitCode: 0,
        output: expect.stringMatching(/4 items had changed since.*; 1 came since.*; 1 were erased/),
      });
      clock.set('2026-03-01T14:00:00Z');
      const endpoint = await serve(clock, database);
      expect(await update(mirror, endpoint)).toEqual(['a', 'b', 'd', 'e', 'new']);
      expect(mirror.entries()).toEqual((await fresh(endpoint)).entries());
      expect([...mirror.payloads().keys()]).toEqual(['a', 'b', 'd'].map(ID));
      expect(mirror.get(ID('a'))?.payload).toContain('Article a');
      expect(await backDoor.mentions(database, 'Article e')).toBe(false);
      // It may be imported again.
      await putAt(endpoint, '2026-03-01T15:00:00Z', itemF('new'), itemF('e'));
      clock.set('2026-03-01T15:00:01Z');
      expect(await update(mirror, endpoint)).toEqual(['new']);
      const [act] = await endpoint.store.acts.recent(1);
      expect(act).toMatchObject({ actor: 'ann@desk', command: expect.stringMatching(/^restore /), outcome: 'done' });
      expect(readdirSync(join(database, '..')).filter((name) => name.includes('before-20260301T130000Z'))).toHaveLength(
        1,
      );
      expect(readdirSync(join(database, '..')).filter((name) => name.includes('restoring'))).toEqual([]);
    },
  );

  test('where the former store is lost, everything comes again', async () => {
    const { clock, mirror, database, file } = await later();
    await backDoor.remove(database);
    const target = process.env['OAI_TEST_STORE'] === 'postgres' ? await backDoor.fresh() : database;
    expect(await run(target, clock, ['restore', file, '--yes'])).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('all get a new datestamp'),
    });
    clock.set('2026-03-01T14:00:00Z');
    const endpoint = await serve(clock, target);
    expect(await update(mirror, endpoint)).toEqual(['a', 'b', 'c', 'd', 'e']);
    const known = payloads(mirror).filter(([identifier]) => identifier !== ID('new'));
    expect(known).toEqual(payloads(await fresh(endpoint)));
    expect((await run(target, clock, ['status'])).output).not.toContain('dated anew');
  });

  testFile('a damaged former store is put aside, and everything comes again', async () => {
    const { clock, mirror, database, file } = await later();
    const bytes = readFileSync(database);
    bytes.fill(7, 20_000, 60_000);
    writeFileSync(database, bytes);
    expect(await run(database, clock, ['restore', file, '--yes'])).toMatchObject({ exitCode: 0 });
    clock.set('2026-03-01T14:00:00Z');
    expect(await update(mirror, await serve(clock, database))).toHaveLength(5);
    const kept = readFileSync(`${database}.before-20260301T130000Z`);
    expect(kept.subarray(20_000).equals(bytes.subarray(20_000))).toBe(true);
  });

  testFile('a former store of another history tells nothing: everything comes again', async () => {
    const { clock, database, file } = await later();
    // Put back once; on this line as many changes happen as on the other one.
    expect(await run(database, clock, ['restore', file, '--yes'])).toMatchObject({ exitCode: 0 });
    const line = await serve(clock, database);
    await putAt(line, '2026-03-01T13:30:00Z', itemF('other'));
    await stop(line);
    const other = new Database(`${database}.before-20260301T130000Z`);
    other.pragma('journal_mode = DELETE');
    other.close();
    clock.set('2026-03-01T14:00:00Z');
    expect(await run(database, clock, ['restore', `${database}.before-20260301T130000Z`, '--yes'])).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('all get a new datestamp'),
    });
  });

  testFile('refuses while somebody uses the store, and changes nothing', async () => {
    const { clock, database, file } = await later();
    const endpoint = await serve(clock, database);
    const before = (await fresh(endpoint)).entries();
    expect(await run(database, clock, ['restore', file, '--yes'])).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('is in use'),
    });
    expect((await fresh(endpoint)).entries()).toEqual(before);
  });

  test('refuses what is no backup, is damaged, or is of another repository, and what nobody agreed to', async () => {
    const { clock, database, file } = await later();
    const empty = process.env['OAI_TEST_STORE'] === 'postgres' ? await backDoor.fresh() : database;
    const before = await run(database, clock, ['export']);
    expect(before.output).toContain('Changed after the backup');
    const refusal = async (words: string[], prepare = (_terminal: TestTerminal) => {}) => {
      const { exitCode, errors } = await run(empty, clock, ['restore', ...words], prepare);
      expect(exitCode).toBe(1);
      return errors;
    };
    expect(await refusal([`${file}.no`, '--yes'])).toContain('There is no backup');
    const damaged = join(place(), 'damaged.sqlite');
    const bytesOfBackup = readFileSync(file);
    writeFileSync(damaged, Buffer.from(bytesOfBackup).fill(7, 20_000, 60_000));
    expect(await refusal([damaged, '--yes'])).toContain('damaged');
    writeFileSync(damaged, 'no store');
    expect(await refusal([damaged, '--yes'])).toContain('no backup of a store');
    const spoils = [
      "CREATE TRIGGER t AFTER UPDATE ON clock BEGIN SELECT RAISE(ABORT, 'never'); END",
      'ALTER TABLE clock RENAME TO other; CREATE VIEW clock AS SELECT * FROM other',
      'DROP TABLE record',
    ];
    for (const spoil of spoils) {
      writeFileSync(damaged, bytesOfBackup);
      const db = new Database(damaged);
      db.pragma('foreign_keys = OFF');
      db.exec(spoil);
      db.close();
      expect(await refusal([damaged, '--yes'])).toContain('no backup of a store');
    }
    expect(await refusal([file])).toContain('run it with --yes');
    expect(await refusal([file], (terminal) => Object.assign(terminal, { answer: false }))).toContain(
      'Nothing was changed',
    );
    expect(await refusal([file, '--yes'], (terminal) => terminal.interrupt())).toContain('Nothing was changed');
    const named = (terminal: TestTerminal) =>
      Object.assign(terminal.environment, { OAI_REPOSITORY_IDENTIFIER: 'other.example.org' });
    expect(await refusal([file, '--yes'], named)).toContain('repository identifier');
    expect(await run(database, clock, ['export'])).toEqual(before);
  });

  testFile('--keep-datestamps dates nothing anew, and goes behind all that was told', async () => {
    const { clock, database, file } = await later();
    clock.set('2026-03-01T09:00:00Z');
    expect(await run(database, clock, ['restore', file, '--yes', '--keep-datestamps'])).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('Nothing is dated anew'),
    });
    const endpoint = await serve(clock, database);
    const mirror = await fresh(endpoint);
    expect(mirror.get(ID('a'))?.datestamp).toBe('2026-03-01T10:00:00Z');
    await putAt(endpoint, '2026-03-01T09:00:00Z', itemF('late'));
    expect((await fresh(endpoint)).get(ID('late'))?.datestamp).toBe('2026-03-01T12:00:01Z');
  });

  testFile('goes behind a clock that was put back, and leaves no file of a killed server', async () => {
    const { clock, mirror, database, file } = await later();
    rmSync(database);
    writeFileSync(`${database}-wal`, 'of a killed server');
    writeFileSync(`${database}-shm`, 'of a killed server');
    expect(await run(database, clock, ['restore', file, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(existsSync(`${database}.before-20260301T130000Z-wal`)).toBe(true);
    clock.set('2026-03-01T14:00:00Z');
    expect(await update(mirror, await serve(clock, database))).toHaveLength(5);
  });
});

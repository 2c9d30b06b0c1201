import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { UsageReader } from '../../src/usage/usage-reader.ts';
import { RecorderUnderTest } from '../support/recorder-under-test.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Whatever is wrong with the usage file: nothing is thrown, it is said once, and what can be kept is. */
afterAll(() => {
  if (mounted) spawnSync('umount', ['--lazy', disk]);
});
const folder = temporaryFolder();

/** A disk of 200 kB; only root on Linux may make one. */
const disk = join(folder, 'disk');
mkdirSync(disk);
const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0;
const mounted = mount('size=200k');

const LATER = 61;

function used(usage: RecorderUnderTest, harvesters = 1, round = 0): void {
  for (let index = 0; index < harvesters; index += 1)
    usage.observe(usage.report({ userAgent: `Agent ${round}-${index} ${'x'.repeat(250)}` }));
  usage.recorder.flush();
}

test.each([
  ['in a folder that does not exist', () => join(folder, 'nowhere', 'usage.sqlite'), 'cannot be opened'],
  ['a folder', () => folder, 'cannot be'],
  ['no database', () => text(join(folder, 'text')), 'is damaged'],
  ['a database of something else', () => otherDatabase(join(folder, 'other.sqlite')), 'is no usage file'],
  ['of a newer version', () => newer(join(folder, 'newer.sqlite')), 'newer version'],
])('a usage file that is %s is told once, and left as it is', (_, make, words) => {
  const file = make();
  const before = contentOf(file);
  const usage = new RecorderUnderTest({ file });
  for (let round = 0; round < 3; round += 1) {
    used(usage);
    usage.clock.tick(LATER);
  }
  usage.stop();
  expect(usage.log).toHaveLength(1);
  expect(usage.log[0]).toContain(words);
  expect(contentOf(file)).toBe(before);
});

test('while the file is locked, what comes is kept, and written afterwards', () => {
  const usage = new RecorderUnderTest();
  used(usage);
  const other = new Database(usage.file);
  other.exec('BEGIN EXCLUSIVE');
  used(usage);
  expect(usage.log).toEqual([]);
  usage.clock.tick(LATER);
  used(usage);
  expect(usage.log).toEqual([expect.stringContaining('is locked by another process')]);
  other.exec('COMMIT');
  other.close();
  used(usage);
  expect(usage.read().totals(0).requests).toBe(4);
  expect(usage.log.at(-1)).toBe('Usage is recorded again; 0 requests of meanwhile are not counted.');
  usage.stop();
});

test('a damaged file that was put in its place stops nobody, and another one is begun when it is moved away', () => {
  const usage = new RecorderUnderTest();
  used(usage);
  renameSync(text(join(folder, 'damaged')), usage.file);
  for (const end of ['-wal', '-shm']) rmSync(usage.file + end, { force: true });
  for (let round = 0; round < 3; round += 1) {
    used(usage, 50);
    usage.clock.tick(LATER);
  }
  expect(usage.log).toEqual([expect.stringContaining('is damaged')]);
  renameSync(usage.file, `${usage.file}.damaged`);
  used(usage);
  expect(usage.read().totals(0).requests).toBe(151);
  expect(usage.log.at(-1)).toContain('recorded again');
  usage.stop();
});

test('where the file is deleted, another one is begun; walks go on in it', () => {
  const usage = new RecorderUnderTest();
  const oai = {
    verb: 'ListRecords',
    metadataPrefix: 'oai_dc',
    set: undefined,
    from: undefined,
    until: undefined,
    errors: [],
    records: 2,
    completeListSize: 4,
  } as const;
  usage.observe(usage.report({ userAgent: 'other' }));
  usage.observe(usage.report({ oai: { ...oai, resumed: false, cursor: 0, more: true } }));
  usage.recorder.flush();
  for (const end of ['', '-wal', '-shm']) rmSync(usage.file + end);
  usage.observe(usage.report({ oai: { ...oai, resumed: true, cursor: 2, more: false } }));
  const reader = usage.read();
  expect(reader.harvesters()).toMatchObject([{ requests: 1 }]);
  expect(reader.walksOf(1, 10)).toMatchObject([{ pages: 2, delivered: 4, whole: true }]);
  usage.stop();
});

(mounted ? test : test.skip)('on a full disk it waits for room', () => {
  const usage = new RecorderUnderTest({ file: join(disk, 'usage.sqlite') });
  for (let round = 0; round < 10; round += 1) used(usage, 100, round);
  usage.clock.tick(LATER);
  used(usage);
  expect(usage.log[0]).toContain('is full');
  mount('remount,size=20m');
  used(usage);
  expect(usage.log.at(-1)).toContain('recorded again');
  expect(usage.read().totals(0).requests).toBe(1002);
  usage.stop();
});

test('of two servers on one file one writes, and the other takes over when that one is gone', () => {
  const one = new RecorderUnderTest();
  const other = new RecorderUnderTest({ file: one.file }, one.clock);
  used(one);
  used(other);
  expect(other.log).toEqual([expect.stringContaining('Another server writes')]);
  expect(one.read().totals(0).requests).toBe(1);
  one.stop();
  used(other);
  // What it was told while it waited is not lost.
  expect(other.read().totals(0).requests).toBe(3);
  // One that died holds the file for some seconds.
  const third = new RecorderUnderTest({ file: one.file }, one.clock);
  used(third);
  expect(third.log).toHaveLength(1);
  third.clock.tick(30);
  used(third);
  expect(third.read().totals(0).requests).toBe(5);
  other.stop();
  third.stop();
});

test('a file that was never made has nothing to read', () => {
  expect(UsageReader.open(join(folder, 'never.sqlite'))).toBeUndefined();
});

test('its size is bounded, whatever clients call themselves', () => {
  const usage = new RecorderUnderTest();
  const list = { set: undefined, from: undefined, until: undefined, errors: [], resumed: false } as const;
  const oai = {
    ...list,
    verb: 'ListRecords',
    metadataPrefix: 'oai_dc',
    records: 2,
    cursor: 0,
    completeListSize: 9,
    more: true,
  } as const;
  let size = 0;
  for (let round = 0; round < 12; round += 1) {
    for (let index = 0; index < 1000; index += 1) {
      const text = `${round} ${index} ${'x'.repeat(280)}`;
      usage.observe(usage.report({ userAgent: text, oai: { ...oai, set: text, from: text } }));
      usage.observe(usage.report({ userAgent: 'one and the same', oai: { ...oai, set: text, from: text } }));
    }
    usage.recorder.flush();
    if (round === 5) size = usage.size();
  }
  const reader = usage.read();
  expect(reader.totals(0).requests).toBe(24_000);
  expect(reader.harvesters().length).toBeLessThanOrEqual(1001);
  const same = reader.harvesters().find(({ agent }) => agent === 'one and the same');
  expect(reader.asked(same?.id ?? -1).length).toBeLessThanOrEqual(100);
  expect(reader.walksOf(same?.id ?? -1, 10_000).length).toBeLessThanOrEqual(200);
  expect(usage.size()).toBeLessThan(size * 1.5);
  usage.stop();
}, 180_000);

function text(file: string): string {
  writeFileSync(file, 'This is a text, and a long one. '.repeat(100));
  return file;
}

function otherDatabase(file: string): string {
  const db = new Database(file);
  db.exec('CREATE TABLE t (x)');
  db.close();
  return file;
}

function newer(file: string): string {
  const usage = new RecorderUnderTest({ file });
  usage.stop();
  const db = new Database(file);
  db.pragma('user_version = 99');
  db.pragma('journal_mode = DELETE');
  db.close();
  return file;
}

function contentOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? `${stats.size} ${stats.mtimeMs}` : String(stats?.isDirectory());
}

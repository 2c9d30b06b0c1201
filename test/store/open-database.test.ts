import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../src/fault.ts';
import { migrationsOf } from '../../src/store/migrations.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { PLAIN_LAYOUT, T0 } from '../store-contract.ts';
import { sqliteSchemaSnapshot } from '../support/sqlite-schema-snapshot.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const open = (path: string) => new SqliteStore(path, PLAIN_LAYOUT, T0);

function faultOf(work: () => unknown): Fault {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('no fault was thrown');
}

describe('opening a store', () => {
  test('db/schema.sqlite.sql is the schema that the migrations make (npm run snapshot)', () => {
    expect(readFileSync(new URL('../../db/schema.sqlite.sql', import.meta.url), 'utf8')).toBe(sqliteSchemaSnapshot());
  });

  test('migrations are numbered 1, 2, 3 …', () => {
    const versions = migrationsOf('sqlite').map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });

  test('what is not ours is refused in one sentence: text, other databases, folders, missing folders', () => {
    const text = join(folder, 'text.sqlite');
    writeFileSync(text, 'This is a letter to my aunt, and it is long enough to be looked at as a header.'.repeat(20));
    expect(faultOf(() => open(text)).message).toMatch(/is not an SQLite database/);
    const foreign = join(folder, 'foreign.sqlite');
    new Database(foreign).exec('CREATE TABLE aunt (name)').close();
    expect(faultOf(() => open(foreign)).message).toMatch(/not a store of this program/);
    mkdirSync(join(folder, 'a-folder'));
    expect(faultOf(() => open(join(folder, 'a-folder'))).message).toMatch(/is a folder/);
    for (const name of [':memory:', 'file:store.sqlite', ' store.sqlite', 'store.sqlite '])
      expect(faultOf(() => open(name)).message).toMatch(/not a path/);
    expect(faultOf(() => open('/dev/null')).message).toMatch(/is not a file/);
    expect(faultOf(() => open(join(folder, 'no', 'such', 'x.sqlite'))).message).toMatch(/does not exist/);
  });

  test('a damaged store is named as such', async () => {
    const path = join(folder, 'damaged.sqlite');
    const store = open(path);
    const bodies = new Map([['oai_dc', 'x'.repeat(3000)]]);
    await store.write(
      Array.from({ length: 200 }, (_, index) => ({
        kind: 'put',
        identifier: `i${index}`,
        content: '{}',
        sets: [],
        bodies,
      })),
      () => T0,
    );
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 8192);
    writeFileSync(path, bytes);
    const again = open(path);
    await expect(
      again.readPage({
        selection: { metadataPrefix: 'oai_dc' },
        limit: 100,
        maxBytes: 1e6,
        part: 'record',
        granularity: 'day',
      }),
    ).rejects.toThrow(/is damaged/);
    await again.close();
  });

  test('a store of a newer version is refused', async () => {
    const path = join(folder, 'newer.sqlite');
    await open(path).close();
    const db = new Database(path);
    db.pragma('user_version = 999');
    db.close();
    expect(faultOf(() => open(path)).message).toMatch(/newer version of this program/);
  });

  test('an older store is brought up to date after a backup copy', async () => {
    const path = join(folder, 'older.sqlite');
    const versions = migrationsOf('sqlite');
    const db = new Database(path);
    db.exec(versions[0]?.sql ?? '');
    db.prepare('INSERT INTO repository (id, created, token_key) VALUES (1, ?, ?)').run(T0, Buffer.alloc(32));
    db.prepare('INSERT INTO clock (id, high, next_sequence) VALUES (1, ?, 1)').run(T0);
    db.pragma(`application_id = ${0x4f414932}`);
    db.pragma('user_version = 1');
    db.close();
    const store = open(path);
    expect((await store.readState()).earliest).toBe(T0);
    await store.close();
    expect(existsSync(`${path}.backup-v1`)).toBe(versions.length > 1);
  });

  test('a store that another process writes to is read all the same, and its clock row left alone', async () => {
    const path = join(folder, 'locked.sqlite');
    const store = open(path);
    const writer = new Database(path);
    writer.exec('BEGIN IMMEDIATE; UPDATE clock SET high = high');
    await store.advanceClock(T0 + 60);
    expect((await store.readState()).high).toBe(T0);
    writer.exec('ROLLBACK');
    await store.advanceClock(T0 + 61);
    expect((await store.readState()).high).toBe(T0 + 61);
    writer.close();
    await store.close();
  });
});

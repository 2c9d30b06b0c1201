import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../src/fault.ts';
import { migrationsOf } from '../../src/store/migrations.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Change } from '../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { PLAIN_LAYOUT, T0 } from '../store-contract.ts';
import { plainText } from '../support/plain-text.ts';
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
    const read = async () => {
      const again = open(path);
      const selection = { metadataPrefix: 'oai_dc' };
      try {
        await again.readPage({ selection, limit: 100, maxBytes: 1e6, part: 'record', granularity: 'day' });
      } finally {
        await again.close();
      }
    };
    await expect(read()).rejects.toThrow(/is damaged/);
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

  test('records of a store that kept them one by one are the same afterwards', async () => {
    const path = join(folder, 'one-by-one.sqlite');
    const db = new Database(path);
    for (const { sql } of migrationsOf('sqlite').slice(0, 3)) db.exec(sql);
    db.exec(`INSERT INTO repository (id, created, token_key) VALUES (1, ${T0}, zeroblob(32));
      INSERT INTO clock (id, high, next_sequence) VALUES (1, ${T0}, 100);
      INSERT INTO tick (datestamp, first_sequence) VALUES (${T0}, 1);
      INSERT INTO format (format_id, metadata_prefix) VALUES (1, 'oai_dc'), (2, 'mods');
      PRAGMA application_id = ${0x4f414932}; PRAGMA user_version = 3`);
    const item = db.prepare(`INSERT INTO item (item_id, identifier, content, set_specs) VALUES (?, ?, '{}', 's t:u')`);
    const record = db.prepare(
      `INSERT INTO record (place, item_id, format_id, datestamp, deleted, identifier, set_specs, body)
       VALUES (?, ?, ?, ${T0}, ?, ?, 's t:u', ?)`,
    );
    const expected: Record<string, string> = { oai_dc: '', mods: '' };
    for (let n = 1; n <= 80; n += 1) {
      // Holes are where records have moved away.
      if (n % 7 === 0) continue;
      item.run(n, `oai:x:${n}`);
      for (const [index, prefix] of ['oai_dc', 'mods'].entries()) {
        const deleted = n % 10 === index;
        const body = deleted ? '' : `<metadata>${prefix} ${n} é</metadata>`;
        record.run((index + 1) * 2 ** 40 + n, n, index + 1, deleted ? 1 : 0, `oai:x:${n}`, body);
        expected[prefix] +=
          `<record><header${deleted ? ' status="deleted"' : ''}><identifier>oai:x:${n}</identifier>` +
          '<datestamp>2020-09-13T12:26:40Z</datestamp><setSpec>s</setSpec><setSpec>t:u</setSpec></header>' +
          `${body}</record>\n`;
      }
    }
    db.close();
    const store = new SqliteStore(path, RECORD_LAYOUT, T0);
    for (const [metadataPrefix, records] of Object.entries(expected)) {
      for (const packed of [true, false]) {
        const query = { selection: { metadataPrefix }, limit: 100, maxBytes: 1e6, part: 'record', packed } as const;
        const page = await store.readPage({ ...query, granularity: 'seconds' });
        expect(plainText(page.pieces)).toBe(records);
      }
    }
    // What is written again as it was keeps its datestamp, so its digest is right.
    const bodies = new Map(['oai_dc', 'mods'].map((prefix) => [prefix, `<metadata>${prefix} 2 é</metadata>`]));
    const again: Change = { kind: 'put', identifier: 'oai:x:2', content: '{}', sets: ['s', 't:u'], bodies };
    expect(await store.write([again], () => T0 + 9)).toEqual(['unchanged']);
    await store.close();
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

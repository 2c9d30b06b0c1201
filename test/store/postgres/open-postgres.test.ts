import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Fault } from '../../../src/fault.ts';
import type { Access } from '../../../src/store/access.ts';
import { migrationsOf } from '../../../src/store/migrations.ts';
import { explainPostgresError } from '../../../src/store/postgres/explain-postgres-error.ts';
import { hasPostgresStore, openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { openDatabase } from '../../../src/store/sqlite/open-database.ts';
import { StoreBusy } from '../../../src/store/store.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { askServer, freshDatabase } from '../../support/postgres/fresh-database.ts';
import { postgresSchemaSnapshot } from '../../support/postgres/postgres-schema-snapshot.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const T0 = 1_700_000_000;
const [oldest, newest] = [migrationsOf('postgres').at(0), migrationsOf('postgres').at(-1)?.version ?? 0];

async function open(url: string, access: Access = 'make') {
  const { connections, migrated, description } = await openPostgres(url, T0, access);
  await connections.close();
  return { migrated, description };
}

/** The message of the Fault that opening ends with. */
async function faultOf(url: string, access: Access = 'make'): Promise<string> {
  const error = await open(url, access).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Fault);
  const { message } = error as Fault;
  expect(message).not.toContain('geheim');
  return message;
}

describePostgres('opening a store in PostgreSQL', () => {
  test('one that is not there is made, by one of several processes, and only where that is meant', async () => {
    const url = await freshDatabase();
    expect(await faultOf(url, 'read')).toMatch(/There is no store .*: the database is empty/);
    expect(await faultOf(url, 'write')).toMatch(/There is no store/);
    expect(await hasPostgresStore(url)).toBe(false);
    const all = await Promise.all([open(url), open(url), open(url), open(url)]);
    expect(all.flatMap(({ migrated }) => migrated ?? [])).toEqual([{ from: 0, to: newest, backup: undefined }]);
    expect(await askServer('SELECT created FROM repository', url)).toEqual([{ created: T0 }]);
    expect(await askServer('SELECT high, next_sequence FROM clock', url)).toEqual([{ high: T0, next_sequence: 1 }]);
    expect((await open(url, 'read')).migrated).toBeUndefined();
    expect(await hasPostgresStore(url)).toBe(true);
  });

  test('an older one is brought up to date by who writes; a newer one is refused', async () => {
    const url = await freshDatabase();
    await askServer(`${oldest?.sql}; CREATE TABLE store_version AS SELECT ${oldest?.version} AS version`, url);
    await askServer(
      `INSERT INTO repository (id, created, token_key) VALUES (1, ${T0}, ''); INSERT INTO clock VALUES (1, ${T0}, 1)`,
      url,
    );
    expect(await faultOf(url, 'read')).toMatch(/older version .*pg_dump, then run `oai-pmh migrate`/);
    expect((await open(url, 'write')).migrated).toEqual({ from: oldest?.version, to: newest, backup: undefined });
    expect((await open(url, 'write')).migrated).toBeUndefined();
    await askServer(`UPDATE store_version SET version = ${newest + 1}`, url);
    for (const access of ['read', 'write', 'make'] as const)
      expect(await faultOf(url, access)).toMatch(/Update the program/);
  });

  test('a migration that fails leaves the store as it was', async () => {
    const url = await freshDatabase();
    await askServer(`${oldest?.sql}; CREATE TABLE store_version AS SELECT ${oldest?.version} AS version`, url);
    await askServer('ALTER TABLE repository ADD COLUMN restamp_before bigint', url);
    await expect(open(url, 'write')).rejects.toThrow(/already exists/);
    expect(await askServer('SELECT version FROM store_version', url)).toEqual([{ version: oldest?.version }]);
    expect(await askServer(`SELECT 1 FROM information_schema.columns WHERE column_name = 'copying'`, url)).toEqual([]);
  });

  test('a database of something else is refused; a schema of its own in it will do', async () => {
    const url = await freshDatabase();
    await askServer('CREATE TABLE customers (id int); CREATE SCHEMA oai', url);
    expect(await faultOf(url)).toMatch(/holds other tables in its schema "public"/);
    const schema = `${url}?options=-c%20search_path%3Doai`;
    expect((await open(schema)).migrated).toMatchObject({ from: 0 });
    expect(await faultOf(`${url}?options=-c%20search_path%3Dnowhere`)).toMatch(/no schema that its user's search_path/);
    expect(
      await askServer(`SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'customers'`, url),
    ).toEqual([]);
  });

  test('who cannot get in, or lacks a right, is told in one sentence, without the password', async () => {
    const url = await freshDatabase();
    await open(url);
    const at = new URL(url);
    const with_ = (change: (other: URL) => void) => {
      const other = new URL(url);
      change(other);
      return other.href;
    };
    const wrongPassword = with_((other) => {
      other.password = 'geheim-not';
    });
    expect(await faultOf(wrongPassword)).toMatch(/does not let us in .*OAI_DATABASE/);
    const noPassword = with_((other) => {
      other.password = '';
    });
    expect(await faultOf(noPassword)).toMatch(/did not accept the password, or none is given/);
    expect(await faultOf(with_((other) => (other.pathname = '/nowhere')))).toMatch(/There is no database .*createdb/);
    expect(await faultOf(with_((other) => (other.port = '1')))).toMatch(/cannot be reached at .*ECONNREFUSED/);
    expect(await faultOf(with_((other) => (other.hostname = 'nowhere.invalid')))).toMatch(/cannot be reached/);
    expect(await faultOf(`${url}?sslmode=require`)).toMatch(/does not take connections by TLS/);
    await askServer(`CREATE ROLE ${at.pathname.slice(1)} LOGIN PASSWORD 'geheim'`);
    const stranger = with_((other) => {
      [other.username, other.password] = [at.pathname.slice(1), 'geheim'];
    });
    expect(await faultOf(stranger)).toMatch(/lacks a right on .*permission denied for table store_version/);
    await askServer(`DROP ROLE ${at.pathname.slice(1)}`);
  });

  test.each([
    ['53100', Fault, /The disk of .* is full .*make room/],
    ['XX001', Fault, /is damaged .*Put back a backup/],
    ['42501', Fault, /lacks a right/],
    ['42703', Fault, /lacks a table or a column .*Put back a backup/],
    ['58030', Fault, /could not read or write its files .*disk/],
    ['58P01', Fault, /could not read or write its files .*disk/],
    ['54000', Fault, /A value is too large/],
    ['22021', Fault, /A text has a character that .* cannot keep/],
    ['22P05', Fault, /A text has a character that .* cannot keep/],
    ['53300', StoreBusy, /no free connection .*max_connections/],
    ['57P03', StoreBusy, /cannot answer now/],
    ['25006', StoreBusy, /takes no writes now/],
    ['40P01', StoreBusy, /locked by another process/],
  ])('what the server says with %s is told in a sentence', async (code, kind, sentence) => {
    const url = await freshDatabase();
    const { connections } = await openPostgres(url, T0, 'make');
    try {
      await connections.session((queries) =>
        queries.run({
          name: 'fail',
          text: `CREATE FUNCTION fail() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'says it' USING ERRCODE = '${code}'; END $$`,
        }),
      );
      const failing = connections.session((queries) => queries.run({ name: 'failing', text: 'SELECT fail()' }));
      await expect(failing).rejects.toThrow(sentence);
      await expect(failing).rejects.toThrow(kind);
    } finally {
      await connections.close();
    }
  });
});

describePostgres('a database in another encoding than UTF-8', () => {
  test('is refused when it is opened', async () => {
    const name = `latin1_${randomUUID().slice(0, 8)}`;
    await askServer(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    try {
      const url = (await freshDatabase()).replace(/[^/]*$/, name);
      expect(await faultOf(url)).toMatch(/keeps texts in LATIN1, .*createdb --encoding UTF8 --template template0/);
    } finally {
      await askServer(`DROP DATABASE ${name}`);
    }
  });
});

test('a server with which nothing can be encrypted, and a socket that is not ours, are named', async () => {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('S');
      socket.once('data', () => socket.end('no TLS at all'));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const fault = await faultOf(`postgres://oai:geheim@127.0.0.1:${port}/oai?sslmode=require`);
  expect(fault).toMatch(/found no common way to encrypt/);
  server.close();
  const forbidden = Object.assign(new Error('connect EACCES /run/.s.PGSQL.5432'), { code: 'EACCES' });
  expect(explainPostgresError(forbidden, 'X')).toEqual(
    new Fault('This user may not connect to X (connect EACCES /run/.s.PGSQL.5432). Let it read and write the socket.'),
  );
});

describePostgres('the schema of a store in PostgreSQL', () => {
  const folder = temporaryFolder();

  test('db/schema.postgres.sql is what the migrations make (npm run snapshot)', async () => {
    const file = readFileSync(new URL('../../../db/schema.postgres.sql', import.meta.url), 'utf8');
    expect(file).toBe(await postgresSchemaSnapshot(await freshDatabase()));
  });

  test('has the tables and columns of SQLite’s, in the same order', async () => {
    const { db } = openDatabase(join(folder, 'store.sqlite'), T0);
    const ofSqlite = db
      .prepare(
        `SELECT tables.name || ' ' || columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' ORDER BY tables.name, cid`,
      )
      .pluck()
      .all();
    db.close();
    const url = await freshDatabase();
    await open(url);
    const ofPostgres = await askServer<{ column: string }>(
      `SELECT table_name || ' ' || column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> 'store_version' ORDER BY table_name COLLATE "C", ordinal_position`,
      url,
    );
    expect(ofPostgres.map(({ column }) => column)).toEqual(ofSqlite);
  });
});

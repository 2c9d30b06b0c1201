import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { backDoor } from '../support/back-door.ts';
import { describePostgres } from '../support/postgres/describe-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;

async function workshop(source: string) {
  number += 1;
  const here = join(folder, String(number));
  mkdirSync(here);
  const config = join(here, 'oai-pmh.yaml');
  writeFileSync(
    config,
    `database: ${await backDoor.fresh()}\nrepositoryIdentifier: test.example.org\nsources:\n  theirs:\n    ${source}\n`,
  );
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal();
    const exitCode = await runCommandLine([...words, '--config', config], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  return { here, run };
}

const ROWS = [
  ['a', 'First title', 'Kaya, Ayşe; Demir, Ali', 2018],
  ['b', 'Second title', null, null],
  ['c', null, 'Nobody', 2020],
] as const;

describe('sync from a database', () => {
  test('SQLite: columns are read by their names, rows without a title are refused by number', async () => {
    const { here, run } = await workshop(
      'database: theirs.db\n    query: SELECT id AS identifier, title, authors, year FROM article ORDER BY id\n    complete: true',
    );
    const db = new Database(join(here, 'theirs.db'));
    db.exec('CREATE TABLE article (id TEXT, title TEXT, authors TEXT, year INTEGER)');
    for (const row of ROWS) db.prepare('INSERT INTO article VALUES (?, ?, ?, ?)').run(...row);
    const { exitCode, output, errors } = await run('sync');
    expect(output).toContain('2 new');
    expect(exitCode).toBe(3);
    expect(errors).toMatch(/theirs\.db:3: c: .*title/);
    const exported = (await run('export')).output;
    expect(exported).toContain('"family":"Kaya","given":"Ayşe"');
    expect(exported).toContain('{"date":"2018","kind":"issued"}');
    db.exec("UPDATE article SET title = 'Mended' WHERE id = 'c'; DELETE FROM article WHERE id = 'b'");
    db.close();
    expect((await run('sync', '--allow-mass-delete')).output).toContain(
      '1 new, 0 changed, 1 unchanged, 1 deleted, 0 refused',
    );
  });

  test('a query whose one column is called item gives canonical items', async () => {
    const { here, run } = await workshop('database: theirs.db\n    query: SELECT json AS item FROM documents');
    const db = new Database(join(here, 'theirs.db'));
    db.exec('CREATE TABLE documents (json TEXT)');
    db.prepare('INSERT INTO documents VALUES (?)').run(
      JSON.stringify({ identifier: 'x', titles: [{ text: 'As JSON' }] }),
    );
    db.prepare('INSERT INTO documents VALUES (?)').run('{broken');
    db.close();
    expect(await run('sync')).toMatchObject({ exitCode: 3, output: expect.stringContaining('1 new') });
    expect((await run('rejects', 'show', '1')).output).toContain('{broken');
  });

  test('a mapping file says what the columns are', async () => {
    const { here, run } = await workshop(
      'database: theirs.db\n    query: SELECT nr, was FROM t\n    mapping: map.yaml',
    );
    const db = new Database(join(here, 'theirs.db'));
    db.exec("CREATE TABLE t (nr, was); INSERT INTO t VALUES (1, 'Mapped title')");
    db.close();
    writeFileSync(join(here, 'map.yaml'), 'columns:\n  nr: identifier\n  was: title.de\n');
    expect(await run('sync')).toMatchObject({ exitCode: 0, output: expect.stringContaining('1 new') });
    expect((await run('export')).output).toContain('{"text":"Mapped title","lang":"de"');
  });

  test.each([
    ['database: nowhere.db\n    query: SELECT 1', /no database .*nowhere\.db/],
    ['database: theirs.db\n    query: SELEKT', /query on .*theirs\.db failed: .*syntax/],
    ['database: theirs.db\n    query: DELETE FROM t', /failed/],
    ['database: theirs.db\n    query: SELECT 1 AS one', /no column looks like an identifier/],
    ['database: postgres://user:geheim@127.0.0.1:1/x\n    query: SELECT 1', /query on postgres:.* failed/],
  ])('%s ends in one sentence, without secrets', async (source, message) => {
    const { here, run } = await workshop(source);
    new Database(join(here, 'theirs.db')).exec('CREATE TABLE t (a)').close();
    const { exitCode, errors } = await run('sync');
    expect(exitCode).toBe(1);
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/geheim|\n\s+at /);
  });
});

const url = process.env['OAI_TEST_POSTGRES_URL'];

describePostgres('sync from PostgreSQL', () => {
  test('reads rows in portions, in a transaction that cannot write', async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('DROP TABLE IF EXISTS oai_article');
    await client.query(
      "CREATE TABLE oai_article AS SELECT n AS id, 'Title ' || n AS title, date '2020-01-31' AS issued FROM generate_series(1, 1000) n",
    );
    const { run } = await workshop(
      `database: ${url}\n    query: SELECT id AS identifier, title, issued FROM oai_article`,
    );
    expect(await run('sync')).toMatchObject({ exitCode: 0, output: expect.stringContaining('1000 new') });
    expect((await run('export')).output).toContain('{"date":"2020-01-31","kind":"issued"}');
    expect((await run('sync')).output).toContain('1000 unchanged');
    await client.query('DROP TABLE oai_article');
    await client.end();
    const writing = await workshop(`database: ${url}\n    query: CREATE TABLE oai_oops (a int)`);
    expect((await writing.run('sync')).errors).toMatch(/read-only transaction/);
  });
});

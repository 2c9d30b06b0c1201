import Database from 'better-sqlite3';
import { CLOCK, CONTENTS, REPOSITORY } from '../../src/store/copy/stored-table.ts';
import { migrationsOf } from '../../src/store/migrations.ts';
import { addMigrationFunctions } from '../../src/store/sqlite/migration-functions.ts';

const KINDS: Readonly<Record<string, string>> = { INTEGER: 'integer', TEXT: 'text', BLOB: 'bytes' };

test('the tables that are copied are those of the schema, with all their columns and their keys', () => {
  const db = new Database(':memory:');
  addMigrationFunctions(db);
  for (const { sql } of migrationsOf('sqlite')) db.exec(sql);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  const schema = tables.map((name) => {
    const columns = db.pragma(`table_info(${name})`) as { name: string; type: string; pk: number }[];
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    // What the store says of a copy is not copied.
    const kept = columns.filter((column) => column.name !== 'copying');
    return {
      name,
      columns: Object.fromEntries(kept.map((column) => [column.name, KINDS[column.type]])),
      key: key.map((column) => column.name),
    };
  });
  db.close();
  const copied = [REPOSITORY, CLOCK, ...CONTENTS].map(({ name, columns, key }) => ({ name, columns, key }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect(copied.sort(byName)).toEqual(schema.sort(byName));
});

import Database from 'better-sqlite3';
import { migrationsOf } from '../../src/store/migrations.ts';
import { addMigrationFunctions } from '../../src/store/sqlite/migration-functions.ts';

/** The SQLite schema as it stands after all migrations, as SQL. */
export function sqliteSchemaSnapshot(): string {
  const db = new Database(':memory:');
  addMigrationFunctions(db);
  for (const { sql } of migrationsOf('sqlite')) db.exec(sql);
  const statements = db
    .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid')
    .pluck()
    .all() as string[];
  db.close();
  const header = '-- The schema as it stands, made from migrations/sqlite by `npm run snapshot`. Do not edit.\n\n';
  return header + statements.map((sql) => `${sql};\n`).join('\n');
}

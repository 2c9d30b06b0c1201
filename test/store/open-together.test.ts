import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { migrationsOf } from '../../src/store/migrations.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const OPENER = fileURLToPath(new URL('opener-process.ts', import.meta.url));

const STORES = 60;

/** As the first version made it, and left it. */
function makeOldStore(path: string): void {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.exec(migrationsOf('sqlite')[0]?.sql ?? '');
  db.prepare('INSERT INTO repository (id, created, token_key) VALUES (1, 0, ?)').run(Buffer.alloc(32));
  db.exec(`INSERT INTO clock (id, high, next_sequence) VALUES (1, 0, 1);
    PRAGMA application_id = ${0x4f414932}; PRAGMA user_version = 1`);
  db.close();
}

test('four processes open the same stores at the same moments: new ones, and old ones that must be migrated', async () => {
  const paths = Array.from({ length: STORES }, (_, number) => join(folder, `${number}.sqlite`));
  const old = paths.filter((_, number) => number % 2 === 1);
  for (const path of old) makeOldStore(path);
  const start = String(Date.now() + 2000);
  const opened = [0, 1, 2, 3].map(() =>
    promisify(execFile)(process.execPath, ['--no-warnings', OPENER, folder, start, String(STORES)]),
  );
  for (const { stderr } of await Promise.all(opened)) expect(stderr).toBe('');
  const versionOf = (path: string) => {
    const db = new Database(path, { readonly: true });
    const version = db.pragma('user_version', { simple: true });
    db.close();
    return version;
  };
  for (const path of paths) expect(versionOf(path)).toBe(migrationsOf('sqlite').length);
  for (const path of old) expect(versionOf(`${path}.backup-v1`)).toBe(1);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
}, 60_000);

import { readFileSync, writeFileSync } from 'node:fs';

/**
 * `npm run mend-lock`, after every `npm install`: npm does not note in the lock file that better-sqlite3 brings
 * its binaries with it (`gypfile: false`), and `npm ci` would then compile it, which needs a compiler and the
 * headers of Node. A test holds the lock file to it.
 */
const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, { gypfile?: boolean }> };
const entry = lock.packages['node_modules/better-sqlite3'];
if (!entry) throw new Error('better-sqlite3 is not in the lock file');
entry.gypfile = false;
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);

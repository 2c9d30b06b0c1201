import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { BackDoor } from './back-door.ts';

/** Where fresh stores lie; gone when the suite ends, or the process where there is no suite. */
const stores = mkdtempSync(join(tmpdir(), 'oai-pmh-stores-'));
const sweep = () => rmSync(stores, { recursive: true, force: true });
if (typeof afterAll === 'function') afterAll(sweep);
else process.once('exit', sweep);

const freshPath = () => join(stores, `${randomUUID()}.sqlite`);

export const sqliteBackDoor: BackDoor = {
  async fresh() {
    return freshPath();
  },

  async copy(database) {
    const copy = freshPath();
    await this.rows(database, 'VACUUM INTO ?', copy);
    return copy;
  },

  async lock(database) {
    const db = new Database(database);
    db.exec('BEGIN IMMEDIATE');
    return async () => {
      db.exec('ROLLBACK');
      db.close();
    };
  },

  async mentions(database, words) {
    const files = [database, `${database}-wal`].filter((path) => existsSync(path));
    return files.some((path) => readFileSync(path).includes(words));
  },

  async rows<Row>(database: string, sql: string, ...values: unknown[]) {
    const db = new Database(database);
    try {
      const statement = db.prepare<unknown[], Row>(sql);
      if (statement.reader) return statement.all(...values);
      statement.run(...values);
      return [];
    } finally {
      db.close();
    }
  },
};

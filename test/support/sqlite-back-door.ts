import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrationsOf } from '../../src/store/migrations.ts';
import type { BackDoor } from './back-door.ts';

/** Where fresh stores lie; gone when the suite ends, or the process where there is no suite. */
const stores = mkdtempSync(join(tmpdir(), 'oai-pmh-stores-'));
const sweep = () => rmSync(stores, { recursive: true, force: true });
if (typeof afterAll === 'function') afterAll(sweep);
else process.once('exit', sweep);

const freshPath = () => join(stores, `${randomUUID()}.sqlite`);

/** The database, and what of it is not in its file yet. */
const filesOf = (database: string) => [database, `${database}-wal`].filter((path) => existsSync(path));

export const sqliteBackDoor: BackDoor = {
  async fresh() {
    return freshPath();
  },

  async oldest() {
    const database = freshPath();
    const db = new Database(database);
    const [oldest] = migrationsOf('sqlite');
    db.exec(oldest?.sql ?? '');
    db.prepare('INSERT INTO repository (id, created, token_key) VALUES (1, 0, ?)').run(Buffer.alloc(32));
    db.prepare('INSERT INTO clock (id, high, next_sequence) VALUES (1, 0, 1)').run();
    db.pragma(`application_id = ${0x4f414932}`);
    db.pragma(`user_version = ${oldest?.version}`);
    db.close();
    return database;
  },

  async makeNewer(database) {
    await this.rows(database, 'PRAGMA user_version = 1000');
  },

  async remove(database) {
    renameSync(database, `${database}.away`);
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

  async content(database) {
    return filesOf(database)
      .map((path) => readFileSync(path, 'latin1'))
      .join('');
  },

  async mentions(database, words) {
    return filesOf(database).some((path) => readFileSync(path).includes(words));
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

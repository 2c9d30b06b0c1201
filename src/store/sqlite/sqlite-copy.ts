import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { CopyTarget, TableReader } from '../copy/copy-ends.ts';
import { disturbed, notEmpty } from '../copy/copying-note.ts';
import {
  CLOCK,
  CONTENTS,
  ITEM,
  keyOf,
  REJECT,
  REPOSITORY,
  type Row,
  SOURCE,
  type StoredTable,
} from '../copy/stored-table.ts';
import { explainSqliteError } from './explain-sqlite-error.ts';
import { openDatabase } from './open-database.ts';

/**
 * Runs work on a store that stands still meanwhile: it holds the write lock, so that whoever wants to write is told so.
 * Answers go on, and carry the responseDate of the clock row as it stands. Faults: see openDatabase.
 */
export async function withSqliteSource<T>(
  path: string,
  now: UtcSeconds,
  work: (source: TableReader) => Promise<T>,
): Promise<T> {
  const { db } = openDatabase(path, now, 'write');
  try {
    guard(path, () => db.exec('BEGIN IMMEDIATE'));
    return await work(new SqliteTables(db, path));
  } finally {
    db.close();
  }
}

/** Opens a store to copy into; makes it where there is none. Faults: see openDatabase. */
export function openSqliteTarget(path: string, now: UtcSeconds): CopyTarget {
  return new SqliteCopyTarget(openDatabase(path, now, 'make', { unfinished: true }).db, path);
}

class SqliteTables implements TableReader {
  readonly description: string;
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[], Row>>();

  constructor(db: Database.Database, path: string) {
    this.#db = db;
    this.description = path;
  }

  async read(table: StoredTable, after: Row | undefined, limit: number): Promise<Row[]> {
    const { name, columns, key } = table;
    const behind = after ? `WHERE (${key.join(', ')}) > (${key.map(() => '?').join(', ')})` : '';
    const sql = `SELECT ${Object.keys(columns).join(', ')} FROM ${name} ${behind} ORDER BY ${key.join(', ')} LIMIT ?`;
    return guard(this.description, () => this.#prepare(sql).all(...(after ? keyOf(table, after) : []), limit));
  }

  #prepare(sql: string): Database.Statement<unknown[], Row> {
    const known = this.#statements.get(sql) ?? this.#db.prepare<unknown[], Row>(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

class SqliteCopyTarget extends SqliteTables implements CopyTarget {
  readonly #db: Database.Database;

  constructor(db: Database.Database, path: string) {
    super(db, path);
    this.#db = db;
  }

  async begin(note: string, { fresh }: { fresh: boolean }): Promise<string> {
    return this.#write(() => {
      const begun = this.#db.prepare<[], string | null>('SELECT copying FROM repository').pluck().get() ?? null;
      if (begun !== null && !fresh) return begun;
      // A server that was started on it may have declared its sets.
      const used = [ITEM, REJECT, SOURCE].some(({ name }) => this.#db.prepare(`SELECT 1 FROM ${name} LIMIT 1`).get());
      if (begun === null && used) throw notEmpty(this.description);
      for (const { name } of CONTENTS.toReversed()) this.#db.exec(`DELETE FROM ${name}`);
      this.#db.prepare('UPDATE repository SET copying = ?').run(note);
      this.#db.exec('DELETE FROM clock');
      return note;
    });
  }

  kept = (row: Row): Row => row;

  async last(table: StoredTable): Promise<Row | undefined> {
    return guard(this.description, () => this.#last(table));
  }

  async append(table: StoredTable, rows: readonly Row[], last: Row | undefined): Promise<void> {
    this.#write(() => {
      if (!isAt(table, this.#last(table), last)) throw disturbed(this.description);
      this.#insert(table, rows);
    });
  }

  async finish(repository: Row, clock: Row): Promise<void> {
    this.#write(() => {
      const values = Object.keys(REPOSITORY.columns).map((column) => `${column} = @${column}`);
      this.#db.prepare(`UPDATE repository SET ${values.join(', ')}`).run(repository);
      this.#insert(CLOCK, [clock]);
      this.#db.exec('UPDATE repository SET copying = NULL');
    });
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #insert({ name, columns }: StoredTable, rows: readonly Row[]): void {
    const names = Object.keys(columns);
    const values = names.map((column) => `@${column}`);
    const insert = this.#db.prepare(`INSERT INTO ${name} (${names.join(', ')}) VALUES (${values.join(', ')})`);
    for (const row of rows) insert.run(row);
  }

  #last({ name, key }: StoredTable): Row | undefined {
    const order = key.map((column) => `${column} DESC`).join(', ');
    return this.#db.prepare<[], Row>(`SELECT ${key.join(', ')} FROM ${name} ORDER BY ${order} LIMIT 1`).get();
  }

  #write<T>(work: () => T): T {
    return guard(this.description, () => this.#db.transaction(work).immediate());
  }
}

/** Whether two rows of a table have the same key, or both are none. */
function isAt(table: StoredTable, one: Row | undefined, other: Row | undefined): boolean {
  if (!one || !other) return one === other;
  const key = keyOf(table, other);
  return keyOf(table, one).every((value, index) => value === key[index]);
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}

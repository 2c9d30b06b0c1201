import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Corpus } from '../corpus.ts';
import type { Stores } from './stores.ts';

/** Stores that are files in a folder. */
export class SqliteStores implements Stores {
  readonly kind = 'sqlite';
  readonly pid = undefined;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async empty(name: string): Promise<string> {
    mkdirSync(this.#folder, { recursive: true });
    const database = join(this.#folder, `${name}.sqlite`);
    await this.remove(database);
    return database;
  }

  async copyOf(database: string, name: string): Promise<string | undefined> {
    const copy = await this.empty(name);
    const { bavail, bsize } = statfsSync(this.#folder);
    if (bavail * bsize < 2 * statSync(database).size) return undefined;
    copyFileSync(database, copy);
    return copy;
  }

  async remove(database: string): Promise<void> {
    for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true });
  }

  async sizeOf(database: string): Promise<number> {
    finish(database);
    return statSync(database).size;
  }

  /** None where SQLite lacks dbstat. */
  async tablesOf(database: string): Promise<[table: string, bytes: number][]> {
    const db = new Database(database, { readonly: true });
    try {
      const rows = db
        .prepare<[], { tbl_name: string; bytes: number }>(
          `SELECT tbl_name, sum(pgsize) AS bytes FROM dbstat JOIN sqlite_schema USING (name)
           GROUP BY tbl_name ORDER BY bytes DESC`,
        )
        .all();
      return rows.map(({ tbl_name, bytes }) => [tbl_name, bytes]);
    } catch {
      return [];
    } finally {
      db.close();
    }
  }

  async kept(name: string): Promise<Corpus | undefined> {
    const manifest = this.#manifest(name);
    return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as Corpus) : undefined;
  }

  async keep(name: string, corpus: Corpus): Promise<void> {
    finish(corpus.database);
    writeFileSync(this.#manifest(name), JSON.stringify(corpus));
  }

  async forget(prefix: string): Promise<void> {
    if (!existsSync(this.#folder)) return;
    for (const old of readdirSync(this.#folder)) if (old.startsWith(prefix)) rmSync(join(this.#folder, old));
  }

  #manifest(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

/** The write-ahead log goes into the file, so that it alone can be copied and tells the size. */
function finish(database: string): void {
  const db = new Database(database);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

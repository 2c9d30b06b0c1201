import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Act, ActLog } from '../act-log.ts';
import { type ActRow, toAct } from '../act-row.ts';

type Guard = <T>(work: () => T) => T;

/** The log of acts in the store's SQLite file. */
export class SqliteActLog implements ActLog {
  readonly #db: Database.Database;
  readonly #guard: Guard;

  constructor(db: Database.Database, guard: Guard) {
    this.#db = db;
    this.#guard = guard;
  }

  async begin({ began, actor, command }: Pick<Act, 'began' | 'actor' | 'command'>): Promise<number> {
    const insert = this.#db.prepare('INSERT INTO act (began, actor, command) VALUES (?, ?, ?)');
    return this.#guard(() => Number(insert.run(began, actor, command).lastInsertRowid));
  }

  async end(id: number, { ended, outcome }: { ended: UtcSeconds; outcome: string }): Promise<void> {
    const update = this.#db.prepare('UPDATE act SET ended = ?, outcome = ? WHERE act_id = ?');
    this.#guard(() => update.run(ended, outcome, id));
  }

  async recent(limit: number): Promise<Act[]> {
    const read = this.#db.prepare<[number], ActRow>('SELECT * FROM act ORDER BY act_id DESC LIMIT ?');
    return this.#guard(() => read.all(limit).map(toAct));
  }
}

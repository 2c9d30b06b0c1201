import type Database from 'better-sqlite3';
import { type StateRow, StateRows } from '../state-rows.ts';
import type { RepositoryState } from '../store.ts';

/** Reads the state of the repository, which every request needs. */
export class StateReader {
  readonly #row: Database.Statement<[], StateRow>;
  readonly #version: Database.Statement<[], number>;
  #known: { version: number | undefined; state: RepositoryState } | undefined;
  readonly #rows = new StateRows();

  constructor(db: Database.Database) {
    this.#version = db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#row = db.prepare<[], StateRow>(
      `SELECT high, repository_identifier, created, token_key, previous_token_key, rendering, rendering_progress, maintenance,
       EXISTS (SELECT 1 FROM oai_set) AS has_sets FROM repository CROSS JOIN clock`,
    );
  }

  /** Of what has not changed since it was read, SQLite tells so at a tenth of the cost of reading it again. */
  read(): RepositoryState {
    const version = this.#version.get();
    if (!this.#known || this.#known.version !== version)
      this.#known = { version, state: this.#rows.toState(this.#row.get()) };
    return this.#known.state;
  }
}

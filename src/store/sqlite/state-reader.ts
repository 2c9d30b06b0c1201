import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import { clockMissing } from '../clock-missing.ts';
import type { RenderingProgress, RepositoryState } from '../store.ts';

interface StateRow {
  high: UtcSeconds;
  repository_identifier: string | null;
  created: UtcSeconds;
  token_key: Buffer;
  previous_token_key: Buffer | null;
  rendering: string | null;
  rendering_progress: string | null;
  has_sets: 0 | 1;
}

/** Reads the state of the repository, which every request needs. */
export class StateReader {
  readonly #row: Database.Statement<[], StateRow>;
  readonly #version: Database.Statement<[], number>;
  #known: { version: number | undefined; state: RepositoryState } | undefined;
  #keys: Buffer[] = [];

  constructor(db: Database.Database) {
    this.#version = db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#row = db.prepare<[], StateRow>(
      `SELECT high, repository_identifier, created, token_key, previous_token_key, rendering, rendering_progress,
       EXISTS (SELECT 1 FROM oai_set) AS has_sets FROM repository CROSS JOIN clock`,
    );
  }

  /** Of what has not changed since it was read, SQLite tells so at a tenth of the cost of reading it again. */
  read(): RepositoryState {
    const version = this.#version.get();
    if (!this.#known || this.#known.version !== version) this.#known = { version, state: this.#read() };
    return this.#known.state;
  }

  #read(): RepositoryState {
    const row = this.#row.get();
    if (!row) throw clockMissing();
    return {
      high: row.high,
      repositoryIdentifier: row.repository_identifier ?? undefined,
      earliest: row.created,
      tokenKeys: this.#tokenKeys(row),
      hasSets: row.has_sets === 1,
      rendering: row.rendering ?? undefined,
      renderingProgress:
        row.rendering_progress === null ? undefined : (JSON.parse(row.rendering_progress) as RenderingProgress),
    };
  }

  /** The same Buffers as long as the keys are the same: what is made of a key need not be made for each request. */
  #tokenKeys({ token_key: current, previous_token_key: previous }: StateRow): Buffer[] {
    const keys = previous ? [current, previous] : [current];
    const same = keys.length === this.#keys.length && keys.every((key, index) => this.#keys[index]?.equals(key));
    if (!same) this.#keys = keys;
    return this.#keys;
  }
}

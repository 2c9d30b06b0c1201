import type { UtcSeconds } from '../oai/datestamp.ts';
import { clockMissing } from './clock-missing.ts';
import type { Maintenance, RenderingProgress, RepositoryState } from './store.ts';

/** `repository` and `clock` in one row. */
export interface StateRow {
  high: UtcSeconds;
  repository_identifier: string | null;
  created: UtcSeconds;
  token_key: Buffer;
  previous_token_key: Buffer | null;
  rendering: string | null;
  rendering_progress: string | null;
  maintenance: string | null;
  has_sets: boolean | 0 | 1;
}

/** Makes states of rows that follow each other. */
export class StateRows {
  #keys: Buffer[] = [];

  toState(row: StateRow | undefined): RepositoryState {
    if (!row) throw clockMissing();
    return {
      high: row.high,
      repositoryIdentifier: row.repository_identifier ?? undefined,
      earliest: row.created,
      tokenKeys: this.#tokenKeys(row),
      hasSets: Boolean(row.has_sets),
      rendering: row.rendering ?? undefined,
      renderingProgress:
        row.rendering_progress === null ? undefined : (JSON.parse(row.rendering_progress) as RenderingProgress),
      maintenance: row.maintenance === null ? undefined : (JSON.parse(row.maintenance) as Maintenance),
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

import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { FormerReader, RestorePlace } from '../restore-place.ts';
import { FormerStore } from './former-store.ts';
import { dropWork, takeBackup } from './restore-sqlite.ts';

/** A file that a backup is put in the place of. */
export class SqliteRestorePlace implements RestorePlace {
  readonly work: string;
  readonly #former: FormerStore;
  readonly #kept: string;

  /** Faults: see FormerStore. */
  constructor(path: string, now: UtcSeconds) {
    this.work = `${path}.restoring`;
    this.#kept = `${path}.before-${new Date(now * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
    this.#former = new FormerStore(path, now);
  }

  get former(): FormerReader | undefined {
    return this.#former.readable ? this.#former : undefined;
  }

  take(backup: string): void {
    takeBackup(backup, this.work);
  }

  async putIn(): Promise<string | undefined> {
    return this.#former.giveWayTo(this.work, this.#kept) ? this.#kept : undefined;
  }

  close(): void {
    this.#former.close();
    dropWork(this.work);
  }
}

import type { Clock } from '../clock.ts';
import type { UtcSeconds } from '../oai/datestamp.ts';
import type { Maintenance, StoreReader } from '../store/store.ts';

/** Knows whether the repository is being worked on. It looks once a second: an answer costs no reading more. */
export class MaintenanceWatch {
  readonly #store: StoreReader;
  readonly #clock: Pick<Clock, 'now'>;
  #looked: UtcSeconds | undefined;
  #current: Maintenance | undefined;

  constructor(store: StoreReader, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Rejects with StoreBusy where the store cannot be asked. */
  async current(): Promise<Maintenance | undefined> {
    const now = this.#clock.now();
    if (this.#looked !== now) {
      this.#current = (await this.#store.readState()).maintenance;
      this.#looked = now;
    }
    return this.#current;
  }
}

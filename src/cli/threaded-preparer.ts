import { availableParallelism } from 'node:os';
import type { Config } from '../config/config.ts';
import type { Cataloguing } from '../ingest/cataloguing.ts';
import type { Arrival, Prepared, PrepareOptions } from '../ingest/prepare.ts';
import { type Preparer, preparerHere } from '../ingest/preparer.ts';
import { PreparingThread, type ThreadSettings } from './preparing-thread.ts';

/** While a thread loads, so many are prepared without one. */
const WITHOUT_THREADS = 500;
/** The thread that writes cannot keep up with more. */
const MOST_THREADS = 3;
/** For each thread: one that it prepares, and one that waits for it or for being written. */
const BATCHES = 2;

export interface Threads {
  /** How many; nought prepares in this thread. */
  count: number;
  /** Arrivals that are prepared before they are started. */
  after: number;
}

/**
 * Prepares in threads, one for each core beside the one that reads and writes. The first batches, and all where there is
 * one core, are prepared in this thread. To be closed.
 */
export class ThreadedPreparer implements Preparer {
  readonly #settings: ThreadSettings;
  readonly #here: Preparer;
  readonly #threads: PreparingThread[] = [];
  readonly #count: number;
  /** Arrivals until the threads are started. */
  #left: number;
  #turn = 0;

  constructor({ formats, schemasUrl }: Config, cataloguing: Cataloguing, threads: Partial<Threads> = {}) {
    const { crosswalks: _, setRules: __, ...plain } = cataloguing;
    this.#settings = { cataloguing: plain, formats, schemasUrl };
    this.#here = preparerHere(cataloguing);
    this.#count = threads.count ?? Math.min(availableParallelism() - 1, MOST_THREADS);
    this.#left = threads.after ?? WITHOUT_THREADS;
  }

  get ahead(): number {
    return this.#threads.filter(({ isReady }) => isReady).length * BATCHES;
  }

  prepare(arrivals: readonly Arrival[], options: PrepareOptions): Promise<Prepared[][]> {
    this.#left -= arrivals.length;
    if (this.#left < 0) this.#start();
    const ready = this.#threads.filter(({ isReady }) => isReady);
    const thread = ready[this.#turn++ % ready.length];
    return (thread ?? this.#here).prepare(arrivals, options);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #start(): void {
    while (this.#threads.length < this.#count) this.#threads.push(new PreparingThread(this.#settings));
  }
}

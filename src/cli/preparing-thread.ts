import { Worker } from 'node:worker_threads';
import { Fault } from '../fault.ts';
import type { FormatDefinition } from '../formats/format-definition.ts';
import type { Cataloguing } from '../ingest/cataloguing.ts';
import type { Arrival, Prepared, PrepareOptions } from '../ingest/prepare.ts';
import type { Preparer } from '../ingest/preparer.ts';

/** What a thread makes its cataloguing of: functions cannot be sent, so it loads the crosswalks by itself. */
export interface ThreadSettings {
  cataloguing: Omit<Cataloguing, 'crosswalks' | 'setRules'>;
  formats: readonly FormatDefinition[] | undefined;
  schemasUrl: string;
}

export interface ThreadTask {
  arrivals: readonly Arrival[];
  options: PrepareOptions;
}

/** Comes once when all is loaded, then once for each task, in their order. */
export type ThreadAnswer = 'ready' | { prepared: Prepared[][] };

/** A source file, or the one that was built of it. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './prepare-thread.ts' : './prepare-thread.js',
  import.meta.url,
);

/** For what lives no longer than a batch. V8 by itself would take twice that, and no less time. */
const YOUNG_MB = 24;

const ENDED =
  'A thread that prepares records has ended, as process.exit in a crosswalk of your own makes it. What was written before stays; mend that, and run it again.';

/** A thread of its own that prepares batches, one after the other. To be closed. */
export class PreparingThread implements Pick<Preparer, 'prepare'> {
  /** True when it has loaded, or failed to. */
  isReady = false;
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<Prepared[][]>[] = [];
  #failure: Error | undefined;

  constructor(settings: ThreadSettings) {
    this.#worker = new Worker(PROGRAM, {
      workerData: settings,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.on('message', (answer: ThreadAnswer) => {
      if (answer === 'ready') this.isReady = true;
      else this.#waiting.shift()?.resolve(answer.prepared);
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Fault(ENDED)));
  }

  prepare(arrivals: readonly Arrival[], options: PrepareOptions): Promise<Prepared[][]> {
    if (this.#failure) return Promise.reject(this.#failure);
    const answer = Promise.withResolvers<Prepared[][]>();
    this.#waiting.push(answer);
    this.#worker.postMessage({ arrivals, options } satisfies ThreadTask);
    return answer.promise;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.isReady = true;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

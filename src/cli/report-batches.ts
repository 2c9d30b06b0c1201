import type { RequestReport } from '../http/request-report.ts';

/** Reports of requests on their way from one process to another. */
export interface ReportBatch {
  reports: RequestReport[];
  /** So many more came meanwhile than could wait. */
  dropped: number;
}

/** Milliseconds until what has come is sent. */
const EVERY = 250;
/** Reports that may wait for a process that does not take them; some MB. */
const MOST_WAITING = 5_000;

/** Sends reports in batches, one batch at a time, in bounded memory. */
export class ReportBatches {
  readonly #send: (batch: ReportBatch, taken: () => void) => void;
  #waiting: RequestReport[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  /** `send` calls `taken` when it has handed a batch over, or could not. */
  constructor(send: (batch: ReportBatch, taken: () => void) => void) {
    this.#send = send;
  }

  readonly add = (report: RequestReport): void => {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(report);
    this.#timer ??= setTimeout(() => void this.#next(), EVERY);
  };

  /** Sends all that waits. */
  async flush(): Promise<void> {
    await this.#sending;
    await this.#next();
  }

  async #next(): Promise<void> {
    await this.#sending;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const batch = { reports: this.#waiting, dropped: this.#dropped };
    this.#waiting = [];
    this.#dropped = 0;
    this.#sending = new Promise((taken) => this.#send(batch, taken));
    await this.#sending;
    this.#sending = undefined;
  }
}

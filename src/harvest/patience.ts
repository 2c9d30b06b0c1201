import { PassingFault } from './passing-fault.ts';

/**
 * How long one fetch may take: so many seconds for each thing that is waited for, and so many for all of them
 * together. Only waiting counts, not what is done between; so who reads slowly is not punished.
 */
export class Patience {
  readonly #who: string;
  readonly #idle: number;
  readonly #total: number;
  /** Seconds that are left of all. */
  #left: number;

  /** `who` is the redacted address, for the message; times are in seconds. */
  constructor(who: string, idle: number, total: number) {
    this.#who = who;
    this.#idle = idle;
    this.#total = total;
    this.#left = total;
  }

  /** The outcome of the work, or a PassingFault when it takes too long. The work itself is not stopped. */
  async wait<T>(work: Promise<T>): Promise<T> {
    const began = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#tooLate()), Math.max(0, Math.min(this.#idle, this.#left)) * 1000);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
      this.#left -= (performance.now() - began) / 1000;
    }
  }

  #tooLate(): PassingFault {
    return this.#left <= this.#idle
      ? new PassingFault(`${this.#who} took longer than ${this.#total} seconds to answer.`)
      : new PassingFault(`${this.#who} sent nothing for ${this.#idle} seconds.`);
  }
}

import type { RunRow } from './run-row.ts';

/** Most bytes that are kept unpacked. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * The runs that were unpacked last. Harvesters that read a list at the same time come by one after the other; and a run
 * with the same place and revision always holds the same.
 */
export class UnpackedRuns {
  /** In order of use: the first one goes first. */
  readonly #runs = new Map<string, Buffer>();
  #bytes = 0;

  get(run: RunRow, unpack: () => Buffer): Buffer {
    const key = `${run.first} ${run.revision} ${run.crc}`;
    const known = this.#runs.get(key);
    const plain = known ?? unpack();
    if (known) this.#runs.delete(key);
    else this.#bytes += plain.length;
    this.#runs.set(key, plain);
    for (const [oldest, { length }] of this.#runs) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#runs.delete(oldest);
      this.#bytes -= length;
    }
    return plain;
  }
}

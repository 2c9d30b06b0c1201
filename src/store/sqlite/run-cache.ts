import type { RunHead } from './run-row.ts';

interface Entry {
  revision: number;
  crc: number;
  bytes: Buffer;
}

/**
 * The bytes of the runs that were read last. Harvesters that read a list at the same time come by one after the other;
 * and a run with the same place and revision always holds the same.
 */
export class RunCache {
  /** In order of their coming: the first one goes first. */
  readonly #entries = new Map<number, Entry>();
  readonly #mostBytes: number;
  #bytes = 0;

  /** Holds so many bytes at most, or else one run. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get({ first, revision, crc }: RunHead, read: () => Buffer): Buffer {
    const known = this.#entries.get(first);
    if (known && known.revision === revision && known.crc === crc) return known.bytes;
    const bytes = read();
    if (known) this.#drop(first, known);
    this.#entries.set(first, { revision, crc, bytes });
    this.#bytes += bytes.length;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#mostBytes || oldest === first) break;
      this.#drop(oldest, entry);
    }
    return bytes;
  }

  #drop(first: number, { bytes }: Entry): void {
    this.#entries.delete(first);
    this.#bytes -= bytes.length;
  }
}

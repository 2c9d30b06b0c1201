import { createHash } from 'node:crypto';
import type { Row } from './stored-table.ts';

/** A checksum of rows in their order, with all their values. */
export class RowDigest {
  readonly #hash = createHash('sha256');

  add(row: Row): void {
    const values = Object.values(row);
    const plain = values.map((value) => (Buffer.isBuffer(value) ? { bytes: value.length } : value));
    this.#hash.update(`${JSON.stringify(plain)}\n`);
    for (const value of values) if (Buffer.isBuffer(value)) this.#hash.update(value);
  }

  /** SHA-256 in hexadecimal digits. Nothing can be added afterwards. */
  end(): string {
    return this.#hash.digest('hex');
  }
}

import { createHash } from 'node:crypto';

/** A checksum of records in the order of a list: identifiers, deletions and bodies. */
export class RecordDigest {
  readonly #hash = createHash('sha256');

  /** The body is a string of characters, or of bytes (`latin1`). */
  add(identifier: string, body: string, encoding: 'utf8' | 'latin1'): void {
    this.#hash.update(`${identifier}\n`, encoding).update(body, encoding).update('\n');
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}

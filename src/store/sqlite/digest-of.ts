import { createHash } from 'node:crypto';

/** Half a SHA-256 of a body: bodies with the same one are taken for the same. */
export function digestOf(body: string): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, 16);
}

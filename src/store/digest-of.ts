import { hash } from 'node:crypto';

/** Half a SHA-256 of a body: bodies with the same one are taken for the same. */
export function digestOf(body: string): Buffer {
  return hash('sha256', body, 'buffer').subarray(0, 16);
}

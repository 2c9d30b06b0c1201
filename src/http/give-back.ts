/** Smaller ones are not worth a call, and often part of a pool. */
const SMALL = 4096;

/**
 * Gives the memory of bytes that have been sent back at once; they are empty then. Left to V8, it collects all that it
 * has for every 64 MB of pages: a fifth of the work of a harvest, and its longest pauses. Leaves alone what is part of
 * a larger Buffer, which may be part of something else.
 */
export function giveBack(sent: readonly Buffer[]): void {
  for (const { buffer, length } of sent) {
    if (length >= SMALL && length === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}

import { StoreDamaged } from './damaged.ts';
import { type Packed, unpack } from './packed.ts';

/** Unpacks a run of the store. What cannot be unpacked means that the store is damaged. */
export function unpackRun(run: Packed): Buffer {
  try {
    return unpack(run);
  } catch (error) {
    throw new StoreDamaged((error as Error).message);
  }
}

import type { Packed } from '../packed.ts';
import type { Place } from '../store.ts';

/**
 * A run: neighbouring records of one format, packed together. Its first and last place are those of records that are
 * there, and it holds all that lie between.
 */
export interface RunRow extends Packed {
  first: Place;
  last: Place;
  records: number;
  /** Another one each time that the run is written. */
  revision: number;
}

/** Columns of a RunRow. */
export const RUN_COLUMNS = 'first_place AS first, last_place AS last, records, size, crc, revision, packed';

/** A run is full with so many records… */
export const FULL_RECORDS = 25;

/** …or so many bytes, unpacked. Records that are larger are runs by themselves. */
export const FULL_BYTES = 96 * 1024;

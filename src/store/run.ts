import type { Packed } from './packed.ts';
import type { Place } from './store.ts';

/** What a run is, without its bytes. Its first and last place are those of records, and it holds all that lie between. */
export interface RunHead {
  first: Place;
  last: Place;
  records: number;
  /** Of the records, unpacked, in bytes. */
  size: number;
  crc: number;
}

/** A run: neighbouring records of one format, packed together. */
export interface Run extends RunHead, Packed {}

/** Columns of a RunHead. */
export const HEAD_COLUMNS = 'first_place AS first, last_place AS last, records, size, crc';

/** Columns of a Run. */
export const RUN_COLUMNS = `${HEAD_COLUMNS}, packed`;

/** A run is full with so many records… */
export const FULL_RECORDS = 25;

/** …or so many bytes, unpacked. Records that are larger are runs by themselves. */
export const FULL_BYTES = 96 * 1024;

/** So many records at most lie together where they are kept plain: few enough to be read for the sake of one. */
export const PLAIN_RECORDS = 8;

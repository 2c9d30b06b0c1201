import { endOfFormat, sequenceOf } from '../place.ts';
import type { Place } from '../store.ts';

/** A list limited by dates is counted exactly up to this size and estimated above it. */
export const COUNTED_EXACTLY = 1_000;

/** What is known of a list's size. */
export interface ListSize {
  formatId: number;
  /** Behind this place… */
  after: Place;
  /** …and before this one. */
  end: Place;
  /** All records of the format, or of the set in it. */
  all: number;
  /** Records between the places, counted no further than COUNTED_EXACTLY + 1; undefined: the list has no dates. */
  counted: number | undefined;
  /** The next sequence number. */
  sequences: number;
}

/** The size of a complete list: exact, or an estimate where counting would cost too much. */
export function listSize({ formatId, after, end, all, counted, sequences }: ListSize): number {
  if (counted === undefined) return all;
  if (counted <= COUNTED_EXACTLY) return counted;
  // The share of all sequence numbers that lies in the window, taken of all records; each number has one at most.
  const last = end === endOfFormat(formatId) ? sequences : sequenceOf(end);
  const window = last - Math.max(sequenceOf(after + 1), 1);
  return Math.max(counted, Math.min(all, window, Math.round((all * window) / sequences)));
}

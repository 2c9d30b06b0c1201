import type { Place } from './store.ts';

/** Sequence numbers below 2^40 leave room for 8191 formats within the integers that JavaScript holds exactly. */
const SEQUENCES = 2 ** 40;

/** The place of a sequence number within a format. */
export function placeOf(formatId: number, sequence: number): Place {
  return formatId * SEQUENCES + sequence;
}

/** The first place behind all of a format's. */
export function endOfFormat(formatId: number): Place {
  return (formatId + 1) * SEQUENCES;
}

export function formatOf(place: Place): number {
  return Math.floor(place / SEQUENCES);
}

export function sequenceOf(place: Place): number {
  return place % SEQUENCES;
}

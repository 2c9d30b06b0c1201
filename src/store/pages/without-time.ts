import { datestampAt } from '../datestamp-at.ts';
import type { RecordLayout } from '../store.ts';
import type { PlacedRecord } from './run-parts.ts';

/** How much of a datestamp is its time of day: `T12:00:00Z`. */
const DAY_LENGTH = 10;
const TIME_LENGTH = 10;

/** Kept are seconds; of the datestamp in the header, a repository with day granularity shows the day alone. */
export function withoutTime(
  layout: RecordLayout,
  placed: Pick<PlacedRecord, 'deleted' | 'identifier'>,
  bytes: Buffer,
): Buffer[] {
  const day = datestampAt(layout, placed) + DAY_LENGTH;
  return [bytes.subarray(0, day), bytes.subarray(day + TIME_LENGTH)];
}

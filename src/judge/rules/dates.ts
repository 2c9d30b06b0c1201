import type { GranularityName } from '../vocabulary.ts';

const SECOND = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The granularity in which a date is written; undefined when it is no legal date of the protocol at all. */
export function granularityOf(date: string): GranularityName | undefined {
  if (SECOND.test(date)) return isRealDay(date.slice(0, 10)) ? 'seconds' : undefined;
  if (DAY.test(date)) return isRealDay(date) ? 'day' : undefined;
  return undefined;
}

/** Date rolls the 30th of February over to March; what comes back unchanged was a day. Year 0000 is none. */
function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !day.startsWith('0000') && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

import { Fault } from '../fault.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import type { Granularity } from '../oai/granularity.ts';
import { readLooseDate } from './loose-date.ts';

/** The furthest zone from UTC, in seconds: how wrong a time without one can be. */
const WIDEST_ZONE = 14 * 3600;

/**
 * The `from` of the next harvest: the responseDate of the first page of this one, in the granularity of the source
 * (harvester guidelines 3). Since `from` is inclusive, that second, or that whole day, is asked for again: what changed
 * in it after the answer carries the same datestamp. The clock here plays no part.
 *
 * A responseDate without a zone, which the protocol forbids, may be a local time: then it begins so much earlier that
 * nothing can be missed.
 */
export function nextFrom(firstResponseDate: string, granularity: Granularity): string {
  const date = readLooseDate(firstResponseDate);
  if (!date) throw new Fault(`The responseDate "${firstResponseDate.slice(0, 40)}" is none.`);
  return formatDatestamp(date.hasZone ? date.seconds : date.seconds - WIDEST_ZONE, granularity);
}

import type { OaiReport } from '../http/request-report.ts';

/** What is asked for in a list. An empty text: not given. */
export interface ListArguments {
  verb: string;
  metadataPrefix: string;
  set: string;
  from: string;
  until: string;
}

/** [seconds since the list began, records delivered by then]. */
export type Point = readonly [seconds: number, delivered: number];

/** One harvester's way through one list. Times are UTC seconds. */
export interface ListWalk extends ListArguments {
  began: number;
  last: number;
  /** When its last page was sent; undefined: it has not been. */
  ended: number | undefined;
  pages: number;
  /** Records, headers or sets that were sent, from the beginning of the list. */
  delivered: number;
  /** completeListSize, which may be an estimate. */
  size: number;
  /** Whether its first page was seen, too: with its end, it is a complete run. */
  whole: boolean;
  points: Point[];
}

/** So many points of a walk are kept; beyond, every second one goes. */
const MOST_POINTS = 60;

export function listArguments({ verb, metadataPrefix, set, from, until }: OaiReport): ListArguments {
  return {
    verb: verb ?? '',
    metadataPrefix: metadataPrefix ?? '',
    set: set ?? '',
    from: from ?? '',
    until: until ?? '',
  };
}

/** A walk of which nothing has been seen before this page. */
export function newWalk(report: OaiReport, at: number): ListWalk {
  return {
    ...listArguments(report),
    began: at,
    last: at,
    ended: undefined,
    pages: 0,
    delivered: 0,
    size: 0,
    whole: !report.resumed,
    points: [],
  };
}

/** Takes a page in. One that comes a second time moves nothing but the time. */
export function addPage(walk: ListWalk, report: OaiReport, at: number): void {
  const { cursor = 0, records, completeListSize, more } = report;
  walk.last = Math.max(walk.last, at);
  walk.pages += 1;
  const delivered = cursor + records;
  if (delivered > walk.delivered) walk.points.push([walk.last - walk.began, delivered]);
  walk.delivered = Math.max(walk.delivered, delivered);
  walk.size = Math.max(completeListSize ?? 0, walk.delivered);
  if (more === false) walk.ended ??= walk.last;
  if (walk.points.length > MOST_POINTS)
    walk.points = walk.points.filter((_, index, { length }) => (length - 1 - index) % 2 === 0);
}

import { formatDatestamp } from '../oai/datestamp.ts';
import { type HarvesterSummary, stateOf } from './harvester-summary.ts';
import type { ListWalk } from './list-walk.ts';

/** A harvester as scripts get it: dates as datestamps, and nothing that is not known. */
export function summaryJson({ current, lastCompleteRun, ...harvester }: HarvesterSummary, now: number): object {
  const { id, name, agent, network, mailbox, firstSeen, lastSeen, ...sums } = harvester;
  return {
    id,
    name,
    userAgent: agent || undefined,
    network: network || undefined,
    from: mailbox || undefined,
    firstSeen: formatDatestamp(firstSeen),
    lastSeen: formatDatestamp(lastSeen),
    ...sums,
    current: current && walkJson(current, now),
    lastCompleteRun: lastCompleteRun && walkJson(lastCompleteRun, now),
  };
}

export function walkJson(walk: ListWalk, now: number): object {
  return {
    verb: walk.verb,
    metadataPrefix: walk.metadataPrefix || undefined,
    set: walk.set || undefined,
    from: walk.from || undefined,
    until: walk.until || undefined,
    state: stateOf(walk, now),
    fromItsBeginning: walk.whole,
    began: formatDatestamp(walk.began),
    lastPage: formatDatestamp(walk.last),
    ended: walk.ended === undefined ? undefined : formatDatestamp(walk.ended),
    pages: walk.pages,
    delivered: walk.delivered,
    completeListSize: walk.size,
  };
}

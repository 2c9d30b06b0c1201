import type { Harvester, HarvesterWalk, UsageReader } from './usage-reader.ts';

/** A walk that moved within so many seconds is under way; harvesters that are told to wait come back in less. */
const UNDER_WAY = 900;
/** After so many it is not expected to go on, though tokens may still be good. */
const GIVEN_UP = 86_400;

/** How a walk stands: at its end; moving; standing still since some time; left. */
export type WalkState = 'complete' | 'underWay' | 'waiting' | 'left';

export function stateOf({ ended, last }: Pick<HarvesterWalk, 'ended' | 'last'>, now: number): WalkState {
  if (ended !== undefined) return 'complete';
  if (now - last <= UNDER_WAY) return 'underWay';
  return now - last <= GIVEN_UP ? 'waiting' : 'left';
}

/** A harvester, with the list that it is in and the last one that it has whole. */
export interface HarvesterSummary extends Harvester {
  current: HarvesterWalk | undefined;
  lastCompleteRun: HarvesterWalk | undefined;
}

/** Harvesters that were seen since `since`, the latest first; their sums count from then on. */
export function summaries(usage: UsageReader, since: number, now: number): HarvesterSummary[] {
  const current = new Map<number, HarvesterWalk>();
  for (const walk of usage.openWalks(now - GIVEN_UP, 1000))
    if (!current.has(walk.harvester)) current.set(walk.harvester, walk);
  const complete = usage.lastCompleteRuns();
  return usage.harvesters(since).map((harvester) => ({
    ...harvester,
    current: current.get(harvester.id),
    lastCompleteRun: complete.get(harvester.id),
  }));
}

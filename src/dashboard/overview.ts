import type { Counts } from '../store/store.ts';
import { type HarvesterSummary, summaries } from '../usage/harvester-summary.ts';
import { summaryJson, walkJson } from '../usage/summary-json.ts';
import type { HarvesterWalk, UsageInterval, UsageReader } from '../usage/usage-reader.ts';
import type { UsageSums } from '../usage/usage-sums.ts';
import type { DashboardParts } from './dashboard-parts.ts';
import type { Range } from './range.ts';

/** A list counts as under way for so many seconds after its last page. */
const RECENT = 86_400;

/** What there is to be known at a glance. */
export interface Overview {
  range: Range;
  totals: UsageSums;
  intervals: readonly UsageInterval[];
  harvesters: readonly HarvesterSummary[];
  /** Lists that have not come to their end, the latest first. */
  walks: readonly HarvesterWalk[];
  visits: readonly { kind: string; requests: number; bytes: number }[];
  store: Counts & { bytes: number; rejects: number };
}

export async function readOverview(usage: UsageReader, parts: DashboardParts, range: Range): Promise<Overview> {
  const { store, clock } = parts;
  const now = clock.now();
  return {
    range,
    totals: usage.totals(range.from),
    intervals: usage.intervals(range.from, range.step),
    harvesters: summaries(usage, range.from, now),
    walks: usage.openWalks(now - RECENT, 50),
    visits: usage.visits(range.from),
    store: { ...(await store.counts()), bytes: await store.size(), rejects: await store.quarantine.count() },
  };
}

/** The overview for scripts. */
export function overviewJson({ range, totals, harvesters, walks, visits, store }: Overview, now: number): object {
  return {
    days: range.days,
    totals,
    harvesters: harvesters.map((harvester) => summaryJson(harvester, now)),
    underWay: walks.map((walk) => ({ harvester: walk.harvester, ...walkJson(walk, now) })),
    pages: visits,
    store,
  };
}

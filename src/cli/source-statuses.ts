import { Cron } from 'croner';
import type { SourceStatus } from '../dashboard/dashboard-parts.ts';
import type { SourceDefinition } from '../ingest/source-definition.ts';
import type { SourceRun } from '../store/source-ledger.ts';

/** Sources of the configuration, and those of former days that the store still knows. */
export function sourceStatuses(
  defined: readonly SourceDefinition[],
  runs: readonly SourceRun[],
  now: number,
): SourceStatus[] {
  const names = new Set([...defined.map(({ name }) => name), ...runs.map(({ name }) => name)]);
  return [...names].map((name) => {
    const run = runs.find((known) => known.name === name);
    const schedule = defined.find((source) => source.name === name)?.schedule;
    return {
      name,
      running: run?.lockOwner !== undefined && (run.lockUntil ?? 0) > now,
      started: run?.started,
      ended: run?.ended,
      outcome: run?.outcome,
      fault: run?.fault,
      next: schedule === undefined ? undefined : nextRun(schedule, now),
    };
  });
}

function nextRun(schedule: string, now: number): number | undefined {
  const next = new Cron(schedule, { paused: true, timezone: 'UTC' }).nextRun(new Date(now * 1000));
  return next === null ? undefined : Math.floor(next.getTime() / 1000);
}

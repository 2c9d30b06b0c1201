import type { UtcSeconds } from '../../oai/datestamp.ts';
import { Batch } from '../batch/batch.ts';
import type { Change, Outcome, RecordLayout } from '../store.ts';
import { SET_CLOCK, TICK } from './batch-sql.ts';
import { FetchedRuns } from './fetched-runs.ts';
import { FetchedTables } from './fetched-tables.ts';
import type { HeldClock, Queries } from './queries.ts';

/**
 * Writes one batch, inside a transaction that holds the clock row: some ten round trips, however many changes. The
 * moment is asked for in here, once the row is held (docs/adr/0003-clock-row.md).
 */
export async function writeBatch(
  queries: Queries,
  clock: HeldClock,
  changes: readonly Change[],
  now: () => UtcSeconds,
  layout: RecordLayout,
): Promise<Outcome[]> {
  const tables = await FetchedTables.fetch(queries, changes);
  const batch = new Batch(tables, layout, clock, now());
  const outcomes = batch.apply(changes);
  await tables.send(queries);
  const runs = await FetchedRuns.fetch(queries, batch.runs);
  batch.runs.write(runs);
  await runs.send(queries);
  if (batch.sequence > clock.nextSequence) {
    await queries.run(TICK, [batch.datestamp, clock.nextSequence]);
    await queries.run(SET_CLOCK, [batch.datestamp, batch.sequence]);
  }
  return outcomes;
}

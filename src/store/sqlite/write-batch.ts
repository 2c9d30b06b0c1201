import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import { Batch } from '../batch/batch.ts';
import { clockMissing } from '../clock-missing.ts';
import type { Change, Outcome, RecordLayout } from '../store.ts';
import { batchTables } from './batch-tables.ts';
import { runTables } from './run-tables.ts';

/** Makes the function that writes one batch. It must run inside a transaction that holds the write lock. */
export function batchWriter(db: Database.Database, layout: RecordLayout) {
  const tables = batchTables(db);
  const runs = runTables(db);
  const readClock = db.prepare<[], { high: UtcSeconds; nextSequence: number }>(
    'SELECT high, next_sequence AS nextSequence FROM clock',
  );
  const setClock = db.prepare('UPDATE clock SET high = ?, next_sequence = ?');
  const tick = db.prepare('INSERT INTO tick (datestamp, first_sequence) VALUES (?, ?) ON CONFLICT DO NOTHING');
  return (changes: readonly Change[], now: () => UtcSeconds): Outcome[] => {
    const clock = readClock.get();
    if (!clock) throw clockMissing();
    const batch = new Batch(tables, layout, clock, now());
    const outcomes = batch.apply(changes);
    if (batch.sequence > clock.nextSequence) {
      tick.run(batch.datestamp, clock.nextSequence);
      setClock.run(batch.datestamp, batch.sequence);
    }
    batch.runs.write(runs);
    return outcomes;
  };
}

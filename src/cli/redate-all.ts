import { batchSize } from '../ingest/batch-size.ts';
import type { Store } from '../store/store.ts';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/**
 * Gives all records that a restamping has not reached yet a new datestamp, `records` of them about. Answers how many items
 * that were; fewer than all where the terminal asked it to stop.
 */
export async function redateAll(store: Store, records: number, terminal: Terminal): Promise<number> {
  const { formats } = await store.counts();
  const progress = new Progress(terminal, 'items');
  let items = 0;
  for await (const identifiers of store.restamping.remaining(batchSize(Math.max(formats.length, 1)))) {
    if (terminal.stop.aborted) break;
    await store.write(
      identifiers.map((identifier) => ({ kind: 'redate', identifier })),
      () => terminal.clock.now(),
    );
    items += identifiers.length;
    progress.update(Math.min(items * formats.length, records), records, items);
  }
  progress.clear();
  return items;
}

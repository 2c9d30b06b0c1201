import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Change, Outcome, Store, StoredItem } from '../store/store.ts';
import { type Cataloguing, catalogueAgain, inRuleSets } from './cataloguing.ts';

const BATCH = 200;

/**
 * Renders stored items anew from their canonical form and writes those whose bytes changed; the others keep
 * their datestamps. Answers how many came to what.
 */
export async function renderAgain(
  items: AsyncIterable<StoredItem> | Iterable<StoredItem>,
  store: Pick<Store, 'write'>,
  cataloguing: Cataloguing,
  clock: Pick<Clock, 'now'>,
  progress: (rendered: number) => void = () => {},
): Promise<Map<Outcome, number>> {
  const totals = new Map<Outcome, number>();
  let rendered = 0;
  let batch: Change[] = [];
  const flush = async () => {
    for (const outcome of await store.write(batch, () => clock.now()))
      totals.set(outcome, (totals.get(outcome) ?? 0) + 1);
    rendered += batch.length;
    batch = [];
    progress(rendered);
    // Lets requests through between batches when a server renders.
    await nextTurn();
  };
  for await (const item of items) {
    if (item.deleted || item.content === undefined) continue;
    batch.push(await inRuleSets(catalogueAgain(item, clock.now(), cataloguing), cataloguing));
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return totals;
}

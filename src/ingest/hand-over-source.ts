import { SourceLock } from './source-lock.ts';
import type { SourceParts } from './source-parts.ts';

/** What files that somebody imports by hand belong to: nobody, so any source may take it over. */
export const BY_HAND = 'import';

/** Rows in one transaction: it must last well under a second. */
const BATCH = 500;

/**
 * Gives all items of a source to another one, deleted ones too, with what of it is in quarantine, and strikes it off.
 * No record changes. It may be stopped, and called again. Answers of how many items. Fault: one of the two is running.
 */
export async function handOverSource(from: string, to: string, parts: SourceParts): Promise<number> {
  const lock = new SourceLock(from, parts, { dryRun: true });
  const other = new SourceLock(to, parts, { dryRun: true });
  await lock.take();
  try {
    if (to !== BY_HAND) await other.take();
    const items = await giveAll(from, to, parts, async () => {
      await lock.renew();
      if (to !== BY_HAND) await other.renew();
    });
    await lock.strike();
    return items;
  } finally {
    await other.release();
    await lock.release();
  }
}

/** The same for whoever holds the locks already. */
export async function giveAll(
  from: string,
  to: string,
  { store, stop }: SourceParts,
  renew: () => Promise<void>,
): Promise<number> {
  let items = 0;
  for (let after = ''; ; ) {
    stop?.throwIfAborted();
    const identifiers = await store.sources.itemsOf(from, after, BATCH);
    const last = identifiers.at(-1);
    if (last === undefined) break;
    await renew();
    await store.sources.handOver(identifiers, from, to);
    items += identifiers.length;
    after = last;
  }
  do await renew();
  while ((await store.quarantine.handOver(from, to, BATCH)) > 0);
  return items;
}

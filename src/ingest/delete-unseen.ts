import type { SourceLock } from './source-lock.ts';
import type { SourceParts } from './source-parts.ts';

/** Items in one transaction: it must last well under a second. */
const BATCH = 200;

/**
 * Makes tombstones of a source's items that this run has not seen. Stopped, it leaves whole batches behind. Fault: the
 * lock is lost.
 */
export async function deleteUnseen(
  name: string,
  { store, clock, stop }: SourceParts,
  lock: Pick<SourceLock, 'renew'>,
): Promise<void> {
  for (let after = ''; ; ) {
    stop?.throwIfAborted();
    const identifiers = await store.sources.unseen(name, after, BATCH);
    const last = identifiers.at(-1);
    if (last === undefined) return;
    await lock.renew();
    await store.write(
      identifiers.map((identifier) => ({ kind: 'delete', identifier, source: name, by: 'source' })),
      () => clock.now(),
    );
    after = last;
  }
}

import { Fault } from '../fault.ts';
import { deleteUnseen } from './delete-unseen.ts';
import { BY_HAND, giveAll } from './hand-over-source.ts';
import { SourceLock } from './source-lock.ts';
import type { SourceParts } from './source-parts.ts';

/**
 * Makes tombstones of all items of a source, and strikes it off. The tombstones belong to nobody then, so that another
 * source may bring the items back. It may be stopped, and called again. Answers how many items it deleted. Faults: it
 * has items and nobody said that all may go; it is running.
 */
export async function forgetSource(
  name: string,
  { allowMassDelete }: { allowMassDelete: boolean },
  parts: SourceParts,
): Promise<number> {
  const { sources, quarantine } = parts.store;
  const lock = new SourceLock(name, parts, { dryRun: true });
  await lock.take();
  try {
    // Nothing is seen: all of its items are missing.
    await sources.forgetSeen();
    const { all } = await sources.countUnseen(name);
    if (all > 0 && !allowMassDelete) {
      throw new Fault(
        `Source ${name} has ${all} items, which would all be deleted for harvesters. If that is right, say --allow-mass-delete; \`sources hand-over\` keeps them.`,
      );
    }
    await deleteUnseen(name, parts, lock);
    await quarantine.clear(name);
    await giveAll(name, BY_HAND, parts, () => lock.renew());
    await lock.strike();
    return all;
  } finally {
    await lock.release();
  }
}

import type { StoredReject } from '../store/quarantine.ts';
import { BY_HAND } from './hand-over-source.ts';
import { Intake, type IntakeParts } from './intake.ts';
import { REPEATED } from './sort-repeats.ts';
import type { SourceDefinition } from './source-definition.ts';
import { SourceLock } from './source-lock.ts';
import type { SourceParts } from './source-parts.ts';

/**
 * Tries refused records again, with the sets of their sources, which must not run meanwhile. What comes in well leaves
 * quarantine. Fault: one of the sources is running; then nothing was tried.
 */
export async function retryRejects(
  rejects: () => AsyncIterable<StoredReject>,
  definitions: readonly SourceDefinition[],
  parts: IntakeParts & Pick<SourceParts, 'store'>,
  refused: (id: number, text: string) => void,
): Promise<{ taken: number; refused: number }> {
  const { store } = parts;
  const locks = new Map<string, SourceLock>();
  for await (const { source } of rejects()) {
    // An import by hand takes no lock.
    if (source !== BY_HAND && !locks.has(source)) locks.set(source, new SourceLock(source, parts, { dryRun: true }));
  }
  const totals = { taken: 0, refused: 0 };
  try {
    for (const lock of locks.values()) await lock.take();
    await store.sources.forgetSeen();
    for await (const reject of rejects()) {
      const { id, source, path, line = 1 } = reject;
      // Refused since the locks were taken, so by a source that may be running.
      if (source !== BY_HAND && !locks.has(source)) continue;
      for (const lock of locks.values()) await lock.renew();
      const item = itemOf(reject);
      if (typeof item === 'string') {
        refused(id, item);
        totals.refused += 1;
        continue;
      }
      const sets = definitions.find(({ name }) => name === source)?.sets ?? [];
      const intake = new Intake(parts, { source, sets }, ({ kind, text }) => {
        if (kind === 'refused') refused(id, text);
      });
      await intake.take({ kind: 'item', line, item }, path);
      await intake.flush();
      if (intake.report.refused === 0) {
        await store.quarantine.remove([id]);
        totals.taken += 1;
      } else totals.refused += 1;
    }
  } finally {
    for (const lock of locks.values()) await lock.release();
  }
  return totals;
}

/** The item as it was read; where it cannot be tried again, why. */
function itemOf({ raw, reason }: StoredReject): ({ identifier: string } & Record<string, unknown>) | string {
  if (raw === undefined) return 'its raw form was not kept; mend it in its source';
  // Another item of that identifier came in, and this one must not replace it.
  if (reason.startsWith(REPEATED)) return `${reason}, and only one of the two can hold; mend the file`;
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value === 'object' && value !== null && 'identifier' in value && typeof value.identifier === 'string')
      return value as { identifier: string };
  } catch {
    // Text that is no JSON.
  }
  return 'it was never readable; mend it in its source';
}

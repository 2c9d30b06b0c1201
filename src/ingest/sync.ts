import { Fault } from '../fault.ts';
import { deleteUnseen } from './delete-unseen.ts';
import type { ImportListener } from './import-files.ts';
import { Intake, type IntakeParts, type IntakeReport } from './intake.ts';
import type { OriginRun } from './origin-reader.ts';
import { readFiles } from './origins/read-files.ts';
import { readOai } from './origins/read-oai.ts';
import { readSql } from './origins/read-sql.ts';
import { readUrl } from './origins/read-url.ts';
import type { SourceDefinition } from './source-definition.ts';
import { SourceLock } from './source-lock.ts';
import type { SourceParts } from './source-parts.ts';

export interface SyncOptions {
  /** Only tell what would happen. */
  dryRun?: boolean;
  /** Delete even more than the source's share. */
  allowMassDelete?: boolean;
}

/** What a run came to; `missing` items were, or in a dry run would be, deleted since the source lacks them. */
export interface SyncReport extends IntakeReport {
  missing: number;
}

export type SyncParts = IntakeParts & SourceParts;

/**
 * Takes a source in once, as a diff: what is unchanged keeps its datestamp, and what a complete source lacks
 * becomes a tombstone. Faults: somebody else runs it, or has taken it over, it breaks off (then nothing is deleted), or
 * it would delete more than its share.
 */
export async function syncSource(
  source: SourceDefinition,
  parts: SyncParts,
  options: SyncOptions,
  listener: ImportListener,
): Promise<SyncReport> {
  const { sources } = parts.store;
  const dryRun = options.dryRun === true;
  const lock = new SourceLock(source.name, parts, { dryRun });
  const run = await lock.take();
  try {
    await sources.forgetSeen();
    await parts.store.quarantine.beginRun(parts.clock.now());
    const intake = new Intake(
      parts,
      {
        source: source.name,
        sets: source.sets,
        dryRun,
        repeats: source.origin.kind === 'oai',
        beforeWrite: () => lock.renew(),
      },
      (message) => {
        listener.message(message);
      },
    );
    const unread = await readOrigin({
      source,
      intake,
      parts,
      listener,
      state: run.state,
      saveState: async (state) => {
        await lock.renew();
        if (!dryRun) await sources.saveState(source.name, state);
      },
    });
    await intake.flush();
    const missing = source.complete ? await deleteMissing(source, unread, intake, parts, options, lock) : 0;
    await lock.renew();
    // An endpoint tells only what has changed: what was refused and is silent now is still refused.
    if (unread.length === 0 && !dryRun && source.origin.kind !== 'oai')
      await parts.store.quarantine.removeFormer(source.name);
    const report = { ...intake.report, missing };
    await lock.release({ outcome: { ...report } });
    return report;
  } catch (error) {
    await lock.release({ fault: error instanceof Fault ? error.message : 'a fault of the program' });
    throw error;
  }
}

/** The only place where a kind of origin is registered. */
function readOrigin(run: OriginRun): Promise<readonly string[]> {
  const { source } = run;
  const { origin } = source;
  switch (origin.kind) {
    case 'files':
      return readFiles({ ...run, source: { ...source, origin } });
    case 'url':
      return readUrl({ ...run, source: { ...source, origin } });
    case 'oai':
      return readOai({ ...run, source: { ...source, origin } });
    case 'sql':
      return readSql({ ...run, source: { ...source, origin } });
  }
}

/** Makes tombstones of what the source lacks; answers of how many. */
async function deleteMissing(
  { name, mostDeletions }: SourceDefinition,
  unread: readonly string[],
  intake: Intake,
  parts: SyncParts,
  options: SyncOptions,
  lock: SourceLock,
): Promise<number> {
  const { all, unseen } = await parts.store.sources.countUnseen(name);
  if (unseen === 0) return 0;
  const [first = 'something without an identifier was refused', ...others] = unread;
  if (unread.length > 0 || intake.refusedUnknown) {
    const why = others.length === 0 ? first : `${first} (and ${others.length} more)`;
    throw new Fault(
      `Source ${name}: ${unseen} items may be missing from it, but ${why}, so nothing was deleted. Mend that and run it again.`,
    );
  }
  if (unseen > all * mostDeletions && !options.allowMassDelete) {
    throw new Fault(
      `Source ${name}: this run would delete ${unseen} of ${all} items, more than ${Math.round(mostDeletions * 1000) / 10} %, so nothing was deleted. If that is right, run it with --allow-mass-delete.`,
    );
  }
  if (options.dryRun) return unseen;
  await deleteUnseen(name, parts, lock);
  return unseen;
}

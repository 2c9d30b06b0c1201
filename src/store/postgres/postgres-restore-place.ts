import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import { copyStore } from '../copy/copy-store.ts';
import type { RestorePlace } from '../restore-place.ts';
import { takeBackup } from '../sqlite/restore-sqlite.ts';
import { withSqliteSource } from '../sqlite/sqlite-copy.ts';
import type { RecordLayout } from '../store.ts';
import { hasPostgresStore } from './open-postgres.ts';
import { openPostgresTarget } from './postgres-copy.ts';
import { openPostgresStore } from './postgres-store.ts';

/** An empty database to put a backup into. Faults: see openPostgres; it is not empty. */
export async function openPostgresRestorePlace(
  url: string,
  layout: RecordLayout,
  now: UtcSeconds,
): Promise<RestorePlace> {
  await refuseItems(url, layout, now);
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-restore-'));
  const work = join(folder, 'store.sqlite');
  return {
    work,
    former: undefined,
    take: (backup) => takeBackup(backup, work),
    putIn: async () => {
      await withSqliteSource(work, now, async (source) => {
        const target = await openPostgresTarget(url, now);
        try {
          const stop = new AbortController().signal;
          const parts = await copyStore(source, target, { fresh: true, stop, progress: () => {} });
          if (!parts.every(({ same }) => same))
            throw new Fault(`What is in ${target.description} now is not the same as the backup. Restore it again.`);
        } finally {
          await target.close();
        }
      });
      return undefined;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A backup never goes where records are: those that it does not know would be lost without a word. */
async function refuseItems(url: string, layout: RecordLayout, now: UtcSeconds): Promise<void> {
  let items = 0;
  try {
    if (!(await hasPostgresStore(url))) return;
    const store = await openPostgresStore(url, layout, now, 'read');
    try {
      items = (await store.counts()).items;
    } finally {
      await store.close();
    }
  } catch (error) {
    // An unfinished copy: an earlier restore broke off.
    if (error instanceof Fault && /is being copied into/.test(error.message)) return;
    throw error;
  }
  if (items > 0)
    throw new Fault(
      'There are records in this database. Make a new one with createdb, name it with OAI_DATABASE, and restore into that.',
    );
}

import { Fault } from '../../fault.ts';
import type { BackupOptions } from '../backup-options.ts';
import type { CopyTarget, TableReader } from './copy-ends.ts';
import { copyStore } from './copy-store.ts';

/** A backup of a store that is no file: its rows are copied and compared. Throws a Fault where they are not the same. */
export async function backUpByRows(
  source: TableReader,
  target: CopyTarget,
  { stop, progress }: BackupOptions,
): Promise<void> {
  let done = 0;
  const parts = await copyStore(source, target, {
    fresh: true,
    stop,
    progress: (_step, rows, all) => {
      done += rows;
      // What is copied is compared with what it was copied from.
      progress(Math.min(done, 3 * all), 3 * all);
    },
  });
  const other = parts.find(({ same }) => !same);
  if (other) throw new Fault(`The backup is not the same as the store in ${other.source.part}. Look at the disk.`);
}

import { chmodSync, constants, copyFileSync, rmSync } from 'node:fs';
import { Fault } from '../../fault.ts';
import { checkFile } from './check-file.ts';

/** Copies a backup to where it is made ready. Faults: it cannot be read, it is damaged, there is no room. */
export function takeBackup(backup: string, work: string): void {
  dropWork(work);
  try {
    copyFileSync(backup, work, constants.COPYFILE_FICLONE);
    chmodSync(work, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Fault(
      `${backup} cannot be copied to ${work} (${code}). Look whether it is there and may be read, and whether there is room.`,
    );
  }
  try {
    checkFile(work);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(`${backup} is damaged, or no backup of a store: nothing was changed. Take another one.`);
  }
}

/** All that may be left of a file in which a backup was made ready. */
export function dropWork(work: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(work + end, { force: true });
}

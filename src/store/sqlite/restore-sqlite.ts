import { chmodSync, constants, copyFileSync, existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
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
    if (!existsSync(backup)) throw new Fault(`There is no backup ${backup}. Nothing was changed.`);
    throw new Fault(
      `${backup} cannot be copied to ${work} (${code}). Look whether it is there and may be read, and whether there is room.`,
    );
  }
  try {
    checkFile(work);
    checkSchema(work);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(`${backup} is damaged, or no backup of a store: nothing was changed. Take another one.`);
  }
}

/** Tables that stores of all versions have. */
const TABLES = ['repository', 'clock', 'format', 'item', 'record', 'oai_set'];

/**
 * Throws a Fault where a file has something in it that acts by itself, or lacks what a store has: a view or a trigger would
 * change what is written to it from now on.
 */
function checkSchema(path: string): void {
  const db = new Database(path, { readonly: true });
  try {
    const parts = db.prepare<[], { type: string; name: string }>('SELECT type, name FROM sqlite_schema').all();
    const active = parts.some(({ type }) => type === 'trigger' || type === 'view');
    const whole = TABLES.every((table) => parts.some(({ type, name }) => type === 'table' && name === table));
    if (active || !whole) throw new Fault(`${path} is no store.`);
  } finally {
    db.close();
  }
}

/** All that may be left of a file in which a backup was made ready. */
export function dropWork(work: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(work + end, { force: true });
}

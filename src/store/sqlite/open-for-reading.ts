import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import { StoreBusy } from '../store.ts';

/** How long a command that reads waits for a lock, in milliseconds. */
const PATIENCE = 10_000;

/** How often a copy is made anew when the file changed meanwhile. */
const COPIES = 5;

/**
 * Opens a store's file only to read it. SQLite keeps a log and an index of it beside a store that is open. Where these
 * cannot be made, because the folder or the file may not be written, and are not there, nobody has the store open, and
 * a copy is read. Throws a Fault when that cannot be made, StoreBusy when the file never stands still.
 */
export function openForReading(path: string): Database.Database {
  for (let copies = 0; copies < COPIES; copies += 1) {
    if (mayWrite(path) && mayWrite(dirname(path))) return new Database(path, { timeout: PATIENCE });
    // Another process has it open, or was killed.
    if (existsSync(`${path}-shm`)) return new Database(path, { readonly: true, timeout: PATIENCE });
    const db = openCopy(path);
    if (db) return db;
  }
  throw new StoreBusy(`The store ${path} changes while it is read. Try again when nobody writes to it.`);
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The copy is out of its folder as soon as it is open: nothing stays behind, however the process ends. */
function openCopy(path: string): Database.Database | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-'));
  try {
    const copy = join(folder, 'copy.sqlite');
    const before = stateOf(path);
    copyFile(path, copy);
    if (existsSync(`${path}-wal`)) copyFile(`${path}-wal`, `${copy}-wal`);
    if (stateOf(path) !== before) return undefined;
    const db = new Database(copy);
    // Takes in what the log holds, and leaves a database that needs no second file.
    db.pragma('journal_mode = DELETE');
    return db;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Changes whenever the file or its log is written to. */
function stateOf(path: string): string {
  const files = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false, bigint: true }));
  return files.map((stats) => `${stats?.mtimeNs} ${stats?.size} ${stats?.ino}`).join(', ');
}

function copyFile(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    chmodSync(to, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Fault(
      code === 'EACCES'
        ? `This user may not read ${from}. Run it as the user whose store it is.`
        : `${from} cannot be written here, so a copy in ${tmpdir()} is read, and that cannot be made (${code}). Name a folder with more room with TMPDIR.`,
    );
  }
}

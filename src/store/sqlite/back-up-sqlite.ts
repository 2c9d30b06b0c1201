import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { BackupOptions } from '../backup-options.ts';
import { checkFile } from './check-file.ts';
import { explainSqliteError } from './explain-sqlite-error.ts';
import { openDatabase } from './open-database.ts';

/** Pages copied at once; in between the process hears signals. */
const PAGES_AT_ONCE = 2000;

/**
 * Copies the store into a file as it is at one moment, while servers answer and others write, and checks the copy. The
 * file is one that does not exist, or is empty. Faults: see openDatabase; stopped; the copy is damaged, or there is no room for it.
 */
export async function backUpSqlite(path: string, file: string, now: UtcSeconds, options: BackupOptions): Promise<void> {
  const { db } = openDatabase(path, now, 'read');
  try {
    // One moment: without a transaction the copy would begin anew whenever somebody writes, and never end.
    db.exec('BEGIN');
    db.prepare('SELECT high FROM clock').get();
    let fault: Fault | undefined;
    await db.backup(file, {
      progress: ({ totalPages, remainingPages }) => {
        options.progress(totalPages - remainingPages, totalPages);
        if (options.stop.aborted) fault = new Fault('Stopped. Nothing was kept of the backup.');
        if (fault) throw fault;
        return PAGES_AT_ONCE;
      },
    });
  } catch (error) {
    throw explainSqliteError(error, error instanceof Database.SqliteError ? file : path);
  } finally {
    db.close();
  }
  await nextTurn();
  checkFile(file);
  sync(file);
  sync(dirname(file));
}

/** What is told to be there is there after a power cut. */
function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

import Database from 'better-sqlite3';
import { Fault } from '../../fault.ts';
import { explainSqliteError } from './explain-sqlite-error.ts';

/** Reads a file once that nobody has open, and leaves it a file by itself. Throws a Fault where it is damaged. */
export function checkFile(path: string): void {
  try {
    const db = new Database(path, { fileMustExist: true });
    try {
      // So that it needs no second file, also on a disk that is read-only.
      db.pragma('journal_mode = DELETE');
      const found = db.pragma('quick_check(1)', { simple: true });
      if (found !== 'ok') throw new Fault(`${path} is damaged (${found}). Look at the disk.`);
    } finally {
      db.close();
    }
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}

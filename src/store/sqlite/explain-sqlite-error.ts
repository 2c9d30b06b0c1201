import { Fault } from '../../fault.ts';
import { StoreDamaged } from '../damaged.ts';
import { StoreBusy } from '../store.ts';

/** Turns what SQLite says into one sentence for a person; what is not the database's fault is passed on. */
export function explainSqliteError(error: unknown, path: string): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (error instanceof StoreDamaged) return damaged(error, path);
  const [primary] = /^SQLITE_[A-Z]+/.exec(code) ?? [];
  switch (primary) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new StoreBusy(`The store ${path} is locked by another process. Try again when that has finished.`);
    case 'SQLITE_NOTADB':
      return new Fault(`${path} is not an SQLite database. Name another file with OAI_DATABASE.`);
    case 'SQLITE_CORRUPT':
      return damaged(error as Error, path);
    case 'SQLITE_FULL':
      return new Fault(
        `The disk that holds ${path} is full. Nothing of this batch was written; make room and run it again.`,
      );
    case 'SQLITE_READONLY':
      return new Fault(`The store ${path} cannot be written: the file or its folder is read-only for this user.`);
    case 'SQLITE_CANTOPEN':
      return new Fault(
        `The store ${path} cannot be opened. Its folder must exist, on a disk that is not read-only, and this user must be able to write there.`,
      );
    case 'SQLITE_IOERR':
      return new Fault(`Reading or writing ${path} failed (${code}). Look at the disk and its free space.`);
    default:
      return error;
  }
}

function damaged({ message }: Error, path: string): Fault {
  return new Fault(`The store ${path} is damaged (${message}). Put back a backup of it with \`oai-pmh restore\`.`);
}

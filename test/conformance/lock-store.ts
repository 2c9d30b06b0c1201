import Database from 'better-sqlite3';

/** Takes the write lock of a store, as a writer in another process does; answers what gives it back. */
export function lockStore(path: string): () => void {
  const db = new Database(path);
  db.exec('BEGIN IMMEDIATE');
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}

import { cpus, totalmem } from 'node:os';
import Database from 'better-sqlite3';

/** What a figure depends on beside the program. */
export function machine() {
  const db = new Database(':memory:');
  const sqlite = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  db.close();
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    memory: totalmem(),
    platform: process.platform,
    node: process.version,
    sqlite,
  };
}

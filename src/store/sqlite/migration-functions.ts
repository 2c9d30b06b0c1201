import { crc32 } from 'node:zlib';
import type Database from 'better-sqlite3';
import { digestOf } from '../digest-of.ts';
import { pack } from '../packed.ts';

/** Gives a connection the functions that migrations call. What they come to never changes: stores were made with it. */
export function addMigrationFunctions(db: Database.Database): void {
  const pure = { deterministic: true, directOnly: true };
  db.function('pack', pure, (plain) => pack(plain as Buffer).packed);
  db.function('crc_of', pure, (plain) => crc32(plain as Buffer));
  db.function('digest_of', pure, (body) => digestOf(body as string));
}

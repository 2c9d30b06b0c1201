import type { UtcSeconds } from '../oai/datestamp.ts';
import type { Access, Migrated } from './access.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import type { RecordLayout } from './store.ts';

export type { Access, Migrated };

/**
 * Opens the store that a setting names; makes it when it does not exist, unless `access` says otherwise. The only place
 * where a kind of store is registered. Faults: see openDatabase.
 */
export async function openStore(
  database: string,
  layout: RecordLayout,
  now: UtcSeconds,
  access: Access = 'make',
): Promise<SqliteStore> {
  return new SqliteStore(database, layout, now, access);
}

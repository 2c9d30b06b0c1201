import type { UtcSeconds } from '../oai/datestamp.ts';
import { SqliteStore, type StoreOptions } from './sqlite/sqlite-store.ts';
import type { RecordLayout } from './store.ts';

/**
 * Opens the store that a setting names; makes it when it does not exist. The only place where a kind of
 * store is registered. Faults: see SqliteStore.
 */
export async function openStore(
  database: string,
  layout: RecordLayout,
  now: UtcSeconds,
  options: StoreOptions = {},
): Promise<SqliteStore> {
  return new SqliteStore(database, layout, now, options);
}

import { existsSync } from 'node:fs';
import type { UtcSeconds } from '../oai/datestamp.ts';
import type { Access, Migrated } from './access.ts';
import type { BackupOptions } from './backup-options.ts';
import type { CopyTarget, TableReader } from './copy/copy-ends.ts';
import { isPostgresUrl } from './postgres/postgres-url.ts';
import type { RestorePlace } from './restore-place.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import type { RecordLayout, Store } from './store.ts';

export type { Access, Migrated };

/**
 * Opens the store that a setting names; makes it when it does not exist, unless `access` says otherwise. The only place
 * where a kind of store is registered. Faults: see openDatabase and openPostgres.
 */
export async function openStore(
  database: string,
  layout: RecordLayout,
  now: UtcSeconds,
  access: Access = 'make',
): Promise<Store> {
  if (!isPostgresUrl(database)) return new SqliteStore(database, layout, now, access);
  const { openPostgresStore } = await import('./postgres/postgres-store.ts');
  return openPostgresStore(database, layout, now, access);
}

/** Runs work on a store whose contents stand still meanwhile. Answers go on; who wants to write is told. */
export async function withCopySource<T>(
  database: string,
  now: UtcSeconds,
  work: (source: TableReader) => Promise<T>,
): Promise<T> {
  if (isPostgresUrl(database)) {
    const { withPostgresSource } = await import('./postgres/postgres-copy.ts');
    return withPostgresSource(database, now, work);
  }
  const { withSqliteSource } = await import('./sqlite/sqlite-copy.ts');
  return withSqliteSource(database, now, work);
}

/** Opens a store to copy into; makes it where there is none. */
export async function openCopyTarget(database: string, now: UtcSeconds): Promise<CopyTarget> {
  if (isPostgresUrl(database)) {
    const { openPostgresTarget } = await import('./postgres/postgres-copy.ts');
    return openPostgresTarget(database, now);
  }
  const { openSqliteTarget } = await import('./sqlite/sqlite-copy.ts');
  return openSqliteTarget(database, now);
}

/**
 * Copies a store, as it is at one moment, into an SQLite file that does not exist yet or is empty, and checks the copy.
 * Answers go on; where the store is in PostgreSQL, whoever wants to write is told to wait.
 */
export async function backUpStore(
  database: string,
  file: string,
  now: UtcSeconds,
  options: BackupOptions,
): Promise<void> {
  if (!isPostgresUrl(database)) {
    const { backUpSqlite } = await import('./sqlite/back-up-sqlite.ts');
    return backUpSqlite(database, file, now, options);
  }
  const { backUpByRows } = await import('./copy/back-up-by-rows.ts');
  await withCopySource(database, now, async (source) => {
    const target = await openCopyTarget(file, now);
    try {
      await backUpByRows(source, target, options);
    } finally {
      await target.close();
    }
  });
}

/**
 * Where a backup can be put back: the file of a store that nobody uses, or an empty database of PostgreSQL. Faults: it is in
 * use, it is not empty, it is of a newer version.
 */
export async function openRestorePlace(database: string, layout: RecordLayout, now: UtcSeconds): Promise<RestorePlace> {
  if (!isPostgresUrl(database)) {
    const { SqliteRestorePlace } = await import('./sqlite/sqlite-restore-place.ts');
    return new SqliteRestorePlace(database, now);
  }
  const { openPostgresRestorePlace } = await import('./postgres/postgres-restore-place.ts');
  return openPostgresRestorePlace(database, layout, now);
}

/** Whether there is a store, or something else that stands in its place. Faults: PostgreSQL cannot be asked. */
export async function storeExists(database: string): Promise<boolean> {
  if (!isPostgresUrl(database)) return existsSync(database);
  const { hasPostgresStore } = await import('./postgres/open-postgres.ts');
  return hasPostgresStore(database);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { debianBinaries } from './binaries.ts';
import { describePostgres } from './describe-postgres.ts';
import { askServer } from './fresh-database.ts';
import { PostgresServer } from './postgres-server.ts';

/** A server, as far as it is asked. */
type Asked = Pick<PostgresServer, 'url'>;

/**
 * A `describe` for `npm run test:postgres` that shows as skipped where Debian's server is not installed: the packaged
 * one cannot replicate.
 */
export const describeReplicated = debianBinaries() === undefined ? describe.skip : describePostgres;

/** A primary that waits for standbys; whoever starts it disposes of it. */
export function startPrimary(): Promise<PostgresServer> {
  const binaries = debianBinaries();
  if (binaries === undefined) throw new Error('no PostgreSQL in /usr/lib/postgresql');
  return PostgresServer.start(binaries);
}

/** Keeps a standby at what it has replayed; what comes is kept, and replayed after `resumeReplay`. */
export async function pauseReplay(standby: Asked): Promise<void> {
  await askServer('SELECT pg_wal_replay_pause()', standby.url());
  await until(standby, `SELECT pg_get_wal_replay_pause_state() = 'paused' AS done`);
}

export async function resumeReplay(standby: Asked): Promise<void> {
  await askServer('SELECT pg_wal_replay_resume()', standby.url());
}

/** Waits until a standby shows all that the primary has committed until now. */
export async function catchUp(standby: PostgresServer, primary: PostgresServer): Promise<void> {
  const [now] = await askServer<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn', primary.url());
  await until(standby, `SELECT pg_last_wal_replay_lsn() >= '${now?.lsn}' AS done`);
}

/** Commits wait from now on until these standbys have them; none: commits wait for nobody. */
export async function waitForStandbys(primary: PostgresServer, ...names: string[]): Promise<void> {
  const list = names.length === 0 ? '' : `ANY 1 (${names.join(', ')})`;
  await askServer(`ALTER SYSTEM SET synchronous_standby_names = '${list}'`, primary.url());
  await askServer('SELECT pg_reload_conf()', primary.url());
  if (names.length > 0) {
    await until(primary, `SELECT count(*) > 0 AS done FROM pg_stat_replication WHERE sync_state <> 'async'`);
  }
}

/** Makes a standby the primary. The old one must be stopped, and must not come back. */
export async function promote(standby: PostgresServer): Promise<void> {
  await askServer('SELECT pg_promote(true, 60)', standby.url());
}

async function until(server: Asked, question: string): Promise<void> {
  for (;;) {
    const [row] = await askServer<{ done: boolean }>(question, server.url());
    if (row?.done) return;
    await sleep(10);
  }
}

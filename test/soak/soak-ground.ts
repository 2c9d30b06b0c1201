import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBinaries } from '../support/postgres/binaries.ts';
import { askServer } from '../support/postgres/fresh-database.ts';
import { PostgresServer } from '../support/postgres/postgres-server.ts';

/** What the processes of a soak stand on. */
export interface SoakGround {
  /** As OAI_DATABASE would name it. */
  database: string;
  /** Harms the database's own processes, where it has any. */
  disturb(): Promise<void>;
  dispose(): Promise<void>;
}

/** One file: nothing but the processes of the soak themselves touches it. */
export function sqliteGround(): SoakGround {
  const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-soak-'));
  return {
    database: join(folder, 'store.sqlite'),
    disturb: async () => {},
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A server of the soak's own, whose sessions are ended, and which crashes and comes back. */
export async function postgresGround(): Promise<SoakGround> {
  const server = await PostgresServer.start(embeddedBinaries());
  await askServer('CREATE DATABASE soak', server.url());
  const disturb = async () => {
    if (Math.random() < 0.8) {
      const any = `SELECT pid FROM pg_stat_activity WHERE datname = 'soak' ORDER BY random() LIMIT 1`;
      await askServer(`SELECT pg_terminate_backend(pid) FROM (${any}) AS victim`, server.url());
    } else {
      await server.stop(Math.random() < 0.5 ? 'immediate' : 'fast');
      await server.start();
    }
  };
  return { database: server.url('soak'), disturb, dispose: () => server.dispose() };
}

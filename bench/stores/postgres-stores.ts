import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { embeddedBinaries } from '../../test/support/postgres/binaries.ts';
import { askServer } from '../../test/support/postgres/fresh-database.ts';
import { PostgresServer } from '../../test/support/postgres/postgres-server.ts';
import type { Corpus } from '../corpus.ts';
import type { Stores } from './stores.ts';

/** As somebody would run it who wants to keep what it stores; all else as it comes. */
const SETTINGS = {
  fsync: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
};
const TOLD = [...Object.keys(SETTINGS), 'synchronous_commit'];

/**
 * Stores that are databases of a server: of the packaged one, which is started with its data in the folder, or of that
 * which OAI_BENCH_POSTGRES_URL names, whose user may make databases.
 */
export class PostgresStores implements Stores {
  readonly kind = 'postgres';
  readonly #url: string;
  readonly #server: PostgresServer | undefined;
  /** Databases that are not for the next run. */
  readonly #passing = new Set<string>();

  private constructor(url: string, server: PostgresServer | undefined) {
    this.#url = url;
    this.#server = server;
  }

  static async open(folder: string): Promise<PostgresStores> {
    const given = process.env['OAI_BENCH_POSTGRES_URL'];
    if (given !== undefined) return new PostgresStores(given, undefined);
    const binaries = embeddedBinaries();
    const version = execFileSync(join(binaries, 'postgres'), ['--version']).toString();
    const [major = ''] = /\d+/.exec(version) ?? [];
    const server = await PostgresServer.start(binaries, SETTINGS, join(folder, `postgres-${major}`));
    return new PostgresStores(server.url(), server);
  }

  get pid(): number | undefined {
    return this.#server?.pid;
  }

  /** Its version and the settings that matter here, for people. */
  async describe(): Promise<string> {
    const asked = TOLD.map((name) => `('${name}')`).join(', ');
    const settings = await askServer<{ name: string; value: string; version: string }>(
      `SELECT name, current_setting(name) AS value, current_setting('server_version') AS version
       FROM (VALUES ${asked}) AS told (name)`,
      this.#url,
    );
    const list = settings.map(({ name, value }) => `${name} ${value}`).join(', ');
    return `PostgreSQL ${settings[0]?.version} (${list})`;
  }

  async empty(name: string): Promise<string> {
    const own = databaseNamed(name);
    await this.#drop(own);
    await askServer(`CREATE DATABASE ${own} TEMPLATE template0`, this.#url);
    this.#passing.add(own);
    return this.#address(own);
  }

  async copyOf(database: string, name: string): Promise<string | undefined> {
    const own = databaseNamed(name);
    await this.#drop(own);
    // As files: by way of the log, a large one would take far longer.
    await askServer(`CREATE DATABASE ${own} TEMPLATE ${nameOf(database)} STRATEGY file_copy`, this.#url);
    this.#passing.add(own);
    return this.#address(own);
  }

  remove(database: string): Promise<void> {
    return this.#drop(nameOf(database));
  }

  async sizeOf(database: string): Promise<number> {
    const [row] = await askServer<{ bytes: number }>(`SELECT pg_database_size(current_database()) AS bytes`, database);
    return row?.bytes ?? Number.NaN;
  }

  async tablesOf(database: string): Promise<[table: string, bytes: number][]> {
    const rows = await askServer<{ relname: string; bytes: number }>(
      `SELECT relname, pg_total_relation_size(oid) AS bytes FROM pg_class
       WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY bytes DESC`,
      database,
    );
    return rows.map(({ relname, bytes }) => [relname, bytes]);
  }

  /** What is known of a database stands in its comment. */
  async kept(name: string): Promise<Corpus | undefined> {
    const own = databaseNamed(name);
    const [row] = await askServer<{ comment: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = '${own}'`,
      this.#url,
    );
    // The port is another one each time.
    return row?.comment ? { ...(JSON.parse(row.comment) as Corpus), database: this.#address(own) } : undefined;
  }

  async keep(name: string, corpus: Corpus): Promise<void> {
    const own = databaseNamed(name);
    // Autovacuum would do so within minutes.
    await askServer('VACUUM (ANALYZE)', corpus.database);
    await askServer('CHECKPOINT', this.#url);
    await askServer(`COMMENT ON DATABASE ${own} IS ${pg.escapeLiteral(JSON.stringify(corpus))}`, this.#url);
    this.#passing.delete(own);
  }

  async forget(prefix: string): Promise<void> {
    const own = databaseNamed(prefix);
    const rows = await askServer<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE starts_with(datname, '${own}')`,
      this.#url,
    );
    for (const { datname } of rows) await this.#drop(datname);
  }

  /** Drops what is not kept, and stops the server. */
  async close(): Promise<void> {
    for (const name of this.#passing) await this.#drop(name);
    await this.#server?.dispose();
  }

  async #drop(name: string): Promise<void> {
    await askServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, this.#url);
    this.#passing.delete(name);
  }

  #address(name: string): string {
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return url.href;
  }
}

function nameOf(database: string): string {
  return new URL(database).pathname.slice(1);
}

/** Under a prefix, so that it drops no others on a server that is not its own. */
function databaseNamed(name: string): string {
  return `oai_${name.replaceAll('-', '_')}`;
}

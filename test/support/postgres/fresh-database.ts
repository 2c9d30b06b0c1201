import { randomUUID } from 'node:crypto';
import { Client, types as pgTypes } from 'pg';

const { INT8 } = pgTypes.builtins;
/** No number of ours is above 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pgTypes.getTypeParser(oid, format as 'text'),
};

/** The server on which suites make databases of their own, and whose user may. */
function serverUrl(): string {
  const url = process.env['OAI_TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('npm run test:postgres sets OAI_TEST_POSTGRES_URL, which this suite needs');
  return url;
}

/** One statement on a connection of its own; left out: to the test server itself. bigint comes as a number. */
export async function askServer<Row>(statement: string, url = serverUrl(), values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url, types });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

const made: string[] = [];

async function make(clause: string): Promise<string> {
  const name = `oai_test_${randomUUID().replaceAll('-', '')}`;
  await askServer(`CREATE DATABASE ${name} ${clause}`);
  made.push(name);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** The URL of a new, empty database; it is dropped when the suite ends. */
export function freshDatabase(): Promise<string> {
  return make('TEMPLATE template0');
}

/** The URL of a copy of a database as it is now. Cuts all connections to the original, which are made again when used. */
export async function copyOfDatabase(url: string): Promise<string> {
  const original = new URL(url).pathname.slice(1);
  await askServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${original}'`);
  return make(`TEMPLATE ${original}`);
}

/** Drops a database, also where somebody uses it. */
export async function dropDatabase(url: string): Promise<void> {
  await askServer(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

/** Drops what was made. */
export async function dropDatabases(): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  for (const name of made.splice(0)) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.end();
}

if (typeof afterAll === 'function') afterAll(() => (made.length > 0 ? dropDatabases() : undefined));

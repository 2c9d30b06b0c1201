import { embeddedBinaries } from '../test/support/postgres/binaries.ts';
import { PostgresServer } from '../test/support/postgres/postgres-server.ts';
import { runSuites } from './run-suites.ts';

/**
 * `npm run test:postgres`: what can run on a store in PostgreSQL does, on a real server, which is started for it
 * unless OAI_TEST_POSTGRES_URL names one whose user may make databases. `npm run test:postgres -- <jest arguments>`
 * runs some suites only. Prints last `N passed, N failed`.
 */
const SUITES = [
  'test/bench/stores',
  'test/support-tests/(postgres|replication)',
  'test/cli/sync-database',
  'test/simulation/postgres',
  'test/store/postgres',
  'test/cli/(copy|restamp)',
];

const jestArguments = process.argv.slice(2);
const given = process.env['OAI_TEST_POSTGRES_URL'];
const server = given === undefined ? await PostgresServer.start(embeddedBinaries()) : undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  console.log(`\nSuites on PostgreSQL, ${server ? 'started for them' : 'as OAI_TEST_POSTGRES_URL says'}:`);
  const { passed, failed } = await runSuites(jestArguments.length === 0 ? SUITES : jestArguments, {
    OAI_TEST_POSTGRES_URL: given ?? server?.url() ?? '',
    OAI_TEST_STORE: 'postgres',
  });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await server?.dispose();
}

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
  // Without those that need no store.
  'test/check/(planted-faults|report)',
  'test/cli/(?!main|mapping|init)',
  'test/conformance',
  'test/dashboard/dashboard.test',
  'test/golden',
  'test/harvest/own-endpoint',
  'test/http',
  'test/load',
  'test/operator/metrics',
  'test/pages/answer-page',
  'test/ingest/(lost-lock|read-files|read-oai)',
  'test/properties',
  'test/sets',
  'test/simulation/postgres',
  'test/soak',
  'test/store/postgres',
  'test/deploy',
  'test/support-tests/(postgres|replication)',
];
/** Databases are made by the hundred, on a server that does other things too; in milliseconds. */
const PATIENCE = 120_000;

const jestArguments = process.argv.slice(2);
const given = process.env['OAI_TEST_POSTGRES_URL'];
const server = given === undefined ? await PostgresServer.start(embeddedBinaries()) : undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  console.log(`\nSuites on PostgreSQL, ${server ? 'started for them' : 'as OAI_TEST_POSTGRES_URL says'}:`);
  const { passed, failed } = await runSuites(
    [`--testTimeout=${PATIENCE}`, ...(jestArguments.length === 0 ? SUITES : jestArguments)],
    { OAI_TEST_POSTGRES_URL: given ?? server?.url() ?? '', OAI_TEST_STORE: 'postgres' },
  );
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await server?.dispose();
}

/** A `describe` that shows as skipped where no PostgreSQL is at hand: see `npm run test:postgres`. */
export const describePostgres = process.env['OAI_TEST_POSTGRES_URL'] === undefined ? describe.skip : describe;

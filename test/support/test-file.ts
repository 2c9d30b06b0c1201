/** A test that is about a store as a file: it shows as skipped where stores are in PostgreSQL. */
export const testFile: typeof test = process.env['OAI_TEST_STORE'] === 'postgres' ? (test.skip as typeof test) : test;

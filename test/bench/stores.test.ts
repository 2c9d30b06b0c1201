import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCorpus } from '../../bench/make-corpus.ts';
import { PostgresStores } from '../../bench/stores/postgres-stores.ts';
import { SqliteStores } from '../../bench/stores/sqlite-stores.ts';
import type { Stores } from '../../bench/stores/stores.ts';
import { openStore } from '../../src/store/index.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { describePostgres } from '../support/postgres/describe-postgres.ts';

const ITEMS = 2000;

/** Each is given back by the function that comes with it. */
type Open = () => Promise<[stores: Stores, close: () => Promise<void>]>;

function keepsRepositories(open: Open): void {
  test('a repository is kept for the next run until another one takes its place; a copy of it is passing', async () => {
    const [stores, close] = await open();
    try {
      const made = await makeCorpus(stores, ITEMS, { fresh: true });
      expect(made.lists[0]).toEqual({ name: 'whole list', arguments: '', records: ITEMS });
      let written = 0;
      expect(await makeCorpus(stores, ITEMS, { tell: () => (written += 1) })).toEqual(made);
      expect(written).toBe(0);

      const copy = (await stores.copyOf(made.database, 'copy')) ?? '';
      const store = await openStore(copy, RECORD_LAYOUT, 0, 'read');
      expect((await store.counts()).items).toBe(ITEMS);
      await store.close();
      expect(await stores.sizeOf(copy)).toBeGreaterThan(ITEMS * 1000);
      const tables = (await stores.tablesOf(copy)).map(([table]) => table);
      expect(tables).toEqual(expect.arrayContaining(['item', 'record', 'run', 'plain_run']));
      await stores.remove(copy);
      await expect(openStore(copy, RECORD_LAYOUT, 0, 'read')).rejects.toThrow();

      await stores.forget(`bench-${ITEMS}-`);
      await expect(openStore(made.database, RECORD_LAYOUT, 0, 'read')).rejects.toThrow();
    } finally {
      await close();
    }
  });
}

describe('SQLite', () => {
  keepsRepositories(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oai-pmh-bench-test-'));
    return [new SqliteStores(folder), async () => rmSync(folder, { recursive: true })];
  });
});

describePostgres('PostgreSQL', () => {
  keepsRepositories(async () => {
    process.env['OAI_BENCH_POSTGRES_URL'] = process.env['OAI_TEST_POSTGRES_URL'];
    const stores = await PostgresStores.open('');
    delete process.env['OAI_BENCH_POSTGRES_URL'];
    return [stores, () => stores.close()];
  });
});

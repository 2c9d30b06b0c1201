import { join } from 'node:path';
import fc from 'fast-check';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { Change, PageQuery, Store } from '../../../src/store/store.ts';
import { PLAIN_LAYOUT, T0 } from '../../store-contract.ts';
import { plainText } from '../../support/plain-text.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../../support/postgres/fresh-database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const BATCHES = 40;

/** The same batches for everybody: many small ones, a few large ones, now and then a record that fills a run. */
const batches: fc.Arbitrary<Change[][]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: batchOf(8) }, { weight: 1, arbitrary: batchOf(120) }),
  { minLength: BATCHES, maxLength: BATCHES },
);

function batchOf(most: number): fc.Arbitrary<Change[]> {
  const identifier = fc.nat(300).map((number) => `i${number}`);
  const length = fc.oneof({ weight: 60, arbitrary: fc.nat(2000) }, { weight: 1, arbitrary: fc.nat(120_000) });
  const put = fc
    .record({ identifier, length, number: fc.nat(1000), sets: fc.subarray(['all', 'a:b', 'some']) })
    .map(({ identifier: one, length: size, number, sets }): Change => {
      const body = `${number} of ${size} ${'é'.repeat(size / 2)}`;
      const prefixes = number % 3 === 0 ? ['oai_dc'] : ['oai_dc', 'other'];
      const bodies = new Map(prefixes.map((prefix) => [prefix, body]));
      return { kind: 'put', identifier: one, content: body, sets, bodies };
    });
  const remove = identifier.map((one): Change => ({ kind: 'delete', identifier: one, by: 'source' }));
  return fc.array(fc.oneof({ weight: 3, arbitrary: put }, { weight: 1, arbitrary: remove }), {
    minLength: 1,
    maxLength: most,
  });
}

type Asked = Partial<Omit<PageQuery, 'selection'>> & { selection?: Partial<PageQuery['selection']> };

const asked: Asked[] = [
  ...[1, 7, 30, 100, 1000].flatMap((limit) => [{ limit }, { limit, packed: true }]),
  { limit: 100, granularity: 'day' },
  { limit: 100, maxBytes: 30_000 },
  { limit: 100, maxBytes: 30_000, packed: true },
  { limit: 30, part: 'header' },
  { limit: 30, part: 'header', granularity: 'day' },
  { limit: 5, tail: true },
];
const selected: Asked['selection'][] = [
  {},
  { metadataPrefix: 'other' },
  { metadataPrefix: 'unknown' },
  { set: 'all' },
  { set: 'a', metadataPrefix: 'other' },
  { set: 'unknown' },
  { from: T0 + 10 },
  { from: T0 + 10, until: T0 + 31 },
  { until: T0 + 20, set: 'some' },
  { from: T0 + 1000 },
];

/** All pages of a list, as they come. */
async function pagesOf(store: Store, { selection, ...query }: Asked) {
  const pages = [];
  for (let after: number | undefined; pages.length < 2000; ) {
    const page = await store.readPage({
      limit: 100,
      maxBytes: 1e7,
      part: 'record',
      granularity: 'seconds',
      size: after === undefined,
      ...query,
      selection: { metadataPrefix: 'oai_dc', ...selection },
      ...(after === undefined ? {} : { after }),
    });
    const { pieces, ...rest } = page;
    // Whether runs are sent as they are kept is seen where a page holds the whole list.
    const isWhole = query.packed && query.limit === 1000 && selection?.set === undefined;
    const asKept = isWhole ? pieces.filter((piece) => !Buffer.isBuffer(piece)).length : undefined;
    pages.push({ ...rest, asKept, text: plainText(pieces) });
    if (!page.more || query.tail) return pages;
    after = page.last;
  }
  throw new Error('a list without an end');
}

describePostgres('a store in PostgreSQL', () => {
  test.each([1, 2, 3])(
    'has the same pages as one in SQLite, to the byte, packed ones too (%i)',
    async (seed) => {
      const sqlite = new SqliteStore(join(folder, `${seed}.sqlite`), PLAIN_LAYOUT, T0);
      const postgres = new PostgresStore(await openPostgres(await freshDatabase(), T0, 'make'), PLAIN_LAYOUT);
      const [written = []] = fc.sample(batches, { seed, numRuns: 1 });
      let pages = 0;
      for (const [number, changes] of written.entries()) {
        const at = () => T0 + number;
        expect(await postgres.write(changes, at)).toEqual(await sqlite.write(changes, at));
      }
      for (const selection of selected) {
        for (const query of asked) {
          const expected = await pagesOf(sqlite, { ...query, selection: selection ?? {} });
          expect(await pagesOf(postgres, { ...query, selection: selection ?? {} })).toEqual(expected);
          pages += expected.length;
        }
      }
      expect(pages).toBeGreaterThan(500);
      const identifiers = Array.from({ length: 40 }, (_, number) => `i${number * 8}`);
      for (const identifier of [...identifiers, 'unknown']) {
        for (const prefix of ['oai_dc', 'other', 'unknown']) {
          for (const granularity of ['seconds', 'day'] as const) {
            const query = [identifier, prefix, granularity] as const;
            expect(await postgres.readRecord(...query)).toEqual(await sqlite.readRecord(...query));
          }
        }
        expect(await postgres.readItemFormats(identifier)).toEqual(await sqlite.readItemFormats(identifier));
        expect(await postgres.readItem(identifier)).toEqual(await sqlite.readItem(identifier));
      }
      expect(await postgres.readSets({ limit: 2, size: true })).toEqual(
        await sqlite.readSets({ limit: 2, size: true }),
      );
      expect(await postgres.counts()).toEqual(await sqlite.counts());
      await Promise.all([sqlite.close(), postgres.close()]);
    },
    120_000,
  );
});

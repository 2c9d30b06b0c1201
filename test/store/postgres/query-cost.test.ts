import { Client } from 'pg';
import { DROP_PLAIN, RECORDS_OF_RUNS } from '../../../src/store/postgres/batch-sql.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { headersSql, placesSql, tailSql, wholeRunsSql } from '../../../src/store/postgres/page-sql.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import * as sql from '../../../src/store/postgres/read-sql.ts';
import { READER_SETTINGS, SETTINGS } from '../../../src/store/postgres/session-settings.ts';
import type { Change } from '../../../src/store/store.ts';
import { PLAIN_LAYOUT, T0 } from '../../store-contract.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../../support/postgres/fresh-database.ts';

interface Plan {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** A page of 30 records that ends with the list's last one but 40. */
const page = (records: number, more: string) =>
  `'oai_dc', NULL, NULL, ${2 ** 40 + records - 70}, NULL, false, 30${more}`;
/** The same of a set that every tenth record is in. */
const pageOfSet = (records: number, more: string) =>
  `'oai_dc', NULL, NULL, ${2 ** 40 + records - 700}, NULL, false, 30${more}, 's'`;
/** The first page of a list with dates, whose size is asked for. */
const firstPage = (more: string) => `'oai_dc', ${T0}, ${T0 + 9}, NULL, NULL, true, 30${more}`;

/** Statements of the read path, and what they are asked when the store has so many records. */
const statements: [name: string, text: string, values: (records: number) => string][] = [
  ['whole runs, packed', wholeRunsSql(true, false).text, (records) => page(records, ', 1000000, 4')],
  ['whole runs, plain', wholeRunsSql(false, false).text, (records) => page(records, ', 1000000, 4')],
  ['whole runs from a date on', wholeRunsSql(true, true).text, () => firstPage(', 1000000, 4')],
  ['records', placesSql(false, false).text, (records) => page(records, ', 1000000, true')],
  ['records of a set', placesSql(true, false).text, (records) => pageOfSet(records, ', 1000000, true')],
  ['records from a date on', placesSql(false, true).text, () => firstPage(', 1000000, true')],
  ['headers', headersSql(PLAIN_LAYOUT, 'seconds', false).text, (records) => page(records, '')],
  ['headers of a set', headersSql(PLAIN_LAYOUT, 'day', true).text, (records) => pageOfSet(records, '')],
  ['the last place', tailSql(false).text, () => `'oai_dc', NULL, NULL, NULL, NULL`],
  ['the last place of a set', tailSql(true).text, () => `'oai_dc', NULL, NULL, NULL, NULL, 's'`],
  ['one record', sql.RECORD.text, (records) => `'i${records - 5}', 'oai_dc'`],
  ['formats of an item', sql.ITEM_FORMATS.text, (records) => `'i${records - 5}'`],
  ['a page of sets', sql.SETS_PAGE.text, () => `'', 10, false`],
  ['the state', sql.STATE.text, () => ''],
  ['a sample', sql.SAMPLE.text, () => ''],
  ['what is due', sql.DUE.text, () => String(T0)],
];

/** Rows that a plan has looked at. */
function rowsOf(plan: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return own + (plan.Plans ?? []).reduce((sum, below) => sum + rowsOf(below), 0);
}

describePostgres('statements on PostgreSQL', () => {
  let store: PostgresStore;
  let client: Client;
  const cost = new Map<string, number[]>();

  beforeAll(async () => {
    const url = await freshDatabase();
    store = new PostgresStore(await openPostgres(url, T0, 'make'), PLAIN_LAYOUT);
    client = new Client({ connectionString: url });
    await client.connect();
    for (const [name, value] of Object.entries(READER_SETTINGS)) await client.query(`SET ${name} = '${value}'`);
    // Planned while all is empty, and never again: no ANALYZE helps.
    for (const [index, [, text]] of statements.entries()) await client.query(`PREPARE statement${index} AS ${text}`);
    const waiting: Change = {
      kind: 'put',
      identifier: 'w',
      content: '{}',
      sets: [],
      bodies: new Map(),
      visibleFrom: T0,
    };
    await store.write([waiting], () => T0);
    let written = 0;
    for (const records of [2000, 8000]) {
      for (; written < records; written += 500)
        await store.write(Array.from({ length: 500 }, change(written)), () => T0);
      for (const [index, [name, , values]] of statements.entries()) {
        const asked = values(records) === '' ? '' : `(${values(records)})`;
        const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE statement${index}${asked}`);
        const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: Plan }];
        cost.set(name, [...(cost.get(name) ?? []), rowsOf(plan)]);
      }
    }
  }, 60_000);

  afterAll(async () => {
    await client?.end();
    await store?.close();
  });

  const change =
    (written: number) =>
    (_: unknown, index: number): Change => {
      const number = written + index;
      const bodies = new Map([['oai_dc', `body ${number}`]]);
      const sets = number % 10 === 0 ? ['s'] : [];
      return { kind: 'put', identifier: `i${number}`, content: '{}', sets, bodies };
    };

  test.each(statements.map(([name]) => name))('look at as many rows, however many there are: %s', (name) => {
    const [small = 0, large = 0] = cost.get(name) ?? [];
    expect(small).toBeGreaterThan(0);
    expect(large).toBeLessThanOrEqual(small * 1.05 + 2);
  });

  test.each([RECORDS_OF_RUNS, DROP_PLAIN])(
    'look at what they are asked for, in a batch too: $name',
    async ({ text }) => {
      const { first, last } = (
        await client.query('SELECT array_agg(first_place) AS first, array_agg(last_place) AS last FROM run')
      ).rows[0];
      // Then it seems cheaper to compare all that is kept with all that is asked for, by several processes.
      const tempting = {
        random_page_cost: 10_000,
        cpu_tuple_cost: 0,
        min_parallel_index_scan_size: 0,
        parallel_setup_cost: 0,
        parallel_tuple_cost: 0,
      };
      await client.query('BEGIN; SET TRANSACTION READ WRITE; ANALYZE record, plain_run');
      for (const [name, value] of Object.entries({ ...tempting, ...SETTINGS })) {
        await client.query(`SET LOCAL ${name} = '${value}'`);
      }
      const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [first, last]);
      await client.query('ROLLBACK');
      const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: Plan }];
      // All records, in a few steps: not all of them for each run.
      expect(rowsOf(plan)).toBeLessThan(10 * 8000);
    },
  );
});

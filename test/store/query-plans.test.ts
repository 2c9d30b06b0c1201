import Database from 'better-sqlite3';
import { migrationsOf } from '../../src/store/migrations.ts';
import { addMigrationFunctions } from '../../src/store/sqlite/migration-functions.ts';
import { countSql, headerExpression, headersSql, placesSql, tailSql } from '../../src/store/sqlite/page-sql.ts';
import { RUN_AROUND, RUNS_FROM } from '../../src/store/sqlite/run-finder.ts';
import { PLAIN_AROUND, PLAIN_OF_RUN, RECORDS_OF_RUN } from '../../src/store/sqlite/run-parts.ts';
import { PLAIN_LAYOUT } from '../store-contract.ts';

/** Cost follows the page: no statement of the read path may scan a table or sort. */
describe('query plans of the read path', () => {
  const db = new Database(':memory:');
  addMigrationFunctions(db);
  for (const { sql } of migrationsOf('sqlite')) db.exec(sql);
  const expression = headerExpression(PLAIN_LAYOUT, 'seconds');
  const parameters = { setId: 1, after: 1, end: 2, last: 2, limit: 3 };
  const statements: Record<string, string> = {
    'places of a page': placesSql(false),
    'places of a page of a set': placesSql(true),
    'headers of a page': headersSql(expression, false),
    'headers of a page of a set': headersSql(expression, true),
    'a run that is kept plain': PLAIN_OF_RUN.replaceAll('?', '@after'),
    'a record that is kept plain': PLAIN_AROUND.replaceAll('?', '@after'),
    'runs of a page': RUNS_FROM.replaceAll('?', '@after'),
    'the run of a record': RUN_AROUND.replaceAll('?', '@after'),
    'sizes of the records of a run': RECORDS_OF_RUN.replaceAll('?', '@after'),
    'last place of a list': tailSql(false),
    'last place of a list of a set': tailSql(true),
    'size of a date window': countSql(false),
    'size of a date window of a set': countSql(true),
    'place of a date': 'SELECT first_sequence FROM tick WHERE datestamp >= @after ORDER BY datestamp LIMIT 1',
    'one record': `SELECT place FROM record WHERE item_id = @after AND format_id = @last`,
    'a page of sets': 'SELECT set_spec, set_name FROM oai_set WHERE set_spec > @after ORDER BY set_spec LIMIT @limit',
    'what a source lacks':
      "SELECT identifier FROM item WHERE identifier > 'a' AND source = 's' AND deleted IS NULL ORDER BY identifier LIMIT @limit",
    'what is due':
      'SELECT * FROM item WHERE visible_from <= @after AND deleted IS NULL ORDER BY visible_from LIMIT 500',
  };
  test.each(Object.entries(statements))('%s', (_name, sql) => {
    const used = Object.fromEntries(Object.entries(parameters).filter(([name]) => sql.includes(`@${name}`)));
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(used) as { detail: string }[];
    const steps = plan
      .map(({ detail }) => detail)
      .filter((detail) => !/^(SCAN|CO-ROUTINE|MATERIALIZE) \(?subquery/i.test(detail));
    expect(steps.join('\n')).not.toMatch(/TEMP B-TREE/);
    expect(steps.filter((detail) => /^SCAN/.test(detail) && !/subquery/.test(detail))).toEqual([]);
    expect(steps.some((detail) => /^SEARCH/.test(detail))).toBe(true);
  });
});

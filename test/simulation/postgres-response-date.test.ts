import fc from 'fast-check';
import { openStore } from '../../src/store/index.ts';
import { PLAIN_LAYOUT } from '../store-contract.ts';
import { describePostgres } from '../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../support/postgres/fresh-database.ts';
import { PostgresWorld } from './postgres-world.ts';
import { type Action, anySchedule, forwards } from './schedule.ts';
import { type Design, T0 } from './world.ts';

/**
 * The responseDate promise on PostgreSQL, by simulation: the product's own write and read code on a real server, with
 * what happens between the statements of a writer. POSTGRES_SCHEDULES=10000 makes a longer run.
 */
const SCHEDULES = Number(process.env['POSTGRES_SCHEDULES'] ?? 500);
const schedule = anySchedule(14);

async function explore(design: Design, schedules: fc.Arbitrary<Action[]>, numRuns: number) {
  const url = await freshDatabase();
  await (await openStore(url, PLAIN_LAYOUT, T0)).close();
  const world = new PostgresWorld(url, design);
  const result = await fc.check(
    fc.asyncProperty(schedules, (actions) => world.run(actions)),
    { numRuns },
  );
  await world.close();
  const story = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  return { failed: result.failed, report: `${fc.defaultReportMessage(result)}\n${story}`, world };
}

describePostgres('the responseDate promise in simulation on PostgreSQL', () => {
  test.each(['datestamp at statement', 'stamp, commit, verify'] as const)(
    'catches the naive design "%s" even where clocks only go forwards',
    async (design) => {
      const { failed, report } = await explore(design, forwards(schedule), 2000);
      expect(failed).toBe(true);
      expect(report).toMatch(/What happened:/);
      expect(report).toMatch(/harvester \d holds/);
    },
    300_000,
  );

  test(`HRV-01 XML-07 DATE-27 the clock row loses nothing in ${SCHEDULES} schedules`, async () => {
    const { failed, report, world } = await explore('clock row', schedule, SCHEDULES);
    if (failed) throw new Error(report);
    // The schedules must have been worth something.
    expect(world.statistics.commits).toBeGreaterThan(SCHEDULES);
    expect(world.statistics.answers).toBeGreaterThan(SCHEDULES);
    expect(world.statistics.killsInTransaction).toBeGreaterThan(SCHEDULES / 10);
  }, 3_600_000);
});

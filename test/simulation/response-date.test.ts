import { join } from 'node:path';
import fc from 'fast-check';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Action, anySchedule, forwards } from './schedule.ts';
import { type Design, World } from './world.ts';

/**
 * The responseDate promise (docs/adr/0003-clock-row.md), by simulation: the product's own write and read code on
 * a real file, with every interleaving that a schedule can name. SCHEDULES=1000000 makes a longer run.
 */
const SCHEDULES = Number(process.env['SCHEDULES'] ?? 10_000);
const schedule = anySchedule(30);
const folder = temporaryFolder();

function explore(design: Design, schedules: fc.Arbitrary<Action[]>, numRuns: number) {
  const world = new World(join(folder, `${design}-${numRuns}.sqlite`), design);
  const result = fc.check(
    fc.property(schedules, (actions) => world.run(actions)),
    { numRuns },
  );
  world.close();
  const story = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  return { failed: result.failed, report: `${fc.defaultReportMessage(result)}\n${story}`, world };
}

describe('the responseDate promise in simulation', () => {
  test.each(['datestamp at statement', 'stamp, commit, verify'] as const)(
    'catches the naive design "%s" even where clocks only go forwards, with a readable schedule: a check that cannot fail proves nothing',
    (design) => {
      const { failed, report } = explore(design, forwards(schedule), 5000);
      expect(failed).toBe(true);
      expect(report).toMatch(/What happened:/);
      expect(report).toMatch(/harvester \d holds/);
      expect(report.match(/"do":/g)?.length ?? 0).toBeLessThan(12);
    },
    120_000,
  );

  test(`HRV-01 XML-07 DATE-27 the clock row loses nothing in ${SCHEDULES} schedules`, () => {
    const { failed, report, world } = explore('clock row', schedule, SCHEDULES);
    if (failed) throw new Error(report);
    // The schedules must have been worth something.
    expect(world.statistics.commits).toBeGreaterThan(SCHEDULES);
    expect(world.statistics.answers).toBeGreaterThan(SCHEDULES);
    expect(world.statistics.killsInTransaction).toBeGreaterThan(SCHEDULES / 10);
  }, 3_600_000);
});

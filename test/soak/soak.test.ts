import { soak } from './soak.ts';

/**
 * Real processes, a real file, SIGKILL at random moments. The plain test run makes a short soak; CI sets
 * OAI_SOAK_SECONDS=60, and then also shows that the soak catches the designs that are too simple.
 */
const SECONDS = Number(process.env['OAI_SOAK_SECONDS'] ?? 12);
const describeLong = process.env['OAI_SOAK_SECONDS'] ? describe : describe.skip;

describe('the soak', () => {
  test(`nothing is lost in ${SECONDS} seconds of writing, serving, harvesting and killing`, async () => {
    const report = await soak('clock row', SECONDS);
    expect(report).toMatchObject({ lost: 0, examples: [], integrity: 'ok' });
    // A soak that killed nobody at a bad moment, or compared nothing, would have shown nothing.
    expect(report.killsInTransaction).toBeGreaterThanOrEqual(Math.max(1, Math.floor(SECONDS / 12)));
    expect(report.batches).toBeGreaterThan(SECONDS);
    expect(report.compared).toBeGreaterThan(50);
  }, 300_000);
});

describeLong('the soak of a naive design', () => {
  test.each(['datestamp at statement', 'stamp, commit, verify'] as const)(
    'catches "%s"',
    async (design) => {
      let lost = 0;
      for (let tries = 0; tries < 5 && lost === 0; tries += 1) lost = (await soak(design, 25)).lost;
      expect(lost).toBeGreaterThan(0);
    },
    400_000,
  );
});

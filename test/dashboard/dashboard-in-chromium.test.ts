import { busyFortnight } from '../support/busy-fortnight.ts';
import { inChromium } from '../support/chromium.ts';
import { DashboardUnderTest } from '../support/dashboard-under-test.ts';
import { Endpoint } from '../support/endpoint.ts';
import { BROWSER_PATIENCE, expectGoodPage } from '../support/expect-good-page.ts';
import { itemF, putAt } from '../support/fixture-f.ts';

/** Every page of the dashboard: its path, its status. */
const PAGES: readonly [string, number][] = [
  ['/dashboard', 200],
  ['/dashboard?days=365', 200],
  ['/dashboard/harvesters', 200],
  ['/dashboard/harvesters/1', 200],
  ['/dashboard/harvesters/2', 200],
  ['/dashboard/harvesters/999', 404],
  ['/dashboard/store', 200],
  ['/dashboard/sources', 200],
];

inChromium('the dashboard in a browser', (browser) => {
  let endpoint: Endpoint;
  let dashboard: DashboardUnderTest;
  beforeAll(async () => {
    endpoint = await Endpoint.start();
    await putAt(endpoint, '2026-02-01T00:00:00Z', itemF('a', { sets: ['x'] }));
    const reject = { source: 'journals', path: 'a.jsonl', line: 3, identifier: 'a', reason: 'no title', raw: '{}' };
    await endpoint.store.quarantine.add([reject], 1_770_000_000);
    const run = {
      running: false,
      started: 1,
      ended: 1_770_000_000,
      next: undefined,
      outcome: { created: 7 },
      fault: undefined,
    };
    dashboard = new DashboardUnderTest(endpoint, { sources: async () => [{ ...run, name: 'journals' }] });
    await dashboard.start();
    const { usage, clock } = dashboard;
    busyFortnight(clock.now()).forEach(usage.observe);
    for (let hours = 40; hours >= 0; hours -= 1) {
      clock.tick(-hours * 3600);
      usage.recorder.sample({
        items: 12_000 - hours * 90,
        sets: 3,
        rejects: 1,
        bytes: 41_000_000 - hours * 250_000,
        formats: [],
      });
      clock.tick(hours * 3600);
    }
    const years = Array.from({ length: 40 }, (_, index) => ({ year: 1985 + index, items: 30 + ((index * 97) % 400) }));
    const sets = ['journal:linguistica', 'lang:sr', 'theses'].map((setSpec, index) => ({
      setSpec,
      setName: `Set ${index}`,
      records: 9000 / (index + 1),
    }));
    usage.recorder.census({ years, sets, undated: 12, whole: true });
    usage.recorder.flush();
  }, 60_000);
  afterAll(async () => {
    await dashboard.stop();
    await endpoint.stop();
  });

  test.each(PAGES)(
    'is accessible, quiet and narrow enough: %s',
    async (path, status) => {
      await expectGoodPage(browser(), `http://localhost:${dashboard.port}${path}`, status);
      const folder = process.env['DASHBOARD_PICTURES'];
      if (folder === undefined) return;
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser().newPage({ colorScheme, viewport: { width: 1200, height: 800 } });
        await page.goto(`http://localhost:${dashboard.port}${path}`);
        await page.screenshot({ path: `${folder}/${path.replace(/\W+/g, '-')}-${colorScheme}.png`, fullPage: true });
        await page.close();
      }
    },
    BROWSER_PATIENCE,
  );
});

import { inChromium } from '../support/chromium.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { BROWSER_PATIENCE, expectGoodPage } from '../support/expect-good-page.ts';
import { startFixtureF } from '../support/fixture-f.ts';

/** Every kind of page that a repository has: what it is, its path, its status. Add yours. */
const PAGES: readonly [string, string, number][] = [
  ['an item', '/items/r1', 200],
  ['a deleted item', '/items/r4', 410],
];

inChromium('every page', (browser) => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await startFixtureF();
  });
  afterAll(() => endpoint.stop());

  test.each(PAGES)(
    'is accessible, quiet and narrow enough: %s',
    async (_what, path, status) => {
      await expectGoodPage(browser(), `http://localhost:${endpoint.port}${path}`, status);
    },
    BROWSER_PATIENCE,
  );
});

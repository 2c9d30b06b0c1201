import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** The rules that pages are held to. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A browser may take its time on a machine that has much else to do, in milliseconds. */
export const BROWSER_PATIENCE = 120_000;

/**
 * Opens a page as people do, and expects of it what must hold for every page: the status, nothing that the console
 * complains of (the Content-Security-Policy above all), no violation that axe finds in light or dark, and no sideways
 * scrolling on a screen of 320 pixels. Any page of ours may be put to it.
 */
export async function expectGoodPage(browser: Browser, url: string, status = 200): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 800 } });
    try {
      const complaints = complaintsOf(page, status);
      const response = await page.goto(url, { timeout: BROWSER_PATIENCE });
      expect(response?.status()).toBe(status);
      expect(await violationsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await tooWide(page)).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await page.close();
    }
  }
}

/** What the console will complain of from now on; that the page itself has its status is no complaint. */
export function complaintsOf(page: Page, status = 200): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    const own = text.includes(`status of ${status}`) && message.location().url === page.url();
    if (['error', 'warning'].includes(message.type()) && !own) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** What axe finds wrong with a page as it stands now: the rule, and where. */
export async function violationsOf(page: Page): Promise<string[]> {
  // Through the debugger, which the Content-Security-Policy does not bind.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`),
  );
}

/** The elements that stand out beyond the screen, where the page can be scrolled sideways. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.querySelectorAll('body *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    return ['the page is ' + scrollWidth + ' pixels wide', ...beyond.slice(0, 5).map((element) => element.outerHTML.slice(0, 200))];
  })()`);
}

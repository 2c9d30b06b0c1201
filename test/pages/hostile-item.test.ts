import { createCrosswalks } from '../../src/formats/index.ts';
import { FULL_ITEM } from '../conformance/full-item.ts';
import { inChromium } from '../support/chromium.ts';
import { Endpoint } from '../support/endpoint.ts';
import { BROWSER_PATIENCE, complaintsOf, expectGoodPage } from '../support/expect-good-page.ts';
import { ID, putAt } from '../support/fixture-f.ts';
import { HOSTILE_TEXTS, saying } from '../support/hostile-item.ts';

inChromium('an item that means harm', (browser) => {
  let endpoint: Endpoint;
  const url = (path: string) => `http://localhost:${endpoint.port}${path}`;
  beforeAll(async () => {
    const formats = createCrosswalks({ schemasUrl: 'https://oai.example.org/schemas/' });
    endpoint = await Endpoint.start({ formats });
    const { visibleFrom: _past, ...full } = FULL_ITEM;
    await putAt(
      endpoint,
      '2026-03-02T00:00:00Z',
      ...HOSTILE_TEXTS.map((text, index) => ({ ...saying(text), identifier: ID(`h${index}`) })),
      { ...full, identifier: ID('rtl'), titles: [{ text: 'عنوان عربي (2)', lang: 'ar' }] },
    );
  });
  afterAll(() => endpoint.stop());

  test.each(HOSTILE_TEXTS.map((text, index) => [text, `/items/h${index}`]))(
    'runs nothing and reads as it is written: %j',
    async (text, path) => {
      const page = await browser().newPage();
      try {
        const complaints = complaintsOf(page);
        page.on('dialog', (dialog) => {
          complaints.push(`a dialog: ${dialog.message()}`);
          void dialog.dismiss();
        });
        await page.goto(url(path), { timeout: BROWSER_PATIENCE });
        const data = await page.evaluate<string>(
          'JSON.parse(document.querySelector("script[type=\'application/ld+json\']").textContent).name',
        );
        expect(data).toBe(text);
        expect(await page.evaluate('document.querySelector("h1").textContent')).toBe(text);
        expect(await page.evaluate('document.scripts.length + document.images.length')).toBe(1);
        expect(await page.evaluate('document.querySelectorAll("a[href^=javascript],a[href^=data]").length')).toBe(0);
        expect(complaints).toEqual([]);
      } finally {
        await page.close();
      }
    },
    BROWSER_PATIENCE,
  );

  test(
    'is as accessible as any, in lists too',
    async () => {
      await expectGoodPage(browser(), url('/items/h0'));
      await expectGoodPage(browser(), url('/browse/items'));
    },
    BROWSER_PATIENCE,
  );

  test(
    'a title from right to left stands at the right',
    async () => {
      const page = await browser().newPage();
      try {
        await page.goto(url('/items/rtl'), { timeout: BROWSER_PATIENCE });
        expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).direction')).toBe('rtl');
        expect(await page.evaluate('document.querySelector("h1").lang')).toBe('ar');
      } finally {
        await page.close();
      }
    },
    BROWSER_PATIENCE,
  );
});

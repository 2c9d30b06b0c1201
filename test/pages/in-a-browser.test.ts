import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { inChromium } from '../support/chromium.ts';
import { Endpoint } from '../support/endpoint.ts';
import { BROWSER_PATIENCE, complaintsOf } from '../support/expect-good-page.ts';
import { FIXTURE_FORMATS, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';

const NOW = '2026-03-01T10:00:00Z';
const LR = 'verb=ListRecords&metadataPrefix=oai_dc';
const ARABIC = 'تاريخ الكتب في المدينة (1900)';

inChromium('the endpoint in a browser', (browser) => {
  let endpoint: Endpoint;
  /** A site of somebody else. */
  let elsewhere: Server;
  beforeAll(async () => {
    endpoint = await startFixtureF();
    await putAt(
      endpoint,
      NOW,
      itemF('rtl', {
        titles: [{ text: ARABIC, lang: 'ar' }],
        abstracts: [{ text: `${ARABIC}. `.repeat(30), lang: 'ar' }],
      }),
    );
    elsewhere = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<!doctype html><title>Elsewhere</title>');
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
  });
  afterAll(async () => {
    elsewhere.close();
    await endpoint.stop();
  });

  const address = (path: string, host = 'localhost') => `http://${host}:${endpoint.port}${path}`;

  /** Opens a page, does something with it, and closes it. */
  async function withPage(path: string, act: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
    const context = await browser().newContext(options);
    context.setDefaultTimeout(BROWSER_PATIENCE);
    try {
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      await page.goto(address(path));
      await act(page);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const inBrowser = (name: string, act: () => Promise<void>) => test(name, act, BROWSER_PATIENCE);

  test.each(['localhost', '127.0.0.1', 'plain.example.org'])(
    'opens as a page at http://%s',
    async (host) => {
      const page = await browser().newPage();
      try {
        const response = await page.goto(address('/oai?verb=Identify', host));
        expect(await response?.headerValue('content-type')).toBe('text/html; charset=UTF-8');
        expect(await page.title()).toBe('About Test repository – Test repository');
        // Over plain http to another host browsers leave these out: the test would else test nothing new.
        const sent = await response?.request().allHeaders();
        expect(sent?.['sec-fetch-mode']).toBe(host === 'plain.example.org' ? undefined : 'navigate');
      } finally {
        await page.close();
      }
    },
    BROWSER_PATIENCE,
  );

  inBrowser('the next pages, to the end, show every record once', async () => {
    await withPage(`/oai?${LR}`, async (page) => {
      const seen: string[] = [];
      for (;;) {
        seen.push(...(await page.locator('.records > li p code').allInnerTexts()));
        const next = page.getByRole('link', { name: 'Next page' }).first();
        if ((await next.count()) === 0) break;
        await next.click();
      }
      expect(seen).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'rtl'].map(ID));
      expect(page.url()).toContain('resumptionToken=');
    });
  });

  inBrowser('the form works by keyboard alone', async () => {
    await withPage('/oai', async (page) => {
      const focused = () =>
        page.evaluate<string>('document.activeElement.id || document.activeElement.innerText || ""');
      const tabTo = async (what: RegExp) => {
        for (let presses = 0; presses < 60; presses += 1) {
          await page.keyboard.press('Tab');
          if (what.test(await focused())) return;
        }
        throw new Error(`the keyboard never reaches ${what}`);
      };
      await tabTo(/^Skip to content$/);
      await page.keyboard.press('Enter');
      await tabTo(/^GetRecord /);
      await page.keyboard.press('Enter');
      await tabTo(/^GetRecord-identifier$/);
      await page.keyboard.type(ID('r1'));
      await tabTo(/^GetRecord-metadataPrefix$/);
      await page.keyboard.type('marc21');
      await tabTo(/^GetRecord$/);
      await page.keyboard.press('Enter');
      await page.waitForURL(/identifier=/);
      expect(new URL(page.url()).search).toBe(
        `?verb=GetRecord&identifier=${encodeURIComponent(ID('r1'))}&metadataPrefix=marc21`,
      );
      expect(await page.locator('h1').innerText()).toBe('Article r1');
    });
  });

  inBrowser('fields that are left empty are no arguments', async () => {
    await withPage('/oai', async (page) => {
      await page.getByLabel('set (optional)').last().fill('lang:tr');
      await page.getByRole('button', { name: 'ListRecords' }).click();
      await page.waitForURL(/set=/);
      expect(new URL(page.url()).search).toBe('?verb=ListRecords&metadataPrefix=oai_dc&set=lang%3Atr');
      expect(await page.locator('.records > li').count()).toBe(1);
    });
  });

  inBrowser('the XML is one click away, and is what scripts of any site get', async () => {
    const page = await browser().newPage();
    try {
      await page.goto(address(`/oai?${LR}`));
      await page.getByRole('link', { name: 'This answer as XML' }).click();
      await page.waitForURL(/\/oai\/xml\?/);
      expect(await page.evaluate('document.contentType')).toBe('text/xml');
      expect(await page.evaluate('document.querySelectorAll("record").length')).toBe(2);
      expect(await page.evaluate('document.querySelector("parsererror")')).toBeNull();
      await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`);
      const type = `fetch(${JSON.stringify(address('/oai?verb=Identify'))}).then((answer) => answer.headers.get('content-type'))`;
      expect(await page.evaluate(type)).toBe('text/xml; charset=UTF-8');
    } finally {
      await page.close();
    }
  });

  inBrowser('a right-to-left title is laid out from right to left, in a list and alone', async () => {
    const paths = [`/oai?${LR}&from=2026-01-01`, `/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('rtl')}`];
    for (const [index, path] of paths.entries()) {
      await withPage(path, async (page) => {
        const heading = index === 0 ? 'h2' : 'h1';
        expect(await page.locator(heading).first().innerText()).toBe(ARABIC);
        const layout = await page.evaluate<{ direction: string; lang: string; gaps: [number, number] }>(`(() => {
          const heading = document.querySelector('${heading}');
          const around = document.createRange();
          around.selectNodeContents(heading);
          const [text, box] = [around.getBoundingClientRect(), heading.getBoundingClientRect()];
          const { direction } = getComputedStyle(heading);
          return { direction, lang: heading.lang, gaps: [text.left - box.left, box.right - text.right] };
        })()`);
        expect(layout).toMatchObject({ direction: 'rtl', lang: 'ar' });
        expect(layout.gaps[0]).toBeGreaterThan(100);
        expect(layout.gaps[1]).toBeLessThan(2);
        expect(await page.evaluate('getComputedStyle(document.documentElement).direction')).toBe('ltr');
      });
    }
  });

  inBrowser('on paper is what a page says, without navigation and forms', async () => {
    await withPage(`/oai?${LR}`, async (page) => {
      for (const [media, shown] of [
        ['screen', true],
        ['print', false],
      ] as const) {
        await page.emulateMedia({ media, colorScheme: 'dark' });
        for (const part of ['nav', '#request', 'form.form:visible', '.next'])
          expect([media, part, (await page.locator(part).first().isVisible()) === shown]).toEqual([media, part, true]);
        expect(await page.locator('h1').isVisible()).toBe(true);
        expect(await page.locator('.fields').first().isVisible()).toBe(true);
      }
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    });
  });

  inBrowser('nothing needs JavaScript', async () => {
    const act = async (page: Page) => {
      await page.getByRole('link', { name: 'Records' }).first().click();
      await page.waitForURL(/ListRecords/);
      expect(await page.locator('.records > li').count()).toBe(2);
    };
    await withPage('/oai', act, { javaScriptEnabled: false });
  });

  inBrowser('hostile records run nothing', async () => {
    const own = await Endpoint.start({ formats: FIXTURE_FORMATS });
    const context = await browser().newContext();
    try {
      const text = `</title></style><script>window.run = 1</script><img src=x onerror="window.run = 1">`;
      await putAt(
        own,
        NOW,
        itemF('evil', {
          titles: [{ text, lang: 'en' }],
          abstracts: [{ text }],
          agents: [{ literal: text }],
          links: ['https://example.org/'],
          publishers: [{ name: 'javascript:window.run=1' }],
        }),
      );
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      const one = `verb=GetRecord&identifier=${ID('evil')}&metadataPrefix=`;
      for (const query of [
        LR,
        'verb=ListRecords&metadataPrefix=marc21',
        `${one}oai_dc`,
        `${one}oai_datacite`,
        `verb=${encodeURIComponent(text)}`,
      ]) {
        await page.goto(`http://localhost:${own.port}/oai?${query}`);
        expect(await page.evaluate('window.run')).toBeUndefined();
        expect(await page.locator('img, script, [onerror]').count()).toBe(0);
        expect(await page.locator('main').innerText()).toContain('onerror');
      }
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
      await own.stop();
    }
  });
});

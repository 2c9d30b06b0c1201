import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inChromium } from '../support/chromium.ts';
import { BROWSER_PATIENCE, expectGoodPage } from '../support/expect-good-page.ts';

const HEAD = '<!doctype html><html lang="en"><head><title>A</title><link rel="icon" href="data:,">';

/** Pages with one fault each, and a word of what must be said of it. */
const FAULTY: Readonly<Record<string, [html: string, complaint: RegExp]>> = {
  '/contrast': [`${HEAD}<body><main><h1>A</h1><p style="color:#ccc;background:#fff">pale</p></main>`, /color-contrast/],
  '/dark': [
    `${HEAD}<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #000 } }</style>` +
      '<body><main><h1>A</h1><p>gloomy</p></main>',
    /color-contrast/,
  ],
  '/label': [`${HEAD}<body><main><h1>A</h1><input name="set"></main>`, /label/],
  '/wide': [`${HEAD}<body><main><h1>A</h1><p style="width:400px">wide</p></main>`, /pixels wide/],
  '/policy': [`${HEAD}<body><main><h1>A</h1><script>0</script></main>`, /Content Security Policy/],
  '/status': [`${HEAD}<body><main><h1>A</h1></main>`, /200/],
};

inChromium('what must hold for every page', (browser) => {
  let server: Server;
  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      if (url === '/policy') response.setHeader('Content-Security-Policy', "default-src 'none'; img-src data:");
      if (url === '/status') response.statusCode = 404;
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(FAULTY[url]?.[0] ?? FAULTY['/status']?.[0]);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());
  const address = (path: string) => `http://localhost:${(server.address() as AddressInfo).port}${path}`;

  test(
    'is held by a page without fault',
    async () => {
      await expectGoodPage(browser(), address('/'));
    },
    BROWSER_PATIENCE,
  );

  test.each(Object.entries(FAULTY))(
    'is broken by %s',
    async (path, [, complaint]) => {
      await expect(expectGoodPage(browser(), address(path))).rejects.toThrow(complaint);
    },
    BROWSER_PATIENCE,
  );
});

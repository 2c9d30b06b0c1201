import { inChromium } from '../support/chromium.ts';
import { Endpoint } from '../support/endpoint.ts';
import { BROWSER_PATIENCE } from '../support/expect-good-page.ts';
import { titleChange } from '../support/title-change.ts';

/** A harvested record may hold any XML, and browsers run what is XHTML in it. */
const SCRIPT = `<script xmlns="http://www.w3.org/1999/xhtml">document.documentElement.setAttribute('ran', '')</script>`;
const ID = 'oai:oai.example.org:a';
const GET = `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID}`;

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await Endpoint.start();
  await endpoint.store.write([titleChange(ID, `A${SCRIPT}`)], () => endpoint.clock.now());
});
afterAll(() => endpoint.stop());

test.each(['/oai', '/oai/xml'])('the XML of %s comes with a policy by which nothing in it runs', async (path) => {
  const answer = await endpoint.send('GET', `${path}?${GET}`);
  expect(answer.body.toString()).toContain(SCRIPT);
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

inChromium('a payload with a script in a browser', (browser) => {
  test.each(['/oai', '/oai/xml'])(
    'opened at %s, it does not run',
    async (path) => {
      const page = await browser().newPage();
      try {
        await page.goto(`http://localhost:${endpoint.port}${path}?${GET}`);
        expect(await page.evaluate('document.documentElement.hasAttribute("ran")')).toBe(false);
      } finally {
        await page.close();
      }
    },
    BROWSER_PATIENCE,
  );

  test(
    'and browsers show XML as they always do',
    async () => {
      const page = await browser().newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      try {
        await page.goto(`http://localhost:${endpoint.port}/oai/xml?verb=Identify`);
        expect(await page.evaluate('document.querySelector("parsererror")')).toBeNull();
        expect(complaints).toEqual([]);
      } finally {
        await page.close();
      }
    },
    BROWSER_PATIENCE,
  );
});

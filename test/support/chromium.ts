import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems put it; `OAI_CHROMIUM` names another one. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const named = process.env['OAI_CHROMIUM'];

/** The Chromium of this machine; undefined where there is none. */
export const CHROMIUM: string | undefined = (named ? [named] : USUAL).find((path) => existsSync(path));

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // Any host of example.org is this machine: so pages are read from a host that is not localhost, without encryption.
  '--host-resolver-rules=MAP *.example.org 127.0.0.1',
];

/** A real browser with a profile of its own, which is gone when the browser is closed. */
export function startChromium(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium on this machine');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS, timeout: 120_000 });
}

/**
 * Tests in a real browser, which is started once for all of them: `inChromium('…', (browser) => { test(…); })`. Where
 * there is none they show as skipped, with the reason.
 */
export function inChromium(name: string, tests: (browser: () => Browser) => void): void {
  if (CHROMIUM === undefined) {
    describe.skip(`${name} (no Chromium here: install it, or name it by OAI_CHROMIUM)`, () => tests(noBrowser));
    return;
  }
  describe(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await startChromium();
    }, 150_000);
    afterAll(async () => {
      await browser?.close();
    }, 60_000);
    tests(() => browser ?? noBrowser());
  });
}

function noBrowser(): never {
  throw new Error('the browser has not been started');
}

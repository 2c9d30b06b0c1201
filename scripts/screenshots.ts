import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { runCommandLine } from '../src/cli/command-line.ts';
import { UsageRecorder } from '../src/usage/usage-recorder.ts';
import { busyFortnight } from '../test/support/busy-fortnight.ts';
import { startChromium } from '../test/support/chromium.ts';
import { TestTerminal } from '../test/support/test-terminal.ts';

/**
 * `npm run screenshots`: pictures of the demo's pages, as docs/screenshots/ has them. The demo is imported into a store
 * of its own, by a clock that stands still, so that only what changed about the pages changes the pictures.
 */
const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const DEMO = fileURLToPath(new URL('../fixtures/demo', import.meta.url));
const NOW = Date.UTC(2026, 2, 1, 10) / 1000;
const PORT = 3000;

/** Larger ones are a burden for everybody who clones, in bytes. */
const LARGEST = 150_000;

const DESK: BrowserContextOptions = { viewport: { width: 1000, height: 720 } };
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 720 }, deviceScaleFactor: 1.5, isMobile: true };
const ITEM = 'oai:demo.example.org:annals/2021/14-2/101';

/** Name of the file, path of the page, and what it is seen on. */
const PICTURES: readonly [name: string, path: string, seen: BrowserContextOptions][] = [
  ['records', '/oai?verb=ListRecords&metadataPrefix=oai_dc', { ...DESK, colorScheme: 'light' }],
  ['record-dark', `/oai?verb=GetRecord&metadataPrefix=mods&identifier=${ITEM}`, { ...DESK, colorScheme: 'dark' }],
  ['request', '/oai', { ...DESK, colorScheme: 'light' }],
  ['errors', '/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30', { ...DESK, colorScheme: 'light' }],
  ['records-phone', '/oai?verb=ListRecords&metadataPrefix=oai_dc', { ...PHONE, colorScheme: 'dark' }],
  ['item', '/items/annals/2021/14-2/101', { ...DESK, colorScheme: 'light' }],
  ['item-phone', '/items/annals/2021/14-2/101', { ...PHONE, colorScheme: 'light' }],
  ['dashboard', '/dashboard', { viewport: { width: 1000, height: 960 }, colorScheme: 'light' }],
  ['browse-dark', '/browse', { ...DESK, colorScheme: 'dark' }],
];

const store = mkdtempSync(join(tmpdir(), 'oai-pmh-screenshots-'));
const terminal = new TestTerminal(
  {
    OAI_DATABASE: join(store, 'demo.sqlite'),
    OAI_REPOSITORY_IDENTIFIER: 'demo.example.org',
    OAI_REPOSITORY_NAME: 'Demo repository',
    OAI_BASE_URL: `http://localhost:${PORT}/oai`,
    OAI_PAGE_SIZE: '20',
    PORT: '0',
  },
  { now: () => NOW, monotonic: () => performance.now() / 1000 },
);
try {
  if ((await runCommandLine(['import', DEMO], terminal)) !== 0) throw new Error(terminal.errors);
  writeUsage(join(store, 'demo.usage.sqlite'));
  const serving = runCommandLine(['serve'], terminal);
  const port = await Promise.race([portOf(terminal), serving.then(() => Promise.reject(new Error(terminal.errors)))]);
  await takePictures(port);
  terminal.interrupt();
  await serving;
} finally {
  rmSync(store, { recursive: true, force: true });
}

/** Two weeks of harvests, for the dashboard. */
function writeUsage(file: string): void {
  const silent = { info: () => {}, warn: () => {} };
  const settings = { file, addresses: 'short', retention: 400 * 86_400 } as const;
  const recorder = new UsageRecorder(settings, silent, { now: () => NOW });
  busyFortnight(NOW, { pages: 59, pageSize: 1 }).forEach(recorder.observe);
  recorder.stop();
}

/** The operator's server has the dashboard, and a port of its own. */
function originOf(path: string, port: string): string {
  if (!path.startsWith('/dashboard')) return `http://localhost:${port}`;
  const [, origin] = /health at (\S+)\/\n/.exec(terminal.output) ?? [];
  if (origin === undefined) throw new Error(`there is no operator's server: ${terminal.output}`);
  return origin;
}

async function portOf({ output }: TestTerminal): Promise<string> {
  const port = /listening on port (\d+)\)/.exec(output)?.[1];
  if (port !== undefined) return port;
  await sleep(20);
  return portOf(terminal);
}

async function takePictures(port: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await startChromium();
  try {
    for (const [name, path, seen] of PICTURES) {
      const page = await browser.newPage(seen);
      const response = await page.goto(`${originOf(path, port)}${path}`);
      if (response?.status() !== 200) throw new Error(`${path} answers ${response?.status()}`);
      const file = join(FOLDER, `${name}.png`);
      await page.screenshot({ path: file });
      await page.close();
      const { size } = statSync(file);
      if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes: show less of the page`);
      console.log(`Written: docs/screenshots/${name}.png (${Math.round(size / 1000)} kB)`);
    }
  } finally {
    await browser.close();
  }
}

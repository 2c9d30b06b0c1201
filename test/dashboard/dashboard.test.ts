import { busyFortnight } from '../support/busy-fortnight.ts';
import { DashboardUnderTest } from '../support/dashboard-under-test.ts';
import { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';
import { elementsNamed, type HtmlElement, readHtml, textIn } from '../support/read-html.ts';
import { secondsOf } from '../support/test-clock.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;{{7*7}}\u202e</title></svg>`;

let endpoint: Endpoint;
let dashboard: DashboardUnderTest;

beforeAll(async () => {
  endpoint = await Endpoint.start();
  await putAt(endpoint, '2026-02-01T00:00:00Z', itemF('a', { sets: ['x'] }), itemF('b'));
  const reject = {
    source: HOSTILE,
    path: HOSTILE,
    line: 3,
    identifier: HOSTILE,
    reason: `no ${HOSTILE}`,
    raw: HOSTILE,
  };
  await endpoint.store.quarantine.add([reject, { ...reject, identifier: 'other' }], secondsOf('2026-03-01T00:00:00Z'));
  const act = await endpoint.store.acts.begin({
    began: secondsOf('2026-03-02T09:00:00Z'),
    actor: 'ann@desk',
    command: `import ${HOSTILE}`,
  });
  await endpoint.store.acts.end(act, { ended: secondsOf('2026-03-02T09:01:00Z'), outcome: 'done' });
  const run = { running: false, started: 1, next: undefined, outcome: undefined, fault: undefined };
  dashboard = new DashboardUnderTest(endpoint, {
    sources: async () => [
      { ...run, name: 'journals', ended: secondsOf('2026-03-02T03:00:00Z'), outcome: { created: 1234, deleted: 0 } },
      { ...run, name: HOSTILE, ended: 2, fault: HOSTILE, next: secondsOf('2026-03-16T03:00:00Z') },
    ],
  });
  await dashboard.start();
  busyFortnight(dashboard.clock.now()).forEach(dashboard.usage.observe);
  dashboard.usage.recorder.sample({ items: 2, sets: 1, rejects: 2, bytes: 4_200_000, formats: [] });
  dashboard.usage.recorder.census({
    years: [
      { year: 1998, items: 3 },
      { year: 2021, items: 12_000 },
    ],
    undated: 5,
    sets: [{ setSpec: 'x', setName: HOSTILE, records: 7 }],
    whole: true,
  });
  dashboard.usage.recorder.flush();
});
afterAll(async () => {
  await dashboard.stop();
  await endpoint.stop();
});

async function page(path: string, status = 200): Promise<{ html: HtmlElement; words: string }> {
  const answer = await dashboard.get(path);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  const html = readHtml(answer.text);
  const found = elementsNamed(html, 'main')[0] ?? html;
  return { html, words: wordsIn(found).replace(/\s+/g, ' ') };
}

/** The text of an element, with a blank wherever an element ends. */
function wordsIn(element: HtmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : wordsIn(child))).join(' ');
}

async function pathOf(name: string): Promise<string> {
  const { html } = await page('/dashboard/harvesters?days=30');
  const link = elementsNamed(html, 'a').find((one) => textIn(one) === name);
  return link?.attributes.get('href') ?? `no link to ${name}`;
}

describe('the dashboard', () => {
  test('shows at a glance who is at it, and what was sent', async () => {
    const { html, words } = await page('/dashboard?days=30');
    expect(words).toMatch(
      /BASE ListRecords metadataPrefix oai_dc 8,800 of 12,000 \(73 %\) 2026-03-15 07:23 under way, about 1 hour left/,
    );
    expect(words).toContain('Told to wait (503) 300');
    expect(words).toContain('2 items are in the store , and 2 records in quarantine');
    expect(words).toContain('pages of items');
    const [progress] = elementsNamed(html, 'progress');
    expect(progress?.attributes).toEqual(
      new Map([
        ['max', '12000'],
        ['value', '8800'],
        ['aria-label', '8,800 of 12,000'],
      ]),
    );
    const names = elementsNamed(html, 'a').map(textIn);
    for (const name of ['BASE', 'OpenAIRE', 'Sickle/0.7.0', 'curl', 'Python']) expect(names).toContain(name);
  });

  test('draws what it says in numbers', async () => {
    const { html, words } = await page('/dashboard?days=1');
    const [plot] = elementsNamed(html, 'svg');
    const bars = elementsNamed(plot ?? html, 'rect');
    const [table] = elementsNamed(html, 'details').flatMap((details) => elementsNamed(details, 'table'));
    const rows = elementsNamed(table ?? html, 'tr').slice(1);
    expect(rows.length).toBeGreaterThan(3);
    expect(bars).toHaveLength(rows.length);
    const total = rows.reduce(
      (sum, row) =>
        sum +
        Number(
          textIn(row)
            .replace(/.*\d\d:\d\d/, '')
            .replaceAll(',', ''),
        ),
      0,
    );
    expect(words).toContain(`Requests ${total} Records sent`);
    const heights = bars.map((bar) => Number(bar.attributes.get('height')));
    expect(Math.max(...heights)).toBeGreaterThan(100);
  });

  test('has a page for each harvester: its lists, what it asks for, and its errors with an example', async () => {
    const base = await page(await pathOf('BASE'));
    expect(base.words).toContain('oai@base-search.net');
    expect(base.words).toContain('203.0.113.0');
    expect(base.words).toMatch(/12,000 of 12,000 \(100 %\) 120 2026-03-03 10:20 complete 2026-03-03/);
    const python = await page(await pathOf('Python'));
    expect(python.words).toContain('cannotDisseminateFormat');
    expect(python.words).toContain('GET /oai?verb=ListRecords&metadataPrefix=marcxml');
    expect(python.words).toContain('offer that one');
    const sickle = await page(await pathOf('Sickle/0.7.0'));
    expect(sickle.words).toMatch(/4,500 of 12,000 \(37 %\) 45 2026-03-07 10:20 left off/);
    expect((await page('/dashboard/harvesters/999', 404)).words).toContain('no such harvester');
    await page('/dashboard/harvesters/1e3', 404);
  });

  test('shows the store, its growth, years and sets', async () => {
    const { words } = await page('/dashboard/store');
    expect(words).toContain('oai_dc 2 0');
    expect(words).toContain('From 1998 to 2021; most items, 12,000, in 2021.');
    expect(words).toContain('5 items have no year.');
    expect(words).toContain('Size of the store');
    expect(words).toContain('4.2 MB');
    expect(words).toContain('Usage file');
  });

  test('shows how runs of sources ended, and what waits in quarantine', async () => {
    const { words } = await page('/dashboard/sources');
    expect(words).toContain('journals 2026-03-02 03:00 1,234 created no schedule');
    expect(words).toContain('failed');
    expect(words).toContain('2 records were refused and wait to be mended.');
    expect(words).toContain('oai-pmh rejects show NUMBER');
    expect(words).toMatch(/2026-03-02 09:00 ann@desk import .*<script>.* done/);
  });

  test('gives scripts the same as JSON', async () => {
    const { text, headers } = await dashboard.get('/dashboard.json?days=30');
    expect(headers.get('Content-Type')).toContain('application/json');
    expect(JSON.parse(text)).toMatchObject({
      days: 30,
      totals: { busy: 300 },
      underWay: [{ verb: 'ListRecords', delivered: 8800, completeListSize: 12_000, state: 'underWay' }],
      store: { items: 2, rejects: 2 },
    });
  });

  test('loads itself again only where that is asked for', async () => {
    const metas = async (path: string) =>
      elementsNamed((await page(path)).html, 'meta').map(({ attributes }) => attributes.get('content'));
    expect(await metas('/dashboard')).not.toContain('60');
    expect(await metas('/dashboard?refresh=60')).toContain('60');
    expect((await dashboard.get('/dashboard?refresh=1%3Burl%3Dx')).text).not.toContain('http-equiv');
  });

  test('shows what harvesters send as text, whatever it is', async () => {
    const oai = {
      verb: 'ListRecords',
      metadataPrefix: HOSTILE,
      set: HOSTILE,
      from: HOSTILE,
      until: HOSTILE,
      resumed: false,
      errors: [],
      records: 1,
      cursor: 0,
      completeListSize: 3,
      more: true,
    } as const;
    const parts = { userAgent: HOSTILE, from: HOSTILE, target: HOSTILE };
    dashboard.usage.observe(dashboard.usage.report({ ...parts, oai }));
    dashboard.usage.observe(
      dashboard.usage.report({ ...parts, oai: { ...oai, more: undefined, errors: ['badArgument'] } }),
    );
    dashboard.usage.recorder.flush();
    const { harvesters } = JSON.parse((await dashboard.get('/dashboard.json')).text) as {
      harvesters: { id: number }[];
    };
    const paths = [
      '',
      '/harvesters',
      `/harvesters/${harvesters[0]?.id}`,
      '/store',
      '/sources',
      `?days=${encodeURIComponent(HOSTILE)}`,
    ];
    for (const path of paths) {
      const { html, words } = await page(`/dashboard${path}`);
      for (const name of ['script', 'img', 'style[src]']) expect(elementsNamed(html, name)).toEqual([]);
      const attributes = all(html).flatMap((element) => [...element.attributes.keys()]);
      expect(attributes.filter((name) => name.startsWith('on') || name === 'style')).toEqual([]);
      if (path !== '/store' && !path.startsWith('?')) expect(words).toContain('<script>alert(1)</script>');
    }
  });
});

function all(element: HtmlElement): HtmlElement[] {
  return [element, ...element.children.flatMap((child) => (typeof child === 'string' ? [] : all(child)))];
}

describe('without a usage file', () => {
  test.each([
    ['that is turned off', undefined, 'Name a file for it with OAI_USAGE'],
    ['that is not there', '/nowhere/usage.sqlite', 'There is no usage file'],
    ['that is none', import.meta.filename, 'is damaged'],
  ])('%s, pages say so, and the rest is there', async (_, usageFile, words) => {
    const other = new DashboardUnderTest(endpoint, { usageFile });
    await other.start();
    for (const path of ['/dashboard', '/dashboard/harvesters', '/dashboard/harvesters/1'])
      expect((await other.get(path)).text).toContain(words);
    expect((await other.get('/dashboard.json')).status).toBe(503);
    expect((await other.get('/dashboard/store')).text).toContain('Not counted yet');
    expect((await other.get('/dashboard/sources')).status).toBe(200);
    await other.stop();
  });
});

test('nobody sees any of it without the token', async () => {
  const token = 'a token of more than 16';
  const guarded = new DashboardUnderTest(endpoint, {}, token.replaceAll(' ', '-'));
  await guarded.start();
  for (const path of ['/dashboard', '/dashboard.json', '/dashboard/store', '/dashboard/harvesters/1', '/']) {
    const refused = await guarded.get(path);
    expect(refused.status).toBe(401);
    expect(refused.text).not.toContain('Test repository');
    const headers = { Authorization: `Bearer ${token.replaceAll(' ', '-')}` };
    expect((await guarded.get(path, headers)).status).toBeLessThan(405);
  }
  await guarded.stop();
});

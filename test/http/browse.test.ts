import { Endpoint } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { elementsNamed, type HtmlElement, readHtml, textIn } from '../support/read-html.ts';

const PATIENCE = 120_000;

/** Reads pages of an endpoint, all of which must be well-formed. */
function browser(endpoint: () => Endpoint) {
  const read = async (path: string): Promise<HtmlElement> => {
    const { status, body } = await endpoint().send('GET', path);
    expect([path, status]).toEqual([path, 200]);
    return readHtml(body.toString());
  };
  /** Follows Next to the end; answers the paths of the items, page by page. */
  const walk = async (path: string): Promise<string[][]> => {
    const pages: string[][] = [];
    for (let next: string | undefined = path; next !== undefined; ) {
      const page = await read(next);
      const links = elementsNamed(page, 'a').map(({ attributes }) => attributes);
      pages.push(itemsOn(page));
      next = links.find((attributes) => attributes.get('rel') === 'next')?.get('href');
    }
    return pages;
  };
  return { read, walk };
}

function itemsOn(page: HtmlElement): string[] {
  return elementsNamed(page, 'h2').flatMap((heading) =>
    elementsNamed(heading, 'a').map(({ attributes }) => attributes.get('href') ?? ''),
  );
}

function linksOn(page: HtmlElement): [string, string][] {
  const [main] = elementsNamed(page, 'main');
  return elementsNamed(main ?? page, 'a').map((link) => [textIn(link), link.attributes.get('href') ?? '']);
}

describe('browsing F', () => {
  let endpoint: Endpoint;
  const { read, walk } = browser(() => endpoint);
  beforeAll(async () => {
    endpoint = await startFixtureF();
    await putAt(endpoint, '2024-02-29T23:59:59Z', itemF('leap'));
    await putAt(endpoint, '2024-03-01T00:00:00Z', itemF('march'), itemF('hidden', { visibleFrom: '2999-01-01' }));
  });
  afterAll(() => endpoint.stop());
  afterEach(() => expect(endpoint.log).toEqual([]));

  test('begins with sets, by name, each below the one that it is in, and with years and months', async () => {
    const page = await read('/browse');
    expect(linksOn(page)).toEqual(
      expect.arrayContaining([
        ['All items', '/browse/items'],
        ['Journals', '/browse/items?set=journal'],
        ['Journal A', '/browse/items?set=journal%3Aa'],
        ['Türkçe', '/browse/items?set=lang%3Atr'],
        ['2024', '/browse/items?date=2024'],
        ['February', '/browse/items?date=2024-02'],
        ['March', '/browse/items?date=2024-03'],
      ]),
    );
    expect(linksOn(page).map(([, href]) => href)).not.toContain('/browse/items?date=2024-04');
    const journals = elementsNamed(page, 'li').find((entry) => textIn(entry).startsWith('Journals '));
    expect(journals && linksOn(journals).map(([name]) => name)).toEqual(
      expect.arrayContaining(['Journals', 'Journal A']),
    );
  });

  test('lists items, but no deleted and no hidden ones', async () => {
    const items = (await walk('/browse/items')).flat();
    expect(items).toEqual(expect.arrayContaining(['/items/r1', '/items/leap', '/items/march']));
    expect(items).not.toContain('/items/r4');
    expect(items).not.toContain('/items/hidden');
    expect(new Set(items).size).toBe(items.length);
  });

  test('a month is from its first second to its last', async () => {
    expect((await walk('/browse/items?date=2024-02')).flat()).toEqual(['/items/leap']);
    expect((await walk('/browse/items?date=2024-03')).flat()).toEqual(['/items/march']);
    expect((await walk('/browse/items?date=2024')).flat()).toEqual(['/items/leap', '/items/march']);
    expect((await walk('/browse/items?date=9999-12')).flat()).toEqual([]);
  });

  test('a set is listed with its name, an unknown one is empty', async () => {
    const page = await read('/browse/items?set=journal:a');
    expect(elementsNamed(page, 'h1').map(textIn)).toEqual(['Journal A']);
    expect(itemsOn(page)).toContain('/items/r1');
    expect(itemsOn(await read('/browse/items?set=journal:zzz'))).toEqual([]);
    expect(itemsOn(await read('/browse/items?set=journal:a&date=1999'))).toEqual([]);
  });

  test.each([
    '/browse/items?date=2024-13',
    '/browse/items?date=0000',
    '/browse/items?date=2024-02-29',
    '/browse/items?date=',
    '/browse/items?set=',
    '/browse/items?set=a%00',
    '/browse/items?set=a::b',
    `/browse/items?set=${'a'.repeat(201)}`,
    '/browse/items?set=a&set=b',
    '/browse/items?after=-1',
    '/browse/items?after=1e3',
    '/browse/items?after=99999999999999999999',
    '/browse?setsAfter=%F0',
    '/browse?setsAfter=a%20b',
  ])('%s is a bad request', async (path) => {
    const { status, body } = await endpoint.send('GET', path);
    expect(status).toBe(400);
    expect(textIn(readHtml(body.toString()))).toContain('This address is wrong');
  });

  test.each(['0', '1', '1099511627775', '999999999999999'])('no place leads out of the list: %s', async (after) => {
    const all = (await walk('/browse/items')).flat();
    const items = (await walk(`/browse/items?after=${after}`)).flat();
    expect(all).toEqual(expect.arrayContaining(items));
    expect(new Set(items).size).toBe(items.length);
    expect((await walk(`/browse/items?date=2024-03&after=${after}`)).flat()).toEqual(
      after === '999999999999999' ? [] : ['/items/march'],
    );
    // A month without records, with some before and behind it.
    expect((await walk(`/browse/items?date=2023-06&after=${after}`)).flat()).toEqual([]);
  });

  test('HEAD and what others add to the address do no harm', async () => {
    expect((await endpoint.send('HEAD', '/browse?utm_source=x')).status).toBe(200);
    expect((await endpoint.send('GET', '/browse/nothing')).status).toBe(404);
  });
});

test('an empty repository says so', async () => {
  const endpoint = await Endpoint.start();
  try {
    const { read } = browser(() => endpoint);
    expect(textIn(await read('/browse'))).toContain('Nothing is in the repository yet.');
    expect(itemsOn(await read('/browse/items'))).toEqual([]);
    expect((await endpoint.send('GET', '/sitemap.xml')).status).toBe(404);
  } finally {
    await endpoint.stop();
  }
});

describe('a larger repository', () => {
  const NUMBERS = Array.from({ length: 120 }, (_, index) => String(index).padStart(3, '0'));
  let endpoint: Endpoint;
  const { read, walk } = browser(() => endpoint);
  beforeAll(async () => {
    endpoint = await Endpoint.start();
    const now = () => endpoint.clock.now();
    await endpoint.store.write(
      NUMBERS.map((number) => ({ kind: 'set', setSpec: `all:${number}`, setName: `Set ${number}` })),
      now,
    );
    await putAt(
      endpoint,
      '2026-01-01T00:00:00Z',
      ...NUMBERS.map((number) => itemF(number, { sets: [`all:${number}`] })),
    );
  }, PATIENCE);
  afterAll(() => endpoint.stop());

  test('is listed page by page, each item once', async () => {
    const pages = await walk('/browse/items?set=all');
    expect(pages.flat()).toEqual(NUMBERS.map((number) => `/items/${number}`));
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 25, 25, 20]);
  });

  test('has all its sets on several pages, and no more months than there are', async () => {
    const first = linksOn(await read('/browse'));
    const more = first.find(([text]) => text === 'More sets')?.[1] ?? '';
    const second = linksOn(await read(more));
    const sets = new Set([...first, ...second].flatMap(([text]) => (text.startsWith('Set ') ? [text] : [])));
    expect([...sets]).toEqual(NUMBERS.map((number) => `Set ${number}`));
    expect(second.map(([text]) => text)).not.toContain('More sets');
  });

  test('deleted records between items cost no page of the reader', async () => {
    await deleteAt(endpoint, '2026-01-02T00:00:00Z', ...NUMBERS.slice(0, 100));
    await putAt(endpoint, '2026-01-03T00:00:00Z', itemF('last'));
    const pages = await walk('/browse/items');
    expect(pages.flat()).toEqual([...NUMBERS.slice(100).map((number) => `/items/${number}`), '/items/last']);
    expect(pages.length).toBeLessThanOrEqual(2);
    const { body } = await endpoint.get(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('000')}`);
    expect(body.toString()).toContain('status="deleted"');
  });
});

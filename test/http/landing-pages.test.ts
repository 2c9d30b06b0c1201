import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { createCrosswalks } from '../../src/formats/index.ts';
import { parsePayload } from '../../src/xml/parse-payload.ts';
import { FULL_ITEM } from '../conformance/full-item.ts';
import { backDoor } from '../support/back-door.ts';
import { Endpoint, REPOSITORY_IDENTIFIER, type Received } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { parseLinks } from '../support/parse-links.ts';
import { elementsNamed, readHtml, textIn } from '../support/read-html.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const IMPORTS = join(import.meta.dirname, '../../fixtures/import');
const FORMATS = createCrosswalks({ schemasUrl: 'https://oai.example.org/schemas/' });
const PATIENCE = 120_000;

function jsonLdOf({ body }: Received): Record<string, unknown> {
  const [script] = elementsNamed(readHtml(body.toString()), 'script');
  return JSON.parse(script === undefined ? '' : textIn(script)) as Record<string, unknown>;
}

function headingOf({ body }: Received): string {
  return elementsNamed(readHtml(body.toString()), 'h1').map(textIn).join();
}

/** The path of a URL of the endpoint's own. */
function pathOf(url: string): string {
  expect(url).toMatch(/^https:\/\/oai\.example\.org\//);
  return url.slice('https://oai.example.org'.length);
}

describe('landing pages of F', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await startFixtureF();
    await putAt(endpoint, '2026-03-01T09:00:00Z', FULL_ITEM, itemF('hidden', { visibleFrom: '2999-01-01' }));
  });
  afterAll(() => endpoint.stop());
  afterEach(() => expect(endpoint.log).toEqual([]));
  const get = (path: string, headers: Record<string, string> = {}) => endpoint.send('GET', path, headers);

  test('is HTML, may not be framed or run anything, and tells where it belongs', async () => {
    const page = await get('/items/full');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('vary')).toBe('Accept, Accept-Encoding');
    expect(page.headers.get('last-modified')).toBe('Sun, 01 Mar 2026 09:00:00 GMT');
    const canonical = elementsNamed(readHtml(page.body.toString()), 'link').filter(
      ({ attributes }) => attributes.get('rel') === 'canonical',
    );
    expect(canonical.map(({ attributes }) => attributes.get('href'))).toEqual(['https://oai.example.org/items/full']);
    expect(page.body.toString()).toContain('href="/browse/items?set=journal%3Aa"');
  });

  test('is not sent again to who has it, by its tag or by its date; HEAD tells the same', async () => {
    const page = await get('/items/full');
    const tag = page.headers.get('etag') ?? '';
    for (const headers of [
      { 'If-None-Match': tag },
      { 'If-Modified-Since': 'Sun, 01 Mar 2026 09:00:00 GMT' },
      { 'If-None-Match': tag, 'Accept-Encoding': 'gzip' },
    ]) {
      const again = await get('/items/full', headers);
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect(again.headers.get('etag')).toBe(tag);
    }
    expect((await get('/items/full', { 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await get('/items/full', { 'If-Modified-Since': 'Sun, 01 Mar 2026 08:59:59 GMT' })).status).toBe(200);
    const head = await endpoint.send('HEAD', '/items/full');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    for (const name of ['content-length', 'etag', 'link', 'content-type']) {
      expect(head.headers.get(name)).toBe(page.headers.get(name));
    }
  });

  test('is compressed for who asks', async () => {
    const page = await get('/items/full', { 'Accept-Encoding': 'gzip' });
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(page.body).equals((await get('/items/full')).body)).toBe(true);
  });

  test('a deleted item is gone: its identifier and since when, nothing else, and not for search engines', async () => {
    await putAt(endpoint, '2026-03-01T09:10:00Z', itemF('gone', { titles: [{ text: 'Secret title' }] }));
    expect((await get('/items/gone')).status).toBe(200);
    await deleteAt(endpoint, '2026-03-01T09:20:00Z', 'gone');
    for (const path of ['/items/gone', '/items/gone?metadataPrefix=oai_dc', '/items/gone?as=json-ld']) {
      const page = await get(path);
      expect(page.status).toBe(410);
      const text = page.body.toString();
      expect(text).toContain(ID('gone'));
      expect(text).toContain('<time datetime="2026-03-01T09:20:00Z">2026-03-01</time>');
      expect(text).toContain('<meta name="robots" content="noindex">');
      expect(text).not.toMatch(/Secret|citation_|Đorđević|ld\+json/);
      expect(page.headers.get('link')).toBeNull();
      readHtml(text);
    }
  });

  test.each(['/items/unknown', '/items/hidden', '/items/hidden?metadataPrefix=oai_dc', '/items/%zz', '/items/'])(
    'there is nothing at %s',
    async (path) => {
      const page = await get(path);
      expect([400, 404]).toContain(page.status);
      expect(page.body.toString()).not.toContain('Article hidden');
    },
  );

  test('an item that is taken back until some day is not there, and not called deleted', async () => {
    await putAt(endpoint, '2026-03-01T09:25:00Z', itemF('back'));
    expect((await get('/items/back')).status).toBe(200);
    await putAt(endpoint, '2026-03-01T09:26:00Z', itemF('back', { visibleFrom: '2999-01-01' }));
    expect((await get('/items/back')).status).toBe(404);
  });

  test('an erased item that nobody ever saw is not told of', async () => {
    await putAt(endpoint, '2026-03-01T09:30:00Z', itemF('never', { visibleFrom: '2999-01-01' }));
    await endpoint.store.write([{ kind: 'delete', identifier: ID('never'), by: 'hand', erase: true }], () =>
      endpoint.clock.now(),
    );
    expect((await get('/items/never')).status).toBe(404);
  });

  test.each([
    ['application/ld+json', 'application/ld+json'],
    ['application/linkset+json', 'application/linkset+json'],
    ['application/linkset', 'application/linkset'],
    ['application/x-bibtex', 'application/x-bibtex'],
    ['application/vnd.citationstyles.csl+json', 'application/vnd.citationstyles.csl+json'],
    ['application/ld+json;q=0.9, text/html;q=0.5', 'application/ld+json'],
    ['*/*', 'text/html; charset=UTF-8'],
    ['application/xml', 'text/html; charset=UTF-8'],
    ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', 'text/html; charset=UTF-8'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=UTF-8'],
  ])('who accepts %s gets %s', async (accept, type) => {
    const answer = await get('/items/full', { Accept: accept });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(answer.headers.get('vary')).toContain('Accept');
  });

  test('the header leads to each record, and each record leads back', async () => {
    const links = parseLinks((await get('/items/full')).headers.get('link') ?? '');
    const records = links.filter(({ parameters }) => parameters['rel'] === 'describedby');
    expect(records.map(({ parameters }) => parameters['profile'])).toEqual([
      'http://www.openarchives.org/OAI/2.0/oai_dc/',
      'http://www.loc.gov/MARC21/slim',
      'http://schema.datacite.org/oai/oai-1.1/',
      ...[undefined, undefined, undefined, undefined],
    ]);
    for (const { href, parameters } of records) {
      const record = await get(pathOf(href));
      expect(record.status).toBe(200);
      expect((record.headers.get('content-type') ?? '').replace('; charset=UTF-8', '')).toBe(parameters['type']);
      expect(parseLinks(record.headers.get('link') ?? '')).toEqual([
        { href: 'https://oai.example.org/items/full', parameters: { rel: 'describes', type: 'text/html' } },
      ]);
      if (parameters['profile'] === undefined) continue;
      const xml = record.body.toString().replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
      expect(parsePayload(xml.trimEnd()).namespace).toBe(parameters['profile']);
      expect(record.headers.get('content-disposition')).toMatch(/^attachment; filename="full\.\w+\.xml"$/);
      const { searchParams } = new URL(href);
      const { body } = await endpoint.get(`verb=GetRecord&identifier=${ID('full')}&${searchParams}`);
      expect(body.toString()).toContain(`<metadata>${xml.trimEnd()}</metadata>`);
    }
  });

  test.each([
    ['bibtex', 'full.bib', '@article{full,'],
    ['ris', 'full.ris', 'TY  - JOUR\r\nID  - full\r\n'],
    ['csl-json', 'full.json', '[\n {\n  "id": "full",'],
  ])('as %s it is a file for reference managers', async (form, name, beginning) => {
    const file = await get(`/items/full?as=${form}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(file.body.toString().slice(0, beginning.length)).toBe(beginning);
  });

  test('a format that the item does not have is not found, nor a form that there is not', async () => {
    await putAt(endpoint, '2026-03-01T09:40:00Z', itemF('poor', { identifiers: [] }));
    const links = (await get('/items/poor')).headers.get('link') ?? '';
    expect(links).not.toContain('oai_datacite');
    expect((await get('/items/poor?metadataPrefix=oai_datacite')).status).toBe(404);
    expect((await get('/items/poor?metadataPrefix=%00')).status).toBe(404);
    expect((await get('/items/poor?as=toString')).status).toBe(404);
  });

  test('an item whose identifier comes from elsewhere has its page under the whole of it', async () => {
    const identifier = 'oai:other.example.net:a/b?c&d#e';
    await putAt(endpoint, '2026-03-01T09:50:00Z', { ...itemF('x'), identifier });
    const path = '/items/oai:other.example.net:a/b%3Fc&d%23e';
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(jsonLdOf(page)['mainEntityOfPage']).toBe(`https://oai.example.org${path}`);
    const { body } = await endpoint.get('verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-01T09:50:00Z');
    expect(body.toString()).toContain('<identifier>oai:other.example.net:a/b?c&amp;d#e</identifier>');
  });
});

describe('landing pages elsewhere', () => {
  test("where other pages count as the items', these work and say so, and are in no sitemap", async () => {
    const landingUrl = 'https://journals.example.net/article?id={id}';
    const endpoint = await Endpoint.start({ formats: FORMATS, landingUrl });
    try {
      await putAt(endpoint, '2026-03-01T09:00:00Z', itemF('a$&', { identifiers: [] }));
      const page = await endpoint.send('GET', '/items/a$&');
      expect(page.status).toBe(200);
      expect(page.body.toString()).toContain(
        '<link rel="canonical" href="https://journals.example.net/article?id=a$&amp;">',
      );
      const links = parseLinks(page.headers.get('link') ?? '');
      expect(links.find(({ parameters }) => parameters['rel'] === 'cite-as')?.href).toBe(
        'https://journals.example.net/article?id=a$&',
      );
      expect(links.find(({ parameters }) => parameters['rel'] === 'linkset')?.href).toMatch(/^https:\/\/oai\.example/);
      expect((await endpoint.send('GET', '/sitemap.xml')).status).toBe(404);
      expect((await endpoint.send('GET', '/robots.txt')).body.toString()).not.toContain('Sitemap');
    } finally {
      await endpoint.stop();
    }
  });

  test('a base URL in a folder has its pages beside it, and at the root of the server', async () => {
    const endpoint = await Endpoint.start({ settings: { baseUrl: 'https://oai.example.org/repo/oai' } });
    try {
      await putAt(endpoint, '2026-03-01T09:00:00Z', itemF('a'));
      for (const path of ['/repo/items/a', '/items/a']) {
        expect(jsonLdOf(await endpoint.send('GET', path))['mainEntityOfPage']).toBe(
          'https://oai.example.org/repo/items/a',
        );
      }
    } finally {
      await endpoint.stop();
    }
  });

  test('a base URL without a path has them at the root', async () => {
    const endpoint = await Endpoint.start({ settings: { baseUrl: 'https://oai.example.org' } });
    try {
      await putAt(endpoint, '2026-03-01T09:00:00Z', itemF('a'));
      const page = await endpoint.send('GET', '/items/a');
      expect(jsonLdOf(page)['mainEntityOfPage']).toBe('https://oai.example.org/items/a');
      expect(page.body.toString()).toContain('href="/browse"');
      expect((await endpoint.send('GET', '/browse')).body.toString()).toContain('href="/browse/items"');
      expect((await endpoint.send('GET', '/sitemap.xml')).body.toString()).toMatch(/example\.org\/sitemap-\d+\.xml</);
    } finally {
      await endpoint.stop();
    }
  });
});

describe('what all import formats bring', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    const database = await backDoor.fresh();
    const environment = { OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: REPOSITORY_IDENTIFIER };
    for (const format of readdirSync(IMPORTS)) {
      const code = await runCommandLine(['import', join(IMPORTS, format)], new TestTerminal(environment));
      // Some of the files are faulty on purpose.
      expect([0, 3]).toContain(code);
    }
    endpoint = await Endpoint.start({ database, formats: FORMATS });
  }, PATIENCE);
  afterAll(() => endpoint.stop());

  test(
    'has well-formed pages, with data and links that say the same',
    async () => {
      let pages = 0;
      for await (const { identifier, deleted } of endpoint.store.items()) {
        const [, local = ''] = identifier.split(`oai:${REPOSITORY_IDENTIFIER}:`);
        const path = `/items/${(local || identifier).replaceAll('?', '%3F').replaceAll('#', '%23')}`;
        const page = await endpoint.send('GET', path);
        if (deleted) {
          expect([identifier, page.status]).toEqual([identifier, 410]);
          continue;
        }
        expect([identifier, page.status]).toEqual([identifier, 200]);
        pages += 1;
        const data = jsonLdOf(page);
        expect(headingOf(page)).toBe(data['name']);
        const fromJson = await endpoint.send('GET', path, { Accept: 'application/ld+json' });
        expect(JSON.parse(fromJson.body.toString())).toEqual(data);
        const header = page.headers.get('link') ?? '';
        expect(header.length).toBeLessThanOrEqual(4000);
        const linkset = parseLinks((await endpoint.send('GET', `${path}?as=linkset`)).body.toString());
        const all = linkset.map(({ href, parameters }) => `${parameters['rel']} ${href}`);
        const own = parseLinks(header).filter(({ parameters }) => parameters['rel'] !== 'linkset');
        for (const { href, parameters } of own) expect(all).toContain(`${parameters['rel']} ${href}`);
        expect(own.filter(({ parameters }) => parameters['rel'] === 'cite-as')).toHaveLength(1);
      }
      expect(pages).toBeGreaterThan(40);
      expect(endpoint.log).toEqual([]);
    },
    PATIENCE,
  );
});

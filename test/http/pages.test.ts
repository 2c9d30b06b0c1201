import { gunzipSync } from 'node:zlib';
import express from 'express';
import { pino } from 'pino';
import { createOaiRouter } from '../../src/http/oai-router.ts';
import { PAGE_HEADERS } from '../../src/pages/page-headers.ts';
import { DataProvider } from '../../src/verbs/data-provider.ts';
import { Endpoint, type EndpointOptions } from '../support/endpoint.ts';
import { startFixtureF } from '../support/fixture-f.ts';
import { NAVIGATION, PLAIN_NAVIGATION } from '../support/navigation.ts';

const LR = 'verb=ListRecords&metadataPrefix=oai_dc';
const ASKED = ['', 'verb=Identify', LR, 'verb=ListSets', 'verb=junk', `${LR}&from=2999-01-01`];
const VARY = [
  'Accept-Encoding',
  'Sec-Fetch-Mode',
  'Sec-Fetch-Dest',
  'Sec-Fetch-Site',
  'Upgrade-Insecure-Requests',
  'Accept',
];
const JAVA = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';
const BOTH = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

let endpoint: Endpoint;
const others: Endpoint[] = [];
beforeAll(async () => {
  endpoint = await startFixtureF();
});
afterAll(() => Promise.all([endpoint, ...others].map((one) => one.stop())));
const other = async (options: EndpointOptions) => {
  const one = await Endpoint.start(options);
  others.push(one);
  return one;
};

test.each([
  ['Chromium, Firefox and Safari, over https or on this machine', NAVIGATION],
  ['Chromium over plain http', PLAIN_NAVIGATION],
  ['nothing but what tells a navigation', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }],
  [
    'the same, whatever Accept says',
    { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', Accept: 'text/xml' },
  ],
  [
    'a plain navigation with q-values',
    { 'Upgrade-Insecure-Requests': '1', Accept: 'application/xhtml+xml;q=.1, Text/HTML' },
  ],
])('a page is what a navigation gets: %s', async (_who, headers) => {
  for (const asked of ASKED) {
    for (const answer of [await endpoint.get(asked, headers), await endpoint.post(asked, headers)]) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
      expect(answer.body.toString()).toMatch(/^<!doctype html>/);
    }
  }
});

test.each([
  ['no headers at all', {}],
  ["Java's default Accept", { Accept: JAVA }],
  ["a browser's Accept alone", { Accept: BOTH }],
  ["Java's Accept with Upgrade-Insecure-Requests", { Accept: JAVA, 'Upgrade-Insecure-Requests': '1' }],
  ['Upgrade-Insecure-Requests without Accept', { 'Upgrade-Insecure-Requests': '1' }],
  ['Upgrade-Insecure-Requests and */*', { 'Upgrade-Insecure-Requests': '1', Accept: '*/*' }],
  ['text/html alone', { 'Upgrade-Insecure-Requests': '1', Accept: 'text/html' }],
  ['xhtml that is not wanted', { 'Upgrade-Insecure-Requests': '1', Accept: 'text/html, application/xhtml+xml;q=0' }],
  ['another value', { 'Upgrade-Insecure-Requests': '0', Accept: BOTH }],
  ['fetch() of a script', { ...NAVIGATION, 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
  ['a frame', { ...NAVIGATION, 'Sec-Fetch-Dest': 'iframe' }],
  ['an embedded object', { ...NAVIGATION, 'Sec-Fetch-Dest': 'object' }],
  ['a worker', { ...NAVIGATION, 'Sec-Fetch-Mode': 'same-origin', 'Sec-Fetch-Dest': 'worker' }],
  ['Sec-Fetch-Mode without its fellow', { ...PLAIN_NAVIGATION, 'Sec-Fetch-Mode': 'navigate' }],
  ['Sec-Fetch-Dest without its fellow', { ...PLAIN_NAVIGATION, 'Sec-Fetch-Dest': 'document' }],
  ['Sec-Fetch-Site alone', { ...PLAIN_NAVIGATION, 'Sec-Fetch-Site': 'none' }],
  ['other letters', { 'Sec-Fetch-Mode': 'Navigate', 'Sec-Fetch-Dest': 'document' }],
  ['an Accept that is none', { 'Upgrade-Insecure-Requests': '1', Accept: ';;,,/;q=x,text/html' }],
])('everyone else gets the same XML: %s', async (_who, headers: Record<string, string>) => {
  for (const asked of ASKED) {
    const plain = await endpoint.get(asked);
    for (const answer of [await endpoint.get(asked, headers), await endpoint.post(asked, headers)]) {
      expect(answer.headers.get('content-type')).toBe('text/xml; charset=UTF-8');
      expect(answer.body).toEqual(plain.body);
    }
  }
});

test('Vary names all that the choice looks at, on pages and on XML, and what is XML anyway varies less', async () => {
  for (const headers of [{}, NAVIGATION, PLAIN_NAVIGATION]) {
    for (const answer of [await endpoint.get(LR, headers), await endpoint.send('HEAD', `/oai?${LR}`, headers)])
      expect(answer.headers.get('vary')?.split(/, */)).toEqual(VARY);
    expect((await endpoint.send('GET', `/oai/xml?${LR}`, headers)).headers.get('vary')).toBe('Accept-Encoding');
  }
});

test('pages have the headers that keep them safe, and no cache keeps them', async () => {
  for (const asked of ASKED) {
    const { headers } = await endpoint.get(asked, NAVIGATION);
    for (const [name, value] of Object.entries(PAGE_HEADERS)) expect(headers.get(name)).toBe(value);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBeNull();
  }
});

test('HEAD tells what GET would send', async () => {
  const get = await endpoint.get(LR, NAVIGATION);
  const head = await endpoint.send('HEAD', `/oai?${LR}`, NAVIGATION);
  expect(head.body).toHaveLength(0);
  for (const name of ['content-type', 'content-length', 'content-security-policy', 'vary'])
    expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
});

test('pages are compressed where that is asked for', async () => {
  const plain = await endpoint.get(LR, NAVIGATION);
  const packed = await endpoint.get(LR, { ...NAVIGATION, 'Accept-Encoding': 'gzip, deflate, br' });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(packed.headers.get('content-length')).toBe(String(packed.body.length));
  expect(gunzipSync(packed.body)).toEqual(plain.body);
});

test('below the base URL is what harvesters get, byte for byte, for browsers too', async () => {
  for (const asked of ASKED) {
    const target = asked === '' ? '/oai/xml' : `/oai/xml?${asked}`;
    const harvested = await endpoint.get(asked);
    for (const headers of [{}, NAVIGATION, PLAIN_NAVIGATION]) {
      const answer = await endpoint.send('GET', target, headers);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml; charset=UTF-8']);
      expect(answer.body).toEqual(harvested.body);
    }
    const page = (await endpoint.get(asked, NAVIGATION)).body.toString();
    expect(page).toContain(`<a href="${target.replaceAll('&', '&amp;')}">This answer as XML</a>`);
  }
  for (const path of ['/oai/x', '/oai/xml/x', '/oai/XML', '/oai/Identify'])
    expect((await endpoint.send('GET', path, NAVIGATION)).status).toBe(404);
});

test('the page of a POST leads to the same answer as XML, unless it is too long for a URL', async () => {
  const page = (await endpoint.post('metadataPrefix=oai_dc', NAVIGATION, 'verb=ListRecords')).body.toString();
  expect(page).toContain('"/oai/xml?verb=ListRecords&amp;metadataPrefix=oai_dc"');
  const long = await endpoint.post(`${LR}&set=${'a'.repeat(9000)}`, NAVIGATION);
  expect(long.body.toString()).not.toContain('/oai/xml');
});

test.each([
  ['verb=ListRecords&metadataPrefix=oai_dc&from=&until=&set=', `/oai?${LR}`],
  ['verb=ListRecords&metadataPrefix=oai_dc&from=2021-06-16&until=&set=a%3Ab', `/oai?${LR}&from=2021-06-16&set=a%3Ab`],
  ['verb=ListRecords&resumptionToken=a%2Bb%3D', '/oai?verb=ListRecords&resumptionToken=a%2Bb%3D'],
  ['verb=&&=&x', '/oai'],
  ['', '/oai'],
  ['verb=a%0D%0ALocation:%20//evil.test', '/oai?verb=a%0D%0ALocation:%20//evil.test'],
])('a form without its empty fields is a request: %s', async (query, location) => {
  const answer = await endpoint.send('GET', `/oai/form?${query}`, NAVIGATION);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, location]);
});

test('what HTTP refuses is refused to browsers too', async () => {
  expect((await endpoint.get(`verb=${'a'.repeat(12_000)}`, NAVIGATION)).status).toBe(414);
  expect((await endpoint.send('PUT', '/oai', NAVIGATION)).status).toBe(405);
  expect((await endpoint.send('PUT', '/oai/xml', NAVIGATION)).headers.get('allow')).toContain('GET');
});

test.each([
  ['http://oai.example.org', '/', '/?verb=Identify', '/xml?verb=Identify', '/form'],
  [
    'http://oai.example.org/a/oai.php',
    '/a/oai.php',
    '/a/oai.php?verb=Identify',
    '/a/oai.php/xml?verb=Identify',
    '/a/oai.php/form',
  ],
  ['http://oai.example.org/oai/', '/oai/', '/oai/?verb=Identify', '/oai/xml?verb=Identify', '/oai/form'],
])('links hold with the base URL %s', async (baseUrl, home, about, xml, form) => {
  const own = await other({ settings: { baseUrl } });
  const answer = await own.send('GET', about, NAVIGATION);
  const page = answer.body.toString();
  expect(page).toContain(`<a class="site" href="${home}"`);
  expect(page).toContain(`href="${about}" aria-current="page"`);
  expect(page).toContain(`<a href="${xml}">`);
  expect(page).toContain(`action="${form}"`);
  expect((await own.send('GET', xml, NAVIGATION)).body.toString()).toContain('<Identify>');
  expect((await own.send('GET', `${form}?verb=Identify`)).headers.get('location')).toBe(about);
});

test('the router alone shows pages too, without links to landing pages; they can be turned off', async () => {
  const { store, formats, settings, clock } = endpoint;
  const provider = new DataProvider(store.answers, formats, { ...settings, baseUrl: 'http://h.test/deep/oai' }, clock);
  const logger = pino({ level: 'silent' });
  const app = express();
  app.use('/deep/oai', createOaiRouter(provider, logger));
  app.use('/off', createOaiRouter(provider, logger, { pages: false }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const ask = async (path: string) => {
    const { port } = server.address() as import('node:net').AddressInfo;
    const headers = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', ...PLAIN_NAVIGATION };
    // fetch() has its own Sec-Fetch-Mode.
    const { get } = await import('node:http');
    return new Promise<{ type: string | undefined; vary: string | undefined; body: string }>((resolve) => {
      get({ host: '127.0.0.1', port, path, headers, agent: false }, async (response) => {
        let body = '';
        for await (const chunk of response) body += String(chunk);
        resolve({ type: response.headers['content-type'], vary: response.headers.vary, body });
      });
    });
  };
  try {
    const page = await ask(`/deep/oai?${LR}`);
    expect(page.type).toBe('text/html; charset=UTF-8');
    expect(page.body).toContain('href="/deep/oai/xml?');
    expect(page.body).not.toContain('/items/');
    expect((await ask('/deep/oai/xml?verb=Identify')).body).toContain('<Identify>');
    const off = await ask('/off?verb=Identify');
    expect([off.type, off.vary]).toEqual(['text/xml; charset=UTF-8', 'Accept-Encoding']);
    for (const path of ['/off/xml', '/off/form']) expect((await ask(path)).body).toContain('Cannot GET');
  } finally {
    server.close();
  }
});

test('the whole application answers everyone with XML where pages are turned off', async () => {
  const own = await other({ pages: false });
  const answer = await own.get('verb=Identify', NAVIGATION);
  expect(answer.headers.get('content-type')).toBe('text/xml; charset=UTF-8');
  expect((await own.send('GET', '/oai/xml?verb=Identify')).status).toBe(404);
});

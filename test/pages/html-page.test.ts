import { createHash } from 'node:crypto';
import { html } from '../../src/pages/html.ts';
import { htmlPage } from '../../src/pages/html-page.ts';
import { PAGE_HEADERS } from '../../src/pages/page-headers.ts';
import { requestPath, type Site } from '../../src/pages/site.ts';
import { webLink } from '../../src/pages/web-link.ts';

const SITE: Site = {
  repositoryName: 'Tom & "Jerry" <script>',
  baseUrl: 'https://example.org/a/oai',
  oaiPath: '/a/oai',
  itemsPath: '/a/items/',
  browsePath: undefined,
  repositoryIdentifier: 'example.org',
};

test('every text in a template is escaped, for content and for attributes; markup is not', () => {
  const text = `<b title='x'>"&`;
  expect(html`<i lang="${text}">${[text, html`<br>`]}${undefined}${false}${0}</i>`.toString()).toBe(
    '<i lang="&lt;b title=&#39;x&#39;&gt;&quot;&amp;">&lt;b title=&#39;x&#39;&gt;&quot;&amp;<br>0</i>',
  );
});

test('the policy of a page allows its style sheet by its digest, and nothing that runs', () => {
  const page = htmlPage({ site: SITE, title: '</title><script>', body: html`<h1>A</h1>` });
  const [, style = ''] = /<style>(.*)<\/style>/s.exec(page) ?? [];
  const policy = PAGE_HEADERS['Content-Security-Policy'] ?? '';
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(policy).toMatch(/^default-src 'none'; /);
  expect(policy).not.toMatch(/script-src|unsafe/);
  expect(page).not.toContain('<script');
  expect(page).toContain('<title>&lt;/title&gt;&lt;script&gt; – Tom &amp; &quot;Jerry&quot; &lt;script&gt;</title>');
});

test('the page of an entry of the navigation marks it, and links are paths', () => {
  const page = htmlPage({ site: { ...SITE, browsePath: '/a/browse' }, title: 'Sets', place: 'sets', body: html`` });
  expect(page).toContain('<a href="/a/oai?verb=ListSets" aria-current="page">Sets</a>');
  expect(page.match(/ aria-current="page"/g)).toHaveLength(1);
  expect(page).toContain('<a href="/a/oai?verb=ListRecords&amp;metadataPrefix=oai_dc">Records</a>');
  expect(page).toContain('<a href="/a/browse">Browse</a>');
  expect(htmlPage({ site: SITE, title: 'Sets', body: html`` })).not.toContain('Browse');
});

test('a request as a link escapes its arguments and leaves out what is undefined', () => {
  expect(requestPath(SITE, { verb: 'GetRecord', identifier: 'oai:a.b:c&d', set: undefined })).toBe(
    '/a/oai?verb=GetRecord&identifier=oai%3Aa.b%3Ac%26d',
  );
  expect(requestPath(SITE, {})).toBe('/a/oai');
});

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  '//example.org/',
  '/path',
  'http:example.org',
  'https://',
  'https://exa mple.org/',
  'https://[::1/',
  'oai:example.org:1',
])('%s is no link', (url) => {
  expect(webLink(url).toString()).not.toContain('<a');
});

test('http and https are links, escaped', () => {
  expect(webLink("HTTPS://example.org/?a=1&b='2'").toString()).toBe(
    '<a href="HTTPS://example.org/?a=1&amp;b=&#39;2&#39;" rel="nofollow"><bdi>HTTPS://example.org/?a=1&amp;b=&#39;2&#39;</bdi></a>',
  );
  expect(webLink('http://example.org/', 'Ex<ample').toString()).toContain('<bdi>Ex&lt;ample</bdi>');
});

import { isUri } from '../../src/formats/is-uri.ts';

test.each([
  'https://example.org',
  'https://example.org/a%20b?c=d&e#f',
  'http://user@example.org:8080/?q',
  'urn:ISSN:1234-5679',
  'info:eu-repo/semantics/openAccess',
  'mailto:a@example.org',
])('is a URI: %s', (text) => {
  expect(isUri(text)).toBe(true);
});

test.each([
  '',
  'example.org',
  '10.5555/1',
  'Notes: a book',
  'https://example.org/a b',
  'https://example.org/ş',
  'https://example.org/50%',
  'https://example.org/#a#b',
  'https://example.org:port/',
  'https://example.org/[a]',
  'a:##b',
  'a:',
])('is none that all readers take: %s', (text) => {
  expect(isUri(text)).toBe(false);
});

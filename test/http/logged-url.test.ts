import { loggedUrl } from '../../src/http/logged-url.ts';

const logged = (originalUrl: string) => loggedUrl({ originalUrl });

test.each([
  ['/oai?verb=ListRecords&resumptionToken=abcdefghijkl', '/oai?verb=ListRecords&resumptionToken=abcdefgh…'],
  ['/oai?resumption%54oken=abcdefghijkl&verb=ListSets', '/oai?resumption%54oken=abcdefgh…&verb=ListSets'],
  ['/oai?RESUMPTIONTOKEN=abcdefghijkl', '/oai?RESUMPTIONTOKEN=abcdefgh…'],
  ['/oai?resumptionToken=short&x=%', '/oai?resumptionToken=short&x=%'],
  ['/oai?%zz=abcdefghijkl', '/oai?%zz=abcdefghijkl'],
  ['/oai?verb=\u001b[31m\n', '/oai?verb=?[31m?'],
])('%j is logged as %j', (url, expected) => {
  expect(logged(url)).toBe(expected);
});

test('what is endless is cut', () => {
  expect(logged(`/oai?${'x'.repeat(20_000)}`)).toHaveLength(500);
});

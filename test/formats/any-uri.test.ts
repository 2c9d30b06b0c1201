import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { anyUri } from '../../src/formats/any-uri.ts';
import { leaf } from '../../src/xml/markup.ts';

test.each([
  ['https://a.example/b?c[]=1&d[2]=3', 'https://a.example/b?c%5B%5D=1&d%5B2%5D=3'],
  [
    'https://a.example/10.1002/(SICI)1(199901)2:3[4:5]6#7#8',
    'https://a.example/10.1002/(SICI)1(199901)2:3%5B4:5%5D6#7%238',
  ],
  ['http://[2001:db8::1]:8080/x', 'http://[2001:db8::1]:8080/x'],
  ['urn:isbn:9780000000002', 'urn:isbn:9780000000002'],
])('a URI as strict readers take it: %s', (uri, strict) => {
  expect(anyUri(uri)).toBe(strict);
});

test.each(['http://a:b/', 'http://a[b/', 'http:///path', 'no uri', undefined])('no URI at all: %s', (uri) => {
  expect(anyUri(uri)).toBeUndefined();
});

test('whatever an item takes as a URI, libxml2 takes what is made of it', () => {
  const schema = XmlDocument.fromString(
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="u" type="xs:anyURI"/></xs:schema>',
  );
  const validator = XsdValidator.fromDoc(schema);
  const part = fc.string({ unit: fc.constantFrom(..."ab1:/?#[]@!$&'()*+,;=-._~%20".split('')), minLength: 1 });
  const uri = fc
    .tuple(fc.constantFrom('http://', 'https://', 'a:', 'urn:x:'), part)
    .map((pieces) => pieces.join(''))
    .filter((text) => !/%(?![0-9A-Fa-f]{2})/.test(text));
  let taken = 0;
  fc.assert(
    fc.property(uri, (text) => {
      const strict = anyUri(text);
      if (strict === undefined) return;
      taken += 1;
      const document = XmlDocument.fromString(leaf('u', strict) ?? '');
      validator.validate(document);
      document.dispose();
    }),
    { numRuns: 5000 },
  );
  expect(taken).toBeGreaterThan(500);
  validator.dispose();
  schema.dispose();
});

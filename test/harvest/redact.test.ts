import { hideSecrets, redact, withoutSecrets } from '../../src/harvest/redact.ts';

test.each([
  ['https://example.org/oai?verb=Identify', 'https://example.org/oai?verb=Identify'],
  ['https://example.org:8443/oai', 'https://example.org:8443/oai'],
  ['https://user:pw@example.org/oai', 'https://***@example.org/oai'],
  ['https://user@example.org/oai', 'https://***@example.org/oai'],
  ['http://x.org/?a=1&api_key=S&b=%20', 'http://x.org/?a=1&api_key=***&b=%20'],
  [
    'http://x.org/?access_token=S&Secret=S&PASSWORD=S&pwd=S',
    'http://x.org/?access_token=***&Secret=***&PASSWORD=***&pwd=***',
  ],
  [
    'http://x.org/?%61pikey=S&X-Amz-Signature=S&sig=S&auth=S',
    'http://x.org/?%61pikey=***&X-Amz-Signature=***&sig=***&auth=***',
  ],
  ['http://x.org/?verb=ListRecords&resumptionToken=abc', 'http://x.org/?verb=ListRecords&resumptionToken=abc'],
  ['http://x.org/?author=A&key', 'http://x.org/?author=A&key'],
  ['http://x.org/?key=a=b', 'http://x.org/?key=***'],
  ['http://x.org/#token=S', 'http://x.org/'],
  ['user:pw@x.org/oai?key=S', '***@x.org/oai'],
  ['//u:p@w@x.org', '***@x.org'],
  ['x.org/oai', 'x.org/oai'],
  ['file:///etc/passwd', 'file:///etc/passwd'],
  ['', ''],
])('redact %s', (address, shown) => {
  expect(redact(address)).toBe(shown);
});

test('is not endless', () => {
  expect(redact(`http://x.org/?resumptionToken=${'a'.repeat(500)}`)).toHaveLength(91);
  expect(redact(`http://x.org/${'a'.repeat(5000)}`).length).toBeLessThan(310);
  expect(redact('x'.repeat(5000)).length).toBeLessThan(310);
});

test('hides what the other end repeats', () => {
  const address = 'http://me:p%40ss%20word@x.org/oai?key=abc%2Fdef&set=open';
  expect(hideSecrets('me? p@ss word p%40ss%20word abc/def abc%2Fdef open', address)).toBe('me? *** *** *** *** open');
  expect(hideSecrets('anything', 'no address')).toBe('anything');
});

test('leaves secrets out of what is published', () => {
  expect(withoutSecrets('https://u:p@x.org/oai?key=1&db=2')).toBe('https://x.org/oai?db=2');
  expect(withoutSecrets('https://x.org/oai?key=1')).toBe('https://x.org/oai');
  expect(withoutSecrets('HTTPS://x.org/oai?db=%7e')).toBe('HTTPS://x.org/oai?db=%7e');
});

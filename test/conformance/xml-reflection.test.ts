import fc from 'fast-check';
import { isIdentifierSyntax } from '../../src/oai/identifier.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { startFixtureF } from '../support/fixture-f.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import { codes, keeper } from './ask.ts';
import { query, recordQuery, refused, text } from './wire.ts';

const keep = keeper();
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

/** Asks with an identifier and holds the echo to it; the judge lets libxml2 say whether the echo is an xs:anyURI. */
async function echoed(identifier: string): Promise<void> {
  const asked = recordQuery(identifier);
  const legal = isIdentifierSyntax(identifier);
  const { request } = await refused(f, asked, legal ? 'idDoesNotExist' : 'badArgument');
  expect(request.attributes['identifier']).toBe(legal ? identifier : undefined);
}

describe('XML-15 a value that the schema forbids is a bad argument, and not echoed', () => {
  test.each([
    'metadataPrefix=oai%20dc',
    'metadataPrefix=oai:dc',
    'metadataPrefix=oai_dc%0A',
    'metadataPrefix=marc/21',
    'metadataPrefix=%C3%A7',
    'metadataPrefix=oai_dc&set=a//b',
    'metadataPrefix=oai_dc&set=:a',
    'metadataPrefix=oai_dc&set=a:',
    'metadataPrefix=oai_dc&set=a%20b',
    'metadataPrefix=oai_dc&set=a%0A',
    'metadataPrefix=oai_dc&from=2021-02-30',
    'metadataPrefix=oai_dc&from=2021-06-15%0A',
    'metadataPrefix=oai_dc&until=2021-06-15T24:00:00Z',
    'metadataPrefix=oai_dc&until=0000-01-01',
  ])('XML-15 %s', async (asked) => {
    await refused(f, `verb=ListRecords&${asked}`, 'badArgument');
  });

  test.each([
    '%zz',
    '%',
    '::',
    ':a',
    '1a:b',
    'http://[x',
    'http://[::1]',
    'a[b]',
    'http://a:',
    'http://a:b',
    '//a:b:1',
    '#a#b',
  ])('XML-15 identifier %s', async (identifier) => {
    await refused(f, recordQuery(identifier), 'badArgument');
    await refused(f, query({ verb: 'ListMetadataFormats', identifier }), 'badArgument');
  });

  test.each([
    'a',
    'a/b',
    '/',
    '?a',
    'a?b?c',
    '#a',
    'a#',
    'oai:a',
    'oai:a:b:c',
    'urn:x:%41',
    'http://a:80/?#',
    '//',
    '//u:p@h:1',
    ';',
    '%20',
  ])('XML-15 identifier %s is legal, though unknown here', async (identifier) => {
    expect(isIdentifierSyntax(identifier)).toBe(true);
    await echoed(identifier);
  });

  const piece = fc.constantFrom(
    ...[..."ab9._~!$&'()*+,;=:/?#[]@%-"],
    ...['%20', '%C3%A7', '%zz', 'oai:', 'http:', '//', '::', ':80', 'a@b', '..', ' ', '"', '<', 'ç', '\u0000'],
  );
  const start = fc.constantFrom('', 'oai:x.org:', 'http://', '//', 'urn:', 'http://a:', '//u@');

  test('XML-15 whatever is accepted as an identifier is an xs:anyURI', () =>
    fc.assert(
      fc.asyncProperty(start, fc.array(piece, { maxLength: 8 }), (head, pieces) =>
        echoed(head + pieces.join('') || '?'),
      ),
      { numRuns: 500 },
    ));

  test('XML-15 and so are URLs of all sorts', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
          fc.webUrl({
            authoritySettings: { withPort: true, withUserInfo: true, withIPv4Extended: true, withIPv6: true },
          }),
          fc.uuid().map((uuid) => `urn:uuid:${uuid}`),
          fc.emailAddress().map((address) => `mailto:${address}`),
        ),
        echoed,
      ),
      { numRuns: 200 },
    ));

  test.each(['\u0000', '\u0001', '\u000b', '\u001f', '\ufffe', '\uffff'])(
    'XML-15 a token with %j, which no XML can hold',
    async (character) => {
      await refused(f, query({ verb: 'ListRecords', resumptionToken: `a${character}` }), 'badArgument');
    },
  );
});

describe('XML-16 what is reflected is escaped', () => {
  test.each([
    'invalid"id',
    '<script>alert(1)</script>',
    "'\"><x y='",
    ']]>',
    '&amp;',
    '&',
    '<!--',
    '<?xml?>',
    '&#0;',
    '%3C',
  ])('XML-16 %s as identifier', async (identifier) => {
    const asked = recordQuery(identifier);
    const answer = text(await f.get(asked));
    const [code] = codes(await refused(f, asked, isIdentifierSyntax(identifier) ? 'idDoesNotExist' : 'badArgument'));
    expect(['badArgument', 'idDoesNotExist']).toContain(code);
    expect(answer).not.toContain('<script');
  });

  test('XML-16 in the attributes, where every character comes back', async () => {
    const resumptionToken = `"quoted" 'single' <tag> & &amp; ]]> \t\n\r ç 𝒜`;
    const asked = query({ verb: 'ListRecords', resumptionToken });
    expect((await refused(f, asked, 'badResumptionToken')).request.attributes['resumptionToken']).toBe(resumptionToken);
  });

  test('XML-16 in the texts of errors', async () => {
    const { errors } = await refused(f, query({ verb: '<i>"&]]>' }), 'badVerb');
    expect(errors[0]?.text).toContain('"<i>"&]]>"');
    const named = await refused(f, `verb=Identify&${encodeURIComponent('<b>&')}=1`, 'badArgument');
    expect(named.errors[0]?.text).toBe('Identify has no argument "<b>&".');
  });

  const anyText = fc.string({ unit: 'binary', maxLength: 20 });
  const name = fc.oneof(anyText, fc.constantFrom('identifier', 'metadataPrefix', 'from', 'set', 'resumptionToken'));
  const verb = fc.oneof(anyText, fc.constantFrom('GetRecord', 'Identify', 'ListRecords', 'ListSets'));

  test('XML-16 whatever the arguments are', () =>
    fc.assert(
      fc.asyncProperty(verb, fc.array(fc.tuple(name, anyText), { maxLength: 3 }), async (asked, others) => {
        const pairs = [['verb', asked] as const, ...others].map((pair) => pair.map(encodeURIComponent).join('='));
        judgeAnswer(await f.get(pairs.join('&')), { baseUrl: f.settings.baseUrl, errors: 'any' });
      }),
      { numRuns: 200 },
    ));
});

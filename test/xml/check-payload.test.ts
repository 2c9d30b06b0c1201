import fc from 'fast-check';
import { createCrosswalks } from '../../src/formats/index.ts';
import { checkPayload } from '../../src/xml/check-payload.ts';
import { parsePayload } from '../../src/xml/parse-payload.ts';
import { scanPayload } from '../../src/xml/scan-payload.ts';
import { FULL_ITEM } from '../formats/full-item.ts';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** What a conforming parser makes of it; undefined when it refuses it. */
function parsed(xml: string) {
  try {
    return parsePayload(xml);
  } catch {
    return undefined;
  }
}

test.each([
  ['a character that XML forbids', '<a xmlns="urn:x">\u0001</a>'],
  ['half of a surrogate pair', '<a xmlns="urn:x">\ud83d</a>'],
  ['U+FFFE', '<a xmlns="urn:x">\ufffe</a>'],
  ['a bare ampersand', '<a xmlns="urn:x">A & B</a>'],
  ['an entity that nobody declares', '<a xmlns="urn:x">&nbsp;</a>'],
  ['a reference without its semicolon', '<a xmlns="urn:x" b="&amp"/>'],
  ['a reference to a character that XML forbids', '<a xmlns="urn:x">&#1;</a>'],
  ['the end of CDATA', '<a xmlns="urn:x">]]></a>'],
  ['an end tag that is missing', '<a xmlns="urn:x"><b></a>'],
  ['end tags in the wrong order', '<a xmlns="urn:x"><b><c></b></c></a>'],
  ['an end tag that nothing opened', '<a xmlns="urn:x"/></a>'],
  ['an end tag that goes on', '<a xmlns="urn:x"><b></bc></a>'],
  ['a tag that is not closed', '<a xmlns="urn:x"><b'],
  ['nothing', ''],
  ['text alone', 'text'],
  ['text before the root', 'x<a xmlns="urn:x"/>'],
  ['text behind the root', '<a xmlns="urn:x"/>x'],
  ['elements inside each other without end', `<a xmlns="urn:x">${'<b>'.repeat(50_000)}${'</b>'.repeat(50_000)}</a>`],
  ['a second root', '<a xmlns="urn:x"/><a xmlns="urn:x"/>'],
  ['a reference behind the root', '<a xmlns="urn:x"/>&amp;'],
  ['an attribute that stands twice', '<a xmlns="urn:x" b="" b=""/>'],
  ['an attribute twice by two prefixes', '<a xmlns="urn:x" xmlns:p="urn:y" xmlns:q="urn:y" p:b="" q:b=""/>'],
  ['a declaration that stands twice', '<a xmlns="urn:x" xmlns:p="urn:y" xmlns:p="urn:z"/>'],
  ['an attribute without quotes', '<a xmlns="urn:x" b=c/>'],
  ['an attribute without a value', '<a xmlns="urn:x" b/>'],
  ['attributes without a space between', '<a xmlns="urn:x" b=""c=""/>'],
  ['a < in a value', '<a xmlns="urn:x" b="<"/>'],
  ['a prefix of an element that is not declared', '<p:a/>'],
  ['a prefix of an attribute that is not declared', '<a xmlns="urn:x" p:b=""/>'],
  ['a prefix that is declared elsewhere', '<a xmlns="urn:x"><b xmlns:p="urn:y"/><p:c/></a>'],
  ['a prefix whose element has ended', '<a xmlns="urn:x"><b xmlns:p="urn:y"><p:c/></b><p:c/></a>'],
  ['a prefix that is empty', '<:a xmlns="urn:x"/>'],
  ['two colons', '<a:b:c xmlns:a="urn:x"/>'],
  ['the prefix xmlns on an element', '<xmlns:a xmlns="urn:x"/>'],
  ['a declaration of nothing', '<a xmlns="urn:x" xmlns:p=""/>'],
  ['another namespace for xml', '<a xmlns="urn:x" xmlns:xml="urn:y"/>'],
  ['another prefix for the namespace of xml', '<a xmlns="urn:x" xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
  ['the namespace of declarations', '<a xmlns="http://www.w3.org/2000/xmlns/"/>'],
  ['a DOCTYPE', '<!DOCTYPE a><a xmlns="urn:x"/>'],
  ['an XML declaration', '<?xml version="1.0"?><a xmlns="urn:x"/>'],
  ['a processing instruction', '<a xmlns="urn:x"><?b c?></a>'],
  ['a root in no namespace', '<a/>'],
  ['a root whose prefix is declared below it', '<p:a><b xmlns:p="urn:x"/></p:a>'],
  ['a root in the namespace of the protocol', '<a xmlns="http://www.openarchives.org/OAI/2.0/"/>'],
])('refuses %s', (_, xml) => {
  expect(() => checkPayload(xml)).toThrow();
});

test.each([
  ['comments and CDATA', `<!-- x --><a xmlns='urn:x'><![CDATA[<&]]><!-- y --></a>`],
  ['references of any kind', '<a xmlns="urn:x" b="&#x1F600;">&#228;&apos;</a>'],
  ['a raw > in text and in a value', '<a xmlns="urn:x" b="1 > 0">1 > 0 ]] ></a>'],
  ['white space in tags and around the root', ' <a\n\txmlns="urn:x" ><b ></b\n></a> \n'],
  ['names in other letters', '<ä xmlns="urn:x"><ğ/></ä>'],
  ['pairs of surrogates', '<a xmlns="urn:x">😀</a>'],
  ['declarations inside', '<p:a xmlns:p="urn:x"><b xmlns="urn:y"><p:c xmlns:p="urn:z" p:d=""/></b><p:e/></p:a>'],
])('takes %s', (_, xml) => {
  expect(checkPayload(xml).namespace).toBe('urn:x');
});

test('tells what the root says', () => {
  const xml = `<a xmlns="urn:x" xmlns:p="urn:y" ${XSI} p:schemaLocation="no" xsi:schemaLocation="urn:x x.xsd"/>`;
  expect(checkPayload(xml)).toEqual({
    namespace: 'urn:x',
    schemaLocation: 'urn:x x.xsd',
    declarations: { '': 'urn:x', p: 'urn:y', xsi: 'http://www.w3.org/2001/XMLSchema-instance' },
  });
});

const PIECES = [
  ...'<>/&;"\' =:]ab\t\n\r\u0001\ufffe\ud83d\u0085\u2028ğ',
  ...['<a>', '</a>', '<a/>', '<p:a>', '</p:a>', '<b xmlns="urn:y">', '</b>', '<b xmlns:p="urn:z" p:b="">', ']]>'],
  ...[' b="c"', ' p:b="c"', ' q:b="c"', ' xml:lang="en"', ' lang="en"', ' xml:b=""', ' b="&lt;"', ' xmlns:q="urn:y"'],
  ...[' xmlns=""', ' xmlns:xml="urn:x"', ' xmlns:xmlns="urn:x"', ` ${XSI}`, ' xsi:schemaLocation="urn:x\ty"', '&amp;'],
  ...['&#10;', '&#x0;', '&lt;b', '<!-- x -->', '<![CDATA[', ']]', '<?x?>', '😀', 'text', ' xmlns:xmlp="urn:x"'],
];

const CONTEXT = { landingPage: 'https://example.org/items/1', repositoryIdentifier: 'example.org' };
const CROSSWALKS = createCrosswalks({ schemasUrl: 'https://example.org/schemas/' });
const SMALL = { identifier: 'oai:example.org:1', titles: [{ text: 'A & B' }], links: ['https://example.org/1?a&b'] };

test('the scan takes nothing that a conforming parser refuses, and reads the same', () => {
  const piece = fc.constantFrom(...PIECES);
  const pieces = (maxLength: number) => fc.array(piece, { maxLength }).map((some) => some.join(''));
  const inARoot = fc
    .tuple(fc.constantFrom('', 'p:'), pieces(2), pieces(6), fc.boolean())
    .map(([prefix, attributes, text, isWhole]) => {
      const start = `<${prefix}r xmlns="urn:x" xmlns:p="urn:y"${attributes}>`;
      return isWhole ? `${start}${text}</${prefix}r>` : start + text;
    });
  // A payload as it is written, in which something is put in the place of some characters.
  const spoilt = fc
    .tuple(fc.constantFrom(...CROSSWALKS), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 3 }), pieces(1))
    .map(([{ render }, where, length, instead]) => {
      const payload = render(SMALL, CONTEXT) ?? render(FULL_ITEM, CONTEXT) ?? '';
      const at = Math.floor(where * payload.length);
      return payload.slice(0, at) + instead + payload.slice(at + length);
    });
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(inARoot, spoilt, pieces(6)), (xml) => {
      const scanned = scanPayload(xml);
      if (scanned === undefined) return;
      taken += 1;
      expect({ xml, ...scanned }).toEqual({ xml, ...parsed(xml) });
    }),
    { numRuns: 5000 },
  );
  // Else the sentence above says little.
  expect(taken).toBeGreaterThan(100);
});

test('the scan takes what the crosswalks write', () => {
  for (const { metadataPrefix, render } of CROSSWALKS) {
    const payload = render(FULL_ITEM, CONTEXT) ?? '';
    expect({ metadataPrefix, ...scanPayload(payload) }).toEqual({ metadataPrefix, ...parsed(payload) });
  }
});

import fc from 'fast-check';
import { create } from 'xmlbuilder2';
import { clean } from '../../src/items/clean.ts';
import { parseTree } from '../../src/judge/xml-tree.ts';
import { branch, emptyElement, leaf } from '../../src/xml/markup.ts';

test('an element without text, and a wrapper without children, are not written', () => {
  expect(leaf('a', undefined)).toBeUndefined();
  expect(leaf('a', '')).toBeUndefined();
  expect(branch('a', { b: 'c' }, leaf('d', ''), [undefined])).toBeUndefined();
  expect(branch('a', { b: undefined }, [leaf('d', 0)], emptyElement('e', { f: '' }))).toBe('<a><d>0</d><e f=""/></a>');
});

/** A builder that knows nothing of ours. It takes what looks like a reference for one, so its ampersands are escaped. */
function built(text: string, value: string): string {
  const literal = text.replaceAll('&', '&amp;');
  return create().ele('urn:x', 'x:a').att('b', value).ele('c').txt(literal).end({ headless: true });
}

test('says what xmlbuilder2 says, for any text that is stored', () => {
  const anyText = fc
    .string({ unit: fc.constantFrom(...('<>&;#x\'"]/ab \t\n\r\u0085\u2028ğ😀'.match(/./gsu) ?? [])), minLength: 1 })
    .map((text) => clean(text))
    .filter((text) => text !== '');
  fc.assert(
    fc.property(anyText, anyText, (text, value) => {
      const ours = parseTree(branch('x:a', { 'xmlns:x': 'urn:x', b: value }, leaf('c', text)) ?? '');
      expect(ours.attributes[0]?.value).toBe(value);
      expect(ours.children[0]?.text).toBe(text);
      const theirs = parseTree(built(text, value.replace(/[\t\n\r&]/g, ' ')));
      expect(theirs.children[0]?.text).toBe(text.replaceAll('\r', '\n'));
    }),
  );
});

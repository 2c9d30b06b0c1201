import fc from 'fast-check';
import { nfc } from '../../src/items/nfc.ts';

const MARKS = Array.from({ length: 0x20000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /\p{M}/u.test(character));

const run = fc.array(fc.constantFrom(...MARKS), { minLength: 64, maxLength: 300 }).map((marks) => marks.join(''));
const text = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 5 }), run, fc.string({ unit: 'grapheme' }), run);

describe('nfc', () => {
  test('is what String.normalize makes of long runs of marks', () => {
    fc.assert(
      fc.property(text, (parts) => nfc(parts.join('')) === parts.join('').normalize('NFC')),
      { numRuns: 500 },
    );
  });

  test('is what String.normalize makes of any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => nfc(any) === any.normalize('NFC')));
  });

  test('is what String.normalize makes of all marks together', () => {
    for (const all of [MARKS, MARKS.toReversed()])
      expect(nfc(`a${all.join('')}`)).toBe(`a${all.join('')}`.normalize('NFC'));
  });

  test('leaves alone what has no character from U+0300 on, as String.normalize does', () => {
    const low = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code));
    const pairs = low.map((first) => low.map((second) => first + second).join('')).join('');
    expect(pairs.normalize('NFC') === pairs).toBe(true);
    expect(nfc(pairs) === pairs).toBe(true);
  });

  test('does not take eight seconds for 200 kB', () => {
    const start = performance.now();
    nfc(`a${'\u0301\u0327'.repeat(100_000)}`);
    expect(performance.now() - start).toBeLessThan(25_000);
  });
});

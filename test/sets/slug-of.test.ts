import fc from 'fast-check';
import { isSetSpec } from '../../src/oai/set-spec.ts';
import { LONGEST_SLUG, slugOf } from '../../src/sets/slug-of.ts';

test.each([
  ['Kıyı Defterleri', 'kiyi-defterleri'],
  ['İSTANBUL ÜNİVERSİTESİ Çağdaş Şiir', 'istanbul-universitesi-cagdas-siir'],
  ['Đurđevdan i žena: šuma', 'djurdjevdan-i-zena-suma'],
  ['Ђорђе', 'djordje'],
  ['Český časopis', 'cesky-casopis'],
  ['Журнал', 'zhurnal'],
  ['Ελληνικά', 'ellinika'],
  ['Straße & Brücke (neue Folge)', 'strasse-brucke-neue-folge'],
  ["Children's Geographies", 'childrens-geographies'],
  ['Kı\u0307yı c\u0327', 'kiyi-c'],
  ['  —2019/1—  ', '2019-1'],
])('a slug is made by transliteration: %s', (text, slug) => {
  expect(slugOf(text)).toBe(slug);
});

test.each(['', ' ', '…', '—', '***', '\u0301'])('a text without letter or digit has none: %j', (text) => {
  expect(slugOf(text)).toBeUndefined();
});

test('no slug is too long, or ends in a hyphen where it is cut', () => {
  expect(slugOf(`${'a'.repeat(LONGEST_SLUG - 1)} journal`)).toBe('a'.repeat(LONGEST_SLUG - 1));
  expect(slugOf(`${'-'.repeat(100)}a`)).toBe('a');
});

test('whatever the text, a slug is one legal segment, and the same in any locale', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(text, (any) => {
      const slug = slugOf(any);
      if (slug === undefined) return;
      expect(isSetSpec(slug) && !slug.includes(':') && slug.length <= LONGEST_SLUG).toBe(true);
      expect(slugOf(slug)).toBe(slug);
    }),
    { numRuns: 2000 },
  );
});

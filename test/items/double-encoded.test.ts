import { checkItem } from '../../src/items/check-item.ts';
import { looksDoubleEncoded } from '../../src/items/double-encoded.ts';

const twice = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

describe('HRV-05 double-encoded UTF-8', () => {
  test.each(['ı', 'Türk-Rus İlişkileri', 'Đorđević', 'Čapek', '“quoted”', 'Κρήτη', '書'])(
    'is noticed in %s',
    (text) => {
      expect(looksDoubleEncoded(twice(text))).toBe(true);
    },
  );

  test('is noticed where windows-1252 made typographic characters of it', () => {
    expect(looksDoubleEncoded('Donâ€™t')).toBe(true);
  });

  test.each([
    'Türk-Rus İlişkileri',
    'naïve',
    'Ääkköset',
    'ÄÖÜ',
    'Čapek Ďáblová',
    'Ελληνικά',
    '日本語',
    'plain',
    'À bientôt',
    '« été »',
    'Ñandú',
  ])('is not seen in %s', (text) => {
    expect(looksDoubleEncoded(text)).toBe(false);
  });

  test('is noticed in every character, beside others', () => {
    for (let code = 0x80; code <= 0xffff; code += code < 0x1000 ? 1 : 257) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      expect([code, looksDoubleEncoded(`a ${twice(String.fromCodePoint(code))} é`)]).toEqual([code, true]);
    }
    expect(looksDoubleEncoded(`a ${twice('😀')} é`)).toBe(true);
  });

  test('is told of an item, and nothing is changed', () => {
    const checked = checkItem({ identifier: 'x', titles: [{ text: twice('Çağdaş') }] });
    expect(checked).toMatchObject({ ok: true, item: { titles: [{ text: twice('Çağdaş').trim() }] } });
    expect(checked.ok && checked.notes.join()).toMatch(/\/titles\/0\/text: looks like UTF-8 encoded twice/);
  });
});

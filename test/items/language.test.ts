import fc from 'fast-check';
import { iso6393 } from 'iso-639-3';
import { bibliographicCode, languageCode, languageTag, toLanguageTag } from '../../src/items/language.ts';

const known = iso6393.filter((language) => language.iso6391 ?? language.iso6392B);

describe('languageCode', () => {
  test.each([
    ['Turkish', 'tur'],
    ['TURKISH', 'tur'],
    ['  turkish ', 'tur'],
    ['TURKİSH', 'tur'],
    ['Ottoman Turkish', 'ota'],
    ['Turkish, Ottoman (1500-1928)', 'ota'],
    ['Serbian', 'srp'],
    ['Serbian (Cyrillic)', 'srp'],
    ['Bosnian', 'bos'],
    ['Croatian', 'hrv'],
    ['Montenegrin', 'cnr'],
    ['Montenegrine', 'cnr'],
    ['Greek', 'ell'],
    ['Modern Greek (1453-)', 'ell'],
    ['Greek, Modern (1453-)', 'ell'],
    ['Greek, Ancient (to 1453)', 'grc'],
    ['Ancient Greek', 'grc'],
    ['Slovene', 'slv'],
    ['Slovenian', 'slv'],
    ['Slovak', 'slk'],
    ['Moldavian', 'ron'],
    ['Romanian', 'ron'],
    ['Albanian', 'sqi'],
    ['Macedonian', 'mkd'],
    ['Persian', 'fas'],
    ['Farsi', 'fas'],
    ['Serbo-Croatian', 'hbs'],
    ['Norwegian', 'nor'],
    ['Church Slavic', 'chu'],
    ['Old Church Slavonic', 'chu'],
    ['Latin', 'lat'],
    ['English (British)', 'eng'],
    ['Byelorussian', 'bel'],
    ['Kyrgyz', 'kir'],
    ['Maori', 'mri'],
    ['Tagalog', 'tgl'],
    ['Filipino', 'fil'],
    ['Multiple languages', 'mul'],
    ['Ho-Chunk', 'win'],
    ['tr', 'tur'],
    ['TR', 'tur'],
    ['tur', 'tur'],
    ['alb', 'sqi'],
    ['sqi', 'sqi'],
    ['gre', 'ell'],
    ['mol', 'ron'],
    ['scr', 'hrv'],
    ['sh', 'hbs'],
    ['iw', 'heb'],
    ['tr_TR', 'tur'],
    ['sr-Latn', 'srp'],
    ['sr_RS@latin', 'srp'],
    ['zh-Hant-TW', 'zho'],
  ])('knows %s', (name, code) => {
    expect(languageCode(name)).toBe(code);
  });

  test.each(['', ' ', 'xx', 'sla', 'Klingonese', 'Turkish, English', 'tr, en', 'x'.repeat(1_000_000), 'constructor'])(
    'does not know %.20s',
    (name) => {
      expect(languageCode(name)).toBeUndefined();
    },
  );

  test('knows every code and every English name of ISO 639', () => {
    for (const { name, iso6391, iso6392B, iso6392T, iso6393: code } of known) {
      for (const form of [iso6391, iso6392B, iso6392T, code]) if (form) expect(languageCode(form)).toBe(code);
      // Names that are the code of another language are taken as the code.
      if (name.length > 3) expect([name, languageCode(name)]).toEqual([name, code]);
    }
  });

  test('never throws, and gives codes of ISO 639-3 only', () => {
    const codes = new Set(iso6393.map((language) => language.iso6393));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => codes.has(languageCode(text) ?? 'tur')));
  });
});

describe('the codes made from ISO 639-3', () => {
  test.each([
    ['tur', 'tr', 'tur'],
    ['srp', 'sr', 'srp'],
    ['cnr', 'cnr', 'cnr'],
    ['ell', 'el', 'gre'],
    ['ron', 'ro', 'rum'],
    ['mkd', 'mk', 'mac'],
    ['hbs', 'sh', undefined],
    ['pes', 'pes', undefined],
    ['constructor', 'constructor', undefined],
  ])('%s: %s, %s', (code, tag, bibliographic) => {
    expect(languageTag(code)).toBe(tag);
    expect(bibliographicCode(code)).toBe(bibliographic);
  });

  test('lead back to it', () => {
    for (const { iso6393: code } of iso6393) expect(languageCode(languageTag(code))).toBe(code);
  });
});

describe('toLanguageTag', () => {
  test.each([
    ['tr', 'tr'],
    ['tr_TR', 'tr-TR'],
    ['tur', 'tr'],
    ['TUR', 'tr'],
    ['en_US', 'en-US'],
    ['en-us', 'en-US'],
    ['tr_TR.UTF-8', 'tr-TR'],
    ['sr-latn', 'sr-Latn'],
    ['srp_cyrl_rs', 'sr-Cyrl-RS'],
    ['sr_RS@latin', 'sr-Latn-RS'],
    ['be@cyrillic', 'be-Cyrl'],
    ['ca_ES@valencia', 'ca-ES'],
    ['es-419', 'es-419'],
    ['de-1996', 'de-1996'],
    ['de-CH-1901-x-mine', 'de-CH-1901-x-mine'],
    ['gre', 'el'],
    ['iw', 'he'],
    ['cnr', 'cnr'],
    ['wen', 'wen'],
    ['Turkish', 'tr'],
    ['mul', 'mul'],
  ])('makes %s into %s', (value, tag) => {
    expect(toLanguageTag(value)).toBe(tag);
  });

  test.each([
    '',
    '-',
    'tr-',
    '-tr',
    'und',
    'mis',
    'und-Latn',
    'xx',
    'tr-abcdefghi',
    'tr--TR',
    'x-mine',
    'nonsense',
    'tr TR',
    'ğ',
  ])('makes nothing of %j', (value) => {
    expect(toLanguageTag(value)).toBeUndefined();
  });

  test('ignores modifiers that name no script, whatever they are called', () => {
    expect(toLanguageTag('sr@constructor')).toBe('sr');
  });

  test('makes what xs:language takes, and makes it again of it', () => {
    const piece = fc.constantFrom(
      'tr',
      'sr',
      'Latn',
      'RS',
      '_',
      '-',
      '@latin',
      '.UTF-8',
      '1996',
      'x',
      'u',
      'abcdefgh',
      'i',
      'sla',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const tag = toLanguageTag(pieces.join(''));
        if (tag === undefined) return;
        expect(tag).toMatch(/^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/);
        expect(toLanguageTag(tag)).toBe(tag);
      }),
    );
  });
});

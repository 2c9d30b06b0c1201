import { readFileSync } from 'node:fs';
import { decodeHTMLStrict } from 'entities';
import fc from 'fast-check';
import { clean, cleanText } from '../../src/items/clean.ts';

const MEBI = 1 << 20;

/** Pieces that can work upon each other: halves of tags and references, and what NFC fuses with them. */
const PIECES = [
  ...'<>&;#x/bpltgamk 38250="\'',
  ...['\u037e', '\u0338', '\u0301', '\u0327', '\u212a', '\u226e', '\u226f', '\u2260', '\u2adc', '\u0344', '\u1fef'],
  ...['\u000b', '\ud800', '\udc00', '\r', '\n', '\u00a0', '\ufffe', '\u0085', '\u2028', '\ufeff', '\u{1f600}'],
  ...['&lt;', '&gt;', '&amp;', '&quot;', '&semi;', '&num;', '&#x338;', '&#38;', '&#x26;', '&#x3b;', '&#x37E', '&#13;'],
  ...['&bne;', '&nvlt;', '&#11;', '&#0;', '&#xD800;', '&#x301;', '&#x212A;', '&nbsp;', '&Tab;', '&NewLine;'],
  ...[
    '<b>',
    '</b>',
    '<br/>',
    '<p x="',
    '">',
    '<td>',
    '<jats:p>',
    '<b x=',
    "<i y='",
    '&l<b></b>t;',
    '<b x="&gt;&#x338;">',
  ],
];
const adversarial = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
const anyText = fc.oneof(adversarial, fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 }));
const RUNS = { numRuns: 3_000 };

/** A text whose tags come to light one by one: each, once removed, makes the `≯` that its outer tag waits for. */
function onion(depth: number): string {
  let core = '&gt;&#x338;';
  for (let i = 0; i < depth; i++) core = `&g<b x="${core}">t;\u0338`;
  return `<b x="${core}">done`;
}

describe('clean, for every string', () => {
  test('cleaning twice is cleaning once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = clean(text);
        return clean(once) === once;
      }),
      RUNS,
    );
  });

  test('gives well-formed, composed, trimmed text without references', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = clean(text);
        expect(cleaned).not.toMatch(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
        expect(cleaned.normalize('NFC')).toBe(cleaned);
        expect(cleaned.trim()).toBe(cleaned);
        expect(decodeHTMLStrict(cleaned)).toBe(cleaned);
        expect(cleaned).not.toMatch(/<\/?(?:b|p|br|td|jats:p)\s*\/?>/i);
      }),
      RUNS,
    );
  });

  test('names a change exactly when there is one', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = cleanText(text);
        return (cleaned.changes.length === 0) === (cleaned.text === text);
      }),
      RUNS,
    );
  });

  test('leaves text without suspicious characters as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const harmless = text.replace(/[<&]/g, '').normalize('NFC').trim();
        return clean(harmless) === harmless;
      }),
    );
  });
});

describe('clean, on texts that change with every walk', () => {
  test.each([0, 1, 2, 3])('%i layers are taken off one after the other', (depth) => {
    expect(clean(onion(depth))).toBe('done');
  });

  test.each([4, 5, 10, 1000])('%i layers end in the last walk, in a text that stays', (depth) => {
    const cleaned = clean(onion(depth));
    expect(clean(cleaned)).toBe(cleaned);
    expect(cleaned).toMatch(/done$/);
  });
});

describe('clean, in time', () => {
  const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length));
  /** Real times are a tenth of the limit; what grows with the square takes minutes. */
  const expectInTime = (text: string) => {
    const start = performance.now();
    clean(text);
    expect(performance.now() - start).toBeLessThan(25_000);
  };

  test.each([
    ['&amp;amp;amp;', `&${repeated('amp;', MEBI)}`],
    ['<<<<b>b>b>', repeated('<<<<b>b>b>', MEBI)],
    ['&#x37E&#x37E;', repeated('&#x37E&#x37E;', MEBI)],
    ['<a <a ', repeated('<a ', MEBI)],
  ])('a mebibyte of %s', (_, text) => expectInTime(text));

  const LESS = MEBI / 4;
  test.each([
    ['<<<…b>b>b>', '<'.repeat(LESS) + 'b>'.repeat(LESS)],
    ['&#x37E…;', `${repeated('&#x37E', LESS)};`],
    ['<a <a …>>>', `${repeated('<a ', LESS)}${'>'.repeat(LESS)}`],
    ['one tag of spaces', `<a${' '.repeat(LESS)}x>`],
    ['one tag of attributes', `<a${repeated(' b="c"', LESS)} x>`],
    ['one tag of quotes', `<a x="${repeated('" "', LESS)} x>`],
    ['one name', `&${repeated('a', LESS)}${repeated(';', LESS)}`],
    ['carriage returns', repeated('\r', LESS)],
    ['marks in unlucky order', `a${repeated('\u0301\u0327', LESS)}`],
    ['references to such marks', `a${repeated('&#x301;&#x327;', LESS)}`],
    ['onions', repeated(onion(50), LESS)],
    ['one onion', onion(10_000)],
  ])('a quarter of it: %s', (_, text) => expectInTime(text));
});

describe('docs/text-cleaning.md', () => {
  const page = readFileSync(new URL('../../docs/text-cleaning.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| ([^|]+) \| ([^|]*)\| `(".*?")` \| `(".*?")` \|$/gm)];

  test('has examples', () => {
    expect(rows).toHaveLength(page.match(/^\|(?! Rule|---)/gm)?.length ?? 0);
    expect(rows.length).toBeGreaterThan(15);
  });

  test.each(rows.map(([, rule = '', note = '', before = '', after = '']) => ({ rule, note, before, after })))(
    'tells the truth: $rule',
    ({ note, before, after }) => {
      const { text, changes } = cleanText(JSON.parse(before) as string);
      expect(text).toBe(JSON.parse(after));
      expect(changes.join(', ')).toBe(note.trim());
    },
  );
});

describe('clean, one by one', () => {
  test.each([
    ['&amp;amp;lt;', '<'],
    ['&#38;#38;lt;', '<'],
    ['&LT;b&GT;x&lt;/B&gt;', 'x'],
    ['<B>x</b >', 'x'],
    ['<a href="https://example.org/?a=1&amp;b=2" target=_blank>link</a>', 'link'],
    ['<a title="&quot;so&quot;">link</a>', 'link'],
    ['<font size=2 color="red">x</font>', 'x'],
    ['<span\nlang="tr">x</span>', 'x'],
    ['<b<i>>x', 'x'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['a<br>\nb', 'a\n\nb'],
    ['<jats:inline-graphic/>x<mml:mi>y</mml:mi>', 'xy'],
    ['<blockquoted>x', '<blockquoted>x'],
    ['</ b>', '</ b>'],
    ['<b/x>', '<b/x>'],
    ['1 < 2', '1 < 2'],
    ['x &gt; y &lt; z', 'x > y < z'],
    ['&#x80;', '€'],
    ['&#xFFFE;&#x110000;&#0;', '\ufffd\ufffd\ufffd'],
    ['&#xD83D;&#xDE00;', '\ufffd\ufffd'],
    ['\ud83d\ude00 &amp;', '\ud83d\ude00 &'],
    ['&CounterClockwiseContourIntegral;', '∳'],
    ['&bne;', '=\u20e5'],
    ['&nbsp;x&nbsp;', 'x'],
    ['&#13;\n', ''],
    ['<p></p>', ''],
    ['', ''],
    ['a < b\u0338', 'a < b\u0338'],
    ['&lt;\u0338', '\u226e'],
    ['Ä\u2028b', 'Ä\u2028b'],
  ])('%j becomes %j', (before, after) => {
    expect(clean(before)).toBe(after);
  });
});

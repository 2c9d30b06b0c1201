import { formText } from '../../src/http/form-text.ts';
import { readArguments } from '../../src/oai/arguments.ts';

describe('a form body', () => {
  test('of any bytes becomes text with escapes', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const escaped = [...bytes].map((byte) =>
      byte < 128 ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase()}`,
    );
    expect(formText(bytes)).toBe(escaped.join(''));
    expect(formText(Buffer.alloc(0))).toBe('');
  });

  test('says the same with escapes and without them', () => {
    const [raw] = readArguments(formText(Buffer.from('identifier=Đorđević 𝄞')));
    expect(raw).toEqual({ name: 'identifier', value: 'Đorđević 𝄞' });
    expect(readArguments(formText(Buffer.from('a=\xc3%A9', 'latin1')))).toEqual([{ name: 'a', value: 'é' }]);
    expect(readArguments(formText(Buffer.from('a=\xff', 'latin1')))).toEqual([{ name: 'a', value: undefined }]);
  });

  test.each(['%F&', 'a&', 'verb=Identify&', '&a='])(
    'of a hundred thousand times "%s" is not read to its end',
    (piece) => {
      expect(readArguments(piece.repeat(100_000)).length).toBeLessThan(100);
    },
  );
});

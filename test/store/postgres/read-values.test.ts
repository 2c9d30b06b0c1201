import fc from 'fast-check';
import { READ_VALUES } from '../../../src/store/postgres/read-values.ts';

const BIGINT = 20;
const binary = (integer: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(integer);
  return bytes;
};
const text = (integer: bigint) => Buffer.from(String(integer));

describe.each([
  ['binary', binary],
  ['text', text],
])('bigint as %s', (format, bytesOf) => {
  const read = READ_VALUES.getTypeParser(BIGINT, format);

  test('is read exactly, or refused', () => {
    const border = 2n ** 53n;
    const near = (middle: bigint) => fc.bigInt(middle - 3n, middle + 3n);
    const integer = fc.oneof(
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.bigInt(-border, border),
      ...[0n, 2n ** 31n, 2n ** 32n, 2n ** 40n, border].flatMap((middle) => [near(middle), near(-middle)]),
    );
    fc.assert(
      fc.property(integer, (value) => {
        if (Number.isSafeInteger(Number(value))) expect(read(bytesOf(value))).toBe(Number(value));
        else expect(() => read(bytesOf(value))).toThrow('more than a number holds exactly');
      }),
    );
  });
});

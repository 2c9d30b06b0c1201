/** The polynomial of CRC-32, reflected (RFC 1952). */
const POLYNOMIAL = 0xedb88320;

/** x^(2^n) modulo the polynomial, for n from 0 to 31. */
const SQUARES = squares();

/** The CRC-32 of two stretches of bytes behind each other, of the CRC-32 of each and the length of the second one. */
export function crc32Combine(first: number, second: number, secondLength: number): number {
  return (multiply(powerOfX(secondLength * 8), first) ^ second) >>> 0;
}

/** x^exponent modulo the polynomial. */
function powerOfX(exponent: number): number {
  let power = 1 << 31;
  let rest = exponent;
  // The squares come round again after 32: x^(2^32) is x^1.
  for (let n = 0; rest > 0; n += 1) {
    if (rest % 2 === 1) power = multiply(SQUARES[n % 32] ?? 0, power);
    rest = Math.floor(rest / 2);
  }
  return power;
}

function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = 1 << 31; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product;
}

function squares(): number[] {
  const table = [1 << 30];
  for (let n = 1; n < 32; n += 1) {
    const last = table[n - 1] ?? 0;
    table.push(multiply(last, last));
  }
  return table;
}

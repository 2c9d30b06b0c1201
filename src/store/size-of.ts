/** What a row takes up: its texts in characters, its bytes in bytes. */
export function sizeOf(row: object): number {
  let size = 0;
  for (const value of Object.values(row)) if (typeof value === 'string' || Buffer.isBuffer(value)) size += value.length;
  return size;
}

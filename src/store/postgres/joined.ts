/** Bytes one after the other, and where each begins: one parameter, which is sent as it is. */
export function joined(parts: readonly Buffer[]): { bytes: Buffer; starts: number[]; lengths: number[] } {
  let at = 0;
  const starts = parts.map(({ length }) => {
    at += length;
    return at - length;
  });
  return { bytes: Buffer.concat(parts), starts, lengths: parts.map(({ length }) => length) };
}

/** What pg asks for a column: a function of its bytes, which are part of what the socket gave. */
type ReadValue = (bytes: Buffer) => unknown;

/** How values come, by the oid of their type. Binary: 8 bytes of an integer are 8 bytes. */
const BINARY: Readonly<Record<number, ReadValue>> = {
  16: (bytes) => bytes[0] === 1,
  17: copyOf,
  19: textOf,
  20: (bytes) => safe(bytes.readInt32BE() * 2 ** 32 + bytes.readUInt32BE(4)),
  21: (bytes) => bytes.readInt16BE(),
  23: (bytes) => bytes.readInt32BE(),
  25: textOf,
  26: (bytes) => bytes.readUInt32BE(),
  701: (bytes) => bytes.readDoubleBE(),
  1043: textOf,
};

/** What the simple protocol answers: only its few statements ask by it. */
const TEXT: Readonly<Record<number, ReadValue>> = {
  16: (bytes) => textOf(bytes) === 't',
  20: (bytes) => safe(Number(textOf(bytes))),
  21: (bytes) => Number(textOf(bytes)),
  23: (bytes) => Number(textOf(bytes)),
  25: textOf,
};

/**
 * Reads values for pg: integers become numbers, bytea a Buffer that shares its memory with nothing, text a string.
 * Values of other types end the statement with an Error: it must cast them.
 */
export const READ_VALUES = {
  getTypeParser: (oid: number, format?: string): ReadValue =>
    (format === 'binary' ? BINARY : TEXT)[oid] ??
    (() => {
      throw new Error(`a column is of the type with the oid ${oid}, which is not read: cast it`);
    }),
};

/** Whoever sends these bytes gives their memory back: it must be theirs alone. */
function copyOf(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function safe(integer: number): number {
  if (!Number.isSafeInteger(integer)) throw new Error(`about ${integer} is more than a number holds exactly`);
  return integer;
}

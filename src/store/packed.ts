import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Bytes as they are kept and sent: raw deflate (RFC 1951) that ends on a byte and has no last block, and that refers to
 * nothing before it. So any of them can follow each other in one gzip member (docs/adr/0013-runs.md).
 */
export interface Packed {
  packed: Buffer;
  /** Of what is packed, in bytes. */
  size: number;
  /** CRC-32 of what is packed. */
  crc: number;
}

/** A part of an answer: bytes as they are, or packed. */
export type Piece = Buffer | Packed;

/** Packs bytes. */
export function pack(plain: Buffer): Packed {
  const packed = deflateRawSync(plain, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH });
  return { packed, size: plain.length, crc: crc32(plain) };
}

/** 1 takes a third of the time of 6, and a tenth more room. */
const LEVEL = 1;

/** Unpacks them. Throws an Error when they are damaged. */
export function unpack({ packed, size, crc }: Packed): Buffer {
  // One byte more: so zlib need not be asked whether anything is left.
  const plain = inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: Math.max(size + 1, 64) });
  if (plain.length !== size || crc32(plain) !== crc)
    throw new Error('packed records do not have the checksum they had');
  return plain;
}

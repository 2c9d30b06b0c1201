import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Packed, Piece } from '../store/packed.ts';
import { crc32Combine } from './crc32-combine.ts';

const deflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.deflateRaw);

/** Magic number, deflate, no flags, no time, and that the system is unknown (RFC 1952, 2.3). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** An empty block that is the last one (RFC 1951, 3.2.6). */
const END = Buffer.from([3, 0]);

/** What is shorter is not worth compressing, in bytes: the head and the foot of a list. */
const SHORT = 1024;

/** Longest stored block, in bytes (RFC 1951, 3.2.4). */
const STORED = 0xffff;

/**
 * An answer as one gzip member. What is packed already goes in as it is, so that a page costs no compression; one
 * member, since Node, curl and Python silently stop after the first one (docs/adr/0013-runs.md).
 */
export async function gzipAnswer(pieces: readonly Piece[]): Promise<Buffer[]> {
  const blocks: Buffer[] = [HEADER];
  let crc = 0;
  let length = 0;
  for (const piece of pieces) {
    const part = await packedOf(piece);
    blocks.push(part.packed);
    crc = crc32Combine(crc, part.crc, part.size);
    length += part.size;
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return [...blocks, END, trailer];
}

async function packedOf(piece: Piece): Promise<Packed> {
  if (!Buffer.isBuffer(piece)) return piece;
  const packed =
    piece.length <= SHORT
      ? stored(piece)
      : await deflate(piece, { level: 1, finishFlush: zlib.constants.Z_SYNC_FLUSH });
  return { packed, size: piece.length, crc: zlib.crc32(piece) };
}

/** One block that is not compressed and not the last one. */
function stored(bytes: Buffer): Buffer {
  if (bytes.length > STORED) throw new RangeError('too long for a stored block');
  const head = Buffer.alloc(5);
  head.writeUInt16LE(bytes.length, 1);
  head.writeUInt16LE(~bytes.length & 0xffff, 3);
  return Buffer.concat([head, bytes]);
}

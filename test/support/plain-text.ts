import { type Piece, unpack } from '../../src/store/packed.ts';

/** The text that a harvester reads out of the pieces of a page or an answer. */
export function plainText(pieces: readonly Piece[]): string {
  return Buffer.concat(pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : unpack(piece)))).toString();
}

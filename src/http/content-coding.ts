import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import Negotiator from 'negotiator';
import { type Piece, unpack } from '../store/packed.ts';
import { gzipAnswer } from './gzip-answer.ts';

/** The published types lag behind negotiator 1: they lack its second parameter. */
interface ServerPreference {
  encoding(available: string[], options: { preferred: string[] }): string | undefined;
}

interface Coding {
  /** Whether it takes what is packed as it is. */
  packed: boolean;
  encode: (answer: readonly Piece[]) => Promise<Buffer[]>;
}

const CODINGS: Record<string, Coding> = { gzip: { packed: true, encode: gzipAnswer } };

// Node 22.15 brought zstd; an older one just does not offer it.
if (typeof zlib.zstdCompress === 'function') {
  const zstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdCompress);
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: 1 };
  const encode = async (answer: readonly Piece[]) => [await zstd(Buffer.concat(answer.map(plain)), { params })];
  CODINGS['zstd'] = { packed: false, encode };
}

/** No compression. */
const IDENTITY: Coding = { packed: false, encode: async (answer) => answer.map(plain) };

function plain(piece: Piece): Buffer {
  return Buffer.isBuffer(piece) ? piece : unpack(piece);
}

/** Content codings that Identify announces (protocol 3.1.3). */
export const CONTENT_CODINGS: readonly string[] = Object.keys(CODINGS);

/**
 * The coding that the client likes best, by its q-values, gzip before zstd where it likes both, since records are kept
 * as gzip sends them; undefined
 * for none. Without an Accept-Encoding header nothing is compressed (CONFORMANCE RESP-12).
 */
export function negotiateCoding(request: IncomingMessage): string | undefined {
  if (!request.headers['accept-encoding']) return undefined;
  const preferred = ['gzip', 'zstd'].filter((coding) => coding in CODINGS);
  const coding = (new Negotiator(request) as ServerPreference).encoding([...preferred, 'identity'], { preferred });
  return coding === 'identity' ? undefined : coding;
}

/** A coding by its name. What is not packed yet is compressed on the thread pool. */
export function codingOf(name: string | undefined): Coding {
  return (name === undefined ? undefined : CODINGS[name]) ?? IDENTITY;
}

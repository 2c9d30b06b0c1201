import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import Negotiator from 'negotiator';
import type { Piece } from '../store/packed.ts';
import { gzipAnswer } from './gzip-answer.ts';

/** The published types lag behind negotiator 1: they lack its second parameter. */
interface ServerPreference {
  encoding(available: string[], options: { preferred: string[] }): string | undefined;
}

type Compress = (answer: readonly Piece[]) => Promise<Buffer[]>;

const CODINGS: Record<string, Compress> = { gzip: gzipAnswer };

// Node 22.15 brought zstd; an older one just does not offer it.
if (typeof zlib.zstdCompress === 'function') {
  const zstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdCompress);
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: 1 };
  CODINGS['zstd'] = async (answer) => [await zstd(Buffer.concat(plainAnswer(answer)), { params })];
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

/** An answer in a coding; it compresses on the thread pool what is not packed yet. */
export async function encodeAnswer(answer: readonly Piece[], coding: string | undefined): Promise<Buffer[]> {
  const compress = coding === undefined ? undefined : CODINGS[coding];
  return compress ? compress(answer) : plainAnswer(answer);
}

function plainAnswer(answer: readonly Piece[]): Buffer[] {
  return answer.map((piece) => (Buffer.isBuffer(piece) ? piece : piece.plain()));
}

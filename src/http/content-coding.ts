import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import Negotiator from 'negotiator';

/** The published types lag behind negotiator 1: they lack its second parameter. */
interface ServerPreference {
  encoding(available: string[], options: { preferred: string[] }): string | undefined;
}

type Compress = (body: Buffer) => Promise<Buffer>;

const gzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);

/** Level 1: a fifth of the time of level 6, for XML that repeats itself anyway. */
const CODINGS: Record<string, Compress> = { gzip: (body) => gzip(body, { level: 1 }) };

// Node 22.15 brought zstd; an older one just does not offer it.
if (typeof zlib.zstdCompress === 'function') {
  const zstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdCompress);
  CODINGS['zstd'] = (body) => zstd(body, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } });
}

/** Content codings that Identify announces (protocol 3.1.3). */
export const CONTENT_CODINGS: readonly string[] = Object.keys(CODINGS);

/**
 * The coding that the client likes best, by its q-values, zstd before gzip where it likes both; undefined
 * for none. Without an Accept-Encoding header nothing is compressed (CONFORMANCE RESP-12).
 */
export function negotiateCoding(request: IncomingMessage): string | undefined {
  if (!request.headers['accept-encoding']) return undefined;
  const preferred = ['zstd', 'gzip'].filter((coding) => coding in CODINGS);
  const coding = (new Negotiator(request) as ServerPreference).encoding([...preferred, 'identity'], { preferred });
  return coding === 'identity' ? undefined : coding;
}

/** Compresses on the thread pool. */
export async function compress(body: Buffer, coding: string): Promise<Buffer> {
  return (await CODINGS[coding]?.(body)) ?? body;
}

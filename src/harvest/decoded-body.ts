import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { pipeline, type Transform } from 'node:stream';
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { Fault } from '../fault.ts';
import type { Patience } from './patience.ts';

export interface BodyLimits {
  /** Most bytes, as sent and as decoded. */
  maxBytes: number;
  /** Most bytes that one byte may become. gzip can make a thousand of one; metadata become twenty to fifty. */
  maxSwelling: number;
}

/** Swelling is judged from this many decoded bytes on: a small answer may well be one word over and over. */
const SWELLING_FROM = 1024 * 1024;
const CHUNK = 64 * 1024;
/** Low nibble of the first byte of a zlib stream. */
const ZLIB_METHOD = 8;

/**
 * The body of a response, decoded as its Content-Encoding says: identity, gzip with all its members, deflate with or
 * without the zlib header. Ends the connection when it is left early. Throws a Fault when there is too much of it,
 * and whatever the stream throws when it breaks.
 */
export async function* decodedBody(
  response: IncomingMessage,
  who: string,
  { maxBytes, maxSwelling }: BodyLimits,
  patience: Patience,
): AsyncGenerator<Buffer> {
  let sent = 0;
  let decoded = 0;
  const tooMuch = () => new Fault(`${who} sent more than ${readable(maxBytes)}, and the rest was not read.`);
  try {
    const decoder = await decoderOf(response, who, patience);
    if (decoder !== undefined) {
      response.on('data', (chunk: Buffer) => {
        sent += chunk.length;
        // Here, because endless compressed nothing never becomes a chunk below.
        if (sent > maxBytes) response.destroy(tooMuch());
      });
    }
    const stream = decoder === undefined ? response : pipeline(response, decoder, () => {});
    const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
    for (;;) {
      const next = await patience.wait(chunks.next());
      if (next.done) return;
      decoded += next.value.length;
      if (decoded > maxBytes) throw tooMuch();
      if (decoder !== undefined && decoded > SWELLING_FROM && decoded > sent * maxSwelling) {
        throw new Fault(`${who} sent compressed bytes that swell more than ${maxSwelling}-fold, and was not read on.`);
      }
      yield next.value;
    }
  } finally {
    response.destroy();
  }
}

async function decoderOf(response: IncomingMessage, who: string, patience: Patience): Promise<Transform | undefined> {
  const coding = response.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return undefined;
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip({ chunkSize: CHUNK });
  if (coding !== 'deflate') {
    throw new Fault(`${who} sent the content coding "${coding.slice(0, 40)}", which it was not asked for.`);
  }
  // HTTP means the zlib format by deflate, but many servers send the bare one.
  await patience.wait(once(response, 'readable'));
  const start = response.read() as Buffer | null;
  if (start !== null) response.unshift(start);
  const isZlib = start === null || ((start[0] ?? 0) & 0x0f) === ZLIB_METHOD;
  return isZlib ? createInflate({ chunkSize: CHUNK }) : createInflateRaw({ chunkSize: CHUNK });
}

function readable(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes} bytes` : `${Math.floor(bytes / 1024 / 1024)} MiB`;
}

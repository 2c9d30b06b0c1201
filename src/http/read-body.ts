import type { IncomingMessage } from 'node:http';

/** Of a body that is refused, at most this many bytes are still read. */
const MOST_DISCARDED = 5 * 2 ** 20;

/**
 * Reads the body of a request; undefined when it is longer than `limit` bytes. What is too long is read on and
 * thrown away, up to a bound: who is hung up on while sending never gets to see the answer. Rejects with an error
 * of status 400 when the client breaks off.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit + MOST_DISCARDED) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Left undestroyed: the answer still has to go out on the same socket.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (length > limit + MOST_DISCARDED) return undefined;
    }
  } catch (error) {
    throw Object.assign(new Error('the request broke off', { cause: error }), { status: 400 });
  }
  return length > limit ? undefined : Buffer.concat(chunks);
}

import { connect } from 'node:net';
import zlib from 'node:zlib';
import type { JudgedAnswer } from '../../src/judge/judged-answer.ts';
import type { ErrorCode } from '../../src/judge/vocabulary.ts';
import type { Endpoint, Received } from '../support/endpoint.ts';
import { ask, LI, LR } from './ask.ts';

/** One request of each verb that fixture F answers without an error. */
export const SIX_VERBS = [
  'verb=Identify',
  'verb=GetRecord&identifier=oai%3Aoai.example.org%3Ar1&metadataPrefix=oai_dc',
  LI,
  'verb=ListMetadataFormats',
  LR,
  'verb=ListSets',
] as const;

/** A query string of decoded arguments. */
export function query(args: Readonly<Record<string, string>>): string {
  return new URLSearchParams(args).toString();
}

/** A GetRecord of this identifier. */
export function recordQuery(identifier: string, metadataPrefix = 'oai_dc'): string {
  return query({ verb: 'GetRecord', identifier, metadataPrefix });
}

/** Asks for what must be answered with these errors and no others. */
export function refused(endpoint: Endpoint, asked: string, ...errors: ErrorCode[]): Promise<JudgedAnswer> {
  return ask(endpoint, asked, { errors });
}

/** The text of an answer. */
export function text(received: Received): string {
  return received.body.toString('utf8');
}

/** What remains of an answer once its content coding is undone, as a client does it. */
export function decoded(received: Received): Received {
  const coding = received.headers.get('content-encoding');
  switch (coding) {
    case null:
      return received;
    case 'gzip':
      return { ...received, body: zlib.gunzipSync(received.body) };
    case 'zstd':
      return { ...received, body: zlib.zstdDecompressSync(received.body) };
    default:
      throw new Error(`nobody asked for the coding ${coding}`);
  }
}

/** Sends bytes that no HTTP client would send, and reads until the server closes the connection. */
export async function sendRaw(endpoint: Endpoint, bytes: string | Buffer): Promise<Received> {
  const socket = connect(endpoint.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // The server may hang up before it has read everything.
  socket.on('error', () => {});
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  await new Promise((closed) => socket.once('close', closed));
  return parseResponse(Buffer.concat(chunks));
}

/** A GET of a raw target, by hand; the connection closes behind it. */
export function getRaw(endpoint: Endpoint, target: string, headers = ''): Promise<Received> {
  return sendRaw(endpoint, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);
}

function parseResponse(bytes: Buffer): Received {
  const end = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const rawHeaders = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return {
    status: Number(statusLine.split(' ')[1] ?? 0),
    headers: { get: (name) => rawHeaders[name.toLowerCase()] ?? null },
    rawHeaders,
    body: bytes.subarray(end + 4),
  };
}

import { once } from 'node:events';
import { connect } from 'node:net';
import zlib from 'node:zlib';
import type { Answer } from '../support/answer.ts';
import type { Endpoint, Received } from '../support/endpoint.ts';
import { judgeAnswer } from '../support/judge-answer.ts';
import type { JudgedAnswer } from '../support/judged-answer.ts';
import type { ErrorCode } from '../support/vocabulary.ts';

/** Lists of the checklist's short names. */
export const LR = 'verb=ListRecords&metadataPrefix=oai_dc';
export const LI = 'verb=ListIdentifiers&metadataPrefix=oai_dc';

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

/** Judges an answer to a query string. The errors are all that may and must be there; none means success. */
export function judge(
  { settings, formats }: Endpoint,
  received: Answer,
  asked: string,
  ...errors: ErrorCode[]
): JudgedAnswer {
  return judgeAnswer(received, {
    baseUrl: settings.baseUrl,
    granularity: settings.granularity,
    formats: Object.fromEntries(
      formats.map(({ metadataPrefix, schema, metadataNamespace }) => [
        metadataPrefix,
        { schema, namespace: metadataNamespace },
      ]),
    ),
    requestArguments: Object.fromEntries(new URLSearchParams(asked)),
    errors,
  });
}

/** Asks by GET, with the query string sent as it is, and judges. */
export async function ask(endpoint: Endpoint, asked: string, ...errors: ErrorCode[]): Promise<JudgedAnswer> {
  return judge(endpoint, await endpoint.get(asked), asked, ...errors);
}

/** The local parts of the identifiers of a page, in order. */
export function locals({ headers }: Pick<JudgedAnswer, 'headers'>): string[] {
  return headers.map(({ identifier }) => identifier.slice(identifier.lastIndexOf(':') + 1));
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
  await once(socket, 'close');
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

import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { EXIT, Fault } from '../fault.ts';
import { SOFTWARE } from '../version.ts';
import { decodedBody } from './decoded-body.ts';
import { explainBrokenFetch } from './explain-broken-fetch.ts';
import { guardedLookup, refusalOfAddress } from './guarded-lookup.ts';
import { Patience } from './patience.ts';
import { isPublicAddress } from './public-address.ts';
import { redact } from './redact.ts';

export interface HttpGetOptions {
  /**
   * May addresses in private, loopback, link-local, multicast and reserved networks be connected to? A function is
   * asked for each such address. Default: no. A redirect leads to them only on the host that was asked for.
   */
  allowPrivate?: boolean | ((address: string) => boolean);
  /** Default: name and version of this software. */
  userAgent?: string;
  /** Mail address of whoever runs this, sent as From (harvester guidelines 2.1). */
  contact?: string;
  /** Most bytes of a body, as sent and as decoded. Default 64 MiB. */
  maxBytes?: number;
  /** Most bytes that one compressed byte may become. Default 200. */
  maxSwelling?: number;
  /** Seconds without a byte, and without an answer. Default 60. */
  idleSeconds?: number;
  /** Seconds of waiting in all, redirects and body included. Default 600. */
  totalSeconds?: number;
  /** Ends the fetch, which then throws the signal's reason. */
  signal?: AbortSignal;
}

/** What is sent where it is not a plain GET. */
export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'POST';
  /** Beside the usual ones, or in their place; undefined: that one is left out. */
  headers?: Readonly<Record<string, string | undefined>>;
  body?: string;
  /** Most redirects that are followed, always by GET. Default 5. */
  redirects?: number;
}

export interface HttpResponse {
  /** After redirects; not redacted. */
  url: string;
  status: number;
  headers: IncomingHttpHeaders;
  /** Decoded. To be read once, to its end or not; else discard must be called. */
  body: AsyncIterable<Buffer>;
  /** Closes the connection without reading. */
  discard(): void;
}

const MOST_REDIRECTS = 5;
const PLAIN: HttpRequest = { method: 'GET' };
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches over http or https, from addresses that the operator cannot vouch for: each connection, also after a
 * redirect, goes to an address that was checked; bytes, swelling and time are bounded. Whatever the status is, it is
 * for the caller to judge. Everything that is refused is a Fault that names the redacted address; a PassingFault when
 * trying again may help. Proxies of the environment are not used: they would connect to what was not checked.
 */
export async function httpGet(
  address: string,
  options: HttpGetOptions = {},
  request: HttpRequest = PLAIN,
): Promise<HttpResponse> {
  const { maxBytes = 64 * 1024 * 1024, maxSwelling = 200, idleSeconds = 60, totalSeconds = 600, signal } = options;
  const patience = new Patience(redact(address), idleSeconds, totalSeconds);
  const asked = readHttpUrl(address);
  const { redirects: mostRedirects = MOST_REDIRECTS } = request;
  let url = asked;
  let sent = request;
  for (let redirects = 0; ; redirects++) {
    const who = redact(url.href);
    const response = await open(url, asked, options, sent, patience).catch((error: unknown) => {
      throw explainBrokenFetch(error, who, signal);
    });
    const { statusCode: status = 0, headers } = response;
    const target = REDIRECTS.has(status) && mostRedirects > 0 ? headers.location : undefined;
    if (target === undefined) {
      const chunks = decodedBody(response, who, { maxBytes, maxSwelling }, patience);
      const body = explained(chunks, (error) => explainBrokenFetch(error, who, signal));
      return { url: url.href, status, headers, body, discard: () => void response.destroy() };
    }
    response.destroy();
    if (redirects === mostRedirects) {
      throw new Fault(`${redact(address)} redirects more than ${mostRedirects} times, last to ${redact(target)}.`);
    }
    url = follow(url, target);
    sent = PLAIN;
  }
}

/** One request on a connection of its own: a page takes longer than a handshake, and a kept one goes stale. */
async function open(
  url: URL,
  asked: URL,
  options: HttpGetOptions,
  { method, headers: special, body }: HttpRequest,
  patience: Patience,
): Promise<IncomingMessage> {
  const { mayConnect, refusal } = guardOf(url, asked, options);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !mayConnect(host)) throw refusal(host);
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    agent: false,
    lookup: guardedLookup(mayConnect, refusal),
    method,
    headers: withoutUndefined({
      'User-Agent': options.userAgent ?? `${SOFTWARE.title}/${SOFTWARE.version}`,
      ...(options.contact !== undefined && { From: options.contact }),
      Accept: 'text/xml, application/xml;q=0.9, */*;q=0.1',
      // Both must be named, and the better one first (harvester guidelines 7).
      'Accept-Encoding': 'gzip;q=1.0, identity;q=0.5',
      ...special,
    }),
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    // Stays on: after the answer the same trouble is told by its body.
    request.on('error', reject);
  });
  request.end(body);
  try {
    return await patience.wait(answered);
  } catch (error) {
    request.destroy();
    throw error;
  }
}

function withoutUndefined(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

interface Guard {
  mayConnect: (address: string) => boolean;
  /** Of a host that has no address that may be connected to. */
  refusal: (host: string) => Fault;
}

function guardOf(url: URL, asked: URL, { allowPrivate = false }: HttpGetOptions): Guard {
  if (allowPrivate === false) return { mayConnect: isPublicAddress, refusal: refusalOfAddress };
  // The operator vouches for the host that they named, and not for what it names.
  if (url.hostname !== asked.hostname) {
    return { mayConnect: isPublicAddress, refusal: (host) => refusalOfRedirect(host, asked) };
  }
  const isAllowed = allowPrivate === true ? () => true : allowPrivate;
  return { mayConnect: (address) => isPublicAddress(address) || isAllowed(address), refusal: refusalOfAddress };
}

function refusalOfRedirect(host: string, asked: URL): Fault {
  return new Fault(
    `${host}, to which ${redact(asked.href)} redirects, is another host in a private, local or reserved network: no redirect is followed there. If that is the right address, give it instead.`,
  );
}

function readHttpUrl(address: string): URL {
  const url = URL.parse(address);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new Fault(`${redact(address)} is not an address that begins with http:// or https://.`, EXIT.usage);
}

function follow(url: URL, target: string): URL {
  const next = URL.parse(target, url.href);
  if (next?.protocol !== 'http:' && next?.protocol !== 'https:') {
    throw new Fault(`${redact(url.href)} redirects to ${redact(target)}, which is not an address on the web.`);
  }
  // User and password are for the one place that they were given for.
  if (next.origin === url.origin && next.username === '') {
    next.username = url.username;
    next.password = url.password;
  }
  return next;
}

async function* explained(chunks: AsyncIterable<Buffer>, explain: (error: unknown) => unknown): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    throw explain(error);
  }
}

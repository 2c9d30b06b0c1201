import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { type Argument, readArguments } from '../oai/arguments.ts';
import { StoreBusy } from '../store/store.ts';
import type { DataProvider } from '../verbs/data-provider.ts';
import { compress, negotiateCoding } from './content-coding.ts';

/** Longest request target, in characters; longer arguments go into the body of a POST. */
const LONGEST_URL = 12_000;
const LARGEST_BODY = '256kb';
const FORM = 'application/x-www-form-urlencoded';
const METHODS = 'GET, HEAD, POST, OPTIONS';

/** What a busy store asks of harvesters, in seconds. Never 429: they wait on 503 (CONFORMANCE RESP-04..06). */
const RETRY_AFTER = '5';

/**
 * The HTTP binding of the protocol (protocol 3.1), for `app.use('/oai', createOaiRouter(…))`: GET and POST
 * alike, HTTP 200 for every protocol error, other statuses as HTTP defines them.
 */
export function createOaiRouter(provider: DataProvider, logger: Logger): Router {
  const router = Router({ caseSensitive: true });
  router.use((request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*');
    response.set('Access-Control-Expose-Headers', 'Retry-After');
    response.vary('Accept-Encoding');
    // Anything below the base URL is not the endpoint.
    if (request.path === '/') next();
    else next('router');
  });
  router.options('/', (_request, response) => {
    response.set({
      Allow: METHODS,
      'Access-Control-Allow-Methods': METHODS,
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Max-Age': '86400',
    });
    response.status(204).end();
  });
  router.get('/', (request, response) => respond(provider, argumentsOfUrl(request), request, response));
  router.post('/', express.raw({ type: FORM, limit: LARGEST_BODY, inflate: false }), (request, response) => {
    const body = formBody(request);
    if (body === undefined) {
      sendText(response, 415, `Send the arguments as ${FORM}.`);
      return undefined;
    }
    // Arguments of the URL count too: what stands in both is repeated (CONFORMANCE HTTP-05).
    return respond(provider, [...argumentsOfUrl(request), ...readArguments(body)], request, response);
  });
  router.all('/', (_request, response) => {
    response.set('Allow', METHODS);
    sendText(response, 405, 'OAI-PMH knows GET and POST.');
  });
  router.use(failure(logger));
  return router;
}

async function respond(
  provider: DataProvider,
  received: readonly Argument[],
  request: Request,
  response: Response,
): Promise<void> {
  if (request.originalUrl.length > LONGEST_URL) {
    sendText(response, 414, 'The URL is too long. Send the arguments by POST.');
    return;
  }
  const answer = await provider.answer(received);
  const coding = negotiateCoding(request);
  const body = coding === undefined ? answer : await compress(answer, coding);
  if (coding !== undefined) response.set('Content-Encoding', coding);
  // Written past Express' send: no ETag, since no answer is ever the same again (CONFORMANCE RESP-16).
  response.writeHead(200, {
    'Content-Type': 'text/xml; charset=UTF-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

/** The raw query string: Express' own parsing would decode twice, merge repeats and make arrays. */
function argumentsOfUrl(request: Request): Argument[] {
  const question = request.url.indexOf('?');
  return question < 0 ? [] : readArguments(request.url.slice(question + 1));
}

/** The form body as text; undefined when the body is something else. No body at all is an empty form. */
function formBody(request: Request): string | undefined {
  const body: unknown = request.body;
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  const empty =
    request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0;
  return empty ? '' : undefined;
}

/** Whatever is thrown is not an OAI error: HTTP tells it (CONFORMANCE ERR-10). */
function failure(logger: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof StoreBusy) {
      response.set('Retry-After', RETRY_AFTER);
      sendText(response, 503, 'The repository is busy. Try again shortly.');
      return;
    }
    const status = Number((error as { status?: unknown }).status);
    if (status >= 400 && status < 500) {
      sendText(response, status, status === 413 ? 'The request body is too large.' : 'The request cannot be read.');
      return;
    }
    logger.error({ err: error, method: request.method, url: request.originalUrl.slice(0, 500) }, 'request failed');
    sendText(response, 500, 'The repository failed to answer. The fault has been logged.');
  };
}

function sendText(response: Response, status: number, text: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('text/plain').end(`${text}\n`);
}

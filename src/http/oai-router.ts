import { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { readArguments } from '../oai/arguments.ts';
import { PAGE_HEADERS, XML_HEADERS } from '../pages/page-headers.ts';
import type { Site } from '../pages/site.ts';
import { StoreBusy } from '../store/store.ts';
import type { DataProvider } from '../verbs/data-provider.ts';
import { codingOf, negotiateCoding } from './content-coding.ts';
import { formOf } from './form-of.ts';
import { giveBack } from './give-back.ts';
import { isNavigation, NAVIGATION_HEADERS } from './is-navigation.ts';
import { loggedUrl } from './logged-url.ts';
import { type ObservingOptions, observeRequests } from './observe-requests.ts';
import { pauseForMaintenance } from './pause-for-maintenance.ts';
import { readBody } from './read-body.ts';
import { type Asked, FORM_PATH, renderPage, XML_PATH } from './render-page.ts';
import { noteOf, noteRequest } from './request-note.ts';
import type { OaiReport } from './request-report.ts';
import { takeTurn } from './turn.ts';

/** Longest request target, in characters; longer arguments go into the body of a POST. */
const LONGEST_URL = 12_000;
/** Longest form body, in bytes. */
const LARGEST_BODY = 256 * 1024;
const FORM = 'application/x-www-form-urlencoded';
const METHODS = 'GET, HEAD, POST, OPTIONS';
const ENDPOINT = ['/', XML_PATH];

/** What a busy store asks of harvesters, in seconds. Never 429: they wait on 503 (CONFORMANCE RESP-04..06). */
const RETRY_AFTER = '5';

/** What pages for people lead to beside the endpoint; all of it may be left out. */
export type PagePlaces = Partial<Pick<Site, 'itemsPath' | 'browsePath' | 'repositoryIdentifier'>>;

export interface OaiRouterOptions extends ObservingOptions {
  /** What pages for people lead to; false: no pages, and browsers get XML like everybody. */
  pages?: PagePlaces | false;
}

/**
 * The HTTP binding of the protocol (protocol 3.1), for `app.use('/oai', createOaiRouter(…))`: GET and POST
 * alike, HTTP 200 for every protocol error, other statuses as HTTP defines them. A browser that opens a page gets the
 * answer as HTML (docs/pages.md). Observers are told of each request.
 */
export function createOaiRouter(
  provider: DataProvider,
  logger: Logger,
  { pages = {}, ...observing }: OaiRouterOptions = {},
): Router {
  const router = Router({ caseSensitive: true });
  const site = pages === false ? undefined : siteOf(provider, pages);
  router.use(observeRequests(observing));
  router.use((request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*');
    response.set('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
    response.vary('Accept-Encoding');
    if (site !== undefined && request.path === FORM_PATH) return next();
    // Anything else below the base URL is not the endpoint.
    const asXml = site !== undefined && request.path === XML_PATH;
    if (!asXml && request.path !== '/') return next('router');
    if (!asXml && site !== undefined) for (const header of NAVIGATION_HEADERS) response.vary(header);
    noteRequest(response, { kind: 'oai' });
    next();
  });
  router.options(ENDPOINT, (_request, response) => {
    response.set({
      Allow: METHODS,
      'Access-Control-Allow-Methods': METHODS,
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Max-Age': '86400',
    });
    response.status(204).end();
  });
  router.use(pauseForMaintenance(provider));
  router.get(FORM_PATH, (request, response) => {
    // Fields that were left empty are no arguments: an argument with an empty value is badArgument.
    const filled = queryOf(request)
      .split('&')
      .filter((field) => !/^[^=]*=?$/.test(field))
      .join('&');
    const { pathname } = new URL(provider.settings.baseUrl);
    response.set('Cache-Control', 'no-store').redirect(303, filled === '' ? pathname : `${pathname}?${filled}`);
  });
  router.get(ENDPOINT, (request, response) => {
    const query = queryOf(request);
    return respond(provider, site, { received: readArguments(query), query }, request, response);
  });
  router.post(ENDPOINT, async (request, response) => {
    if (!isForm(request)) return refuse(request, response, 415, `Send the arguments as ${FORM}.`);
    const form = await formOf(request, LARGEST_BODY);
    await takeTurn(response);
    if (form === undefined) return sendText(response, 413, 'The request body is too large.');
    // Arguments of the URL count too: what stands in both is repeated (CONFORMANCE HTTP-05).
    const queries = [queryOf(request), form];
    const asked = { received: queries.flatMap(readArguments), query: queries.filter(Boolean).join('&') };
    return respond(provider, site, asked, request, response);
  });
  router.all(ENDPOINT, (request, response) => {
    response.set('Allow', METHODS);
    return refuse(request, response, 405, 'OAI-PMH knows GET and POST.');
  });
  router.use(failure(logger));
  return router;
}

function siteOf({ settings }: DataProvider, { itemsPath, browsePath, repositoryIdentifier }: PagePlaces): Site {
  const { repositoryName, baseUrl } = settings;
  return {
    repositoryName,
    baseUrl,
    oaiPath: new URL(baseUrl).pathname,
    itemsPath,
    browsePath,
    repositoryIdentifier,
  };
}

async function respond(
  provider: DataProvider,
  site: Site | undefined,
  asked: Asked,
  request: Request,
  response: Response,
): Promise<void> {
  if (request.originalUrl.length > LONGEST_URL) {
    // Its body has been read, or is none that counts.
    return sendText(response, 414, 'The URL is too long. Send the arguments by POST.');
  }
  const name = negotiateCoding(request);
  const coding = codingOf(name);
  const tell = (oai: OaiReport) => noteRequest(response, { oai });
  const asPage = site !== undefined && request.path !== XML_PATH && isNavigation(request);
  if (asPage) noteRequest(response, { kind: 'page' });
  const body = await coding.encode(
    asPage
      ? [Buffer.from(await renderPage(provider, asked, site, tell))]
      : await provider.answer(asked.received, { packed: coding.packed, tell }),
  );
  if (name !== undefined) response.set('Content-Encoding', name);
  // Written past Express' send: no ETag, since no answer is ever the same again (CONFORMANCE RESP-16).
  response.writeHead(200, {
    ...(asPage ? PAGE_HEADERS : XML_HEADERS),
    'Content-Length': body.reduce((sum, { length }) => sum + length, 0),
    'Cache-Control': 'no-store',
  });
  // When this comes, the system has taken the last byte.
  response.once('finish', () => giveBack(body));
  response.cork();
  for (const piece of body) response.write(piece);
  response.end();
}

/** The raw query string: Express' own parsing would decode twice, merge repeats and make arrays. */
function queryOf(request: Request): string {
  const question = request.url.indexOf('?');
  return question < 0 ? '' : request.url.slice(question + 1);
}

/** True for a form body that is not compressed, and for no body at all, which is an empty form. */
function isForm(request: Request): boolean {
  const { 'transfer-encoding': transfer, 'content-length': length = 0, 'content-encoding': coding } = request.headers;
  if (transfer === undefined && Number(length) === 0) return true;
  return request.is(FORM) === FORM && (coding ?? 'identity').toLowerCase() === 'identity';
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
      sendText(response, status, 'The request cannot be read.');
      return;
    }
    const requestId = noteOf(response)?.requestId;
    logger.error({ err: error, requestId, method: request.method, url: loggedUrl(request) }, 'request failed');
    sendText(response, 500, `The repository failed to answer. The fault has been logged; its request is ${requestId}.`);
  };
}

/** Answers with a status of HTTP, but lets the client finish what it is sending. */
async function refuse(request: Request, response: Response, status: number, text: string): Promise<void> {
  await readBody(request, 0);
  sendText(response, status, text);
}

function sendText(response: Response, status: number, text: string): void {
  // A body without an end is not waited for.
  if (!response.req.complete) response.set('Connection', 'close');
  response.status(status).set('Cache-Control', 'no-store').type('text/plain').end(`${text}\n`);
}

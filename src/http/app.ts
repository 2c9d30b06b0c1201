import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { StoreBusy, type StoreReader } from '../store/store.ts';
import type { DataProvider } from '../verbs/data-provider.ts';
import { createBrowseRouter } from './browse-router.ts';
import { createHealthRouter } from './health-router.ts';
import { createItemRouter } from './item-router.ts';
import { limitHead } from './limit-head.ts';
import { limitRequests } from './limit-requests.ts';
import type { Limits } from './limits.ts';
import { loggedUrl } from './logged-url.ts';
import { createOaiRouter } from './oai-router.ts';
import { type ObservingOptions, observeRequests } from './observe-requests.ts';
import { pauseForMaintenance } from './pause-for-maintenance.ts';
import { Readiness } from './readiness.ts';
import { noteOf, noteRequest } from './request-note.ts';
import { createSchemaRouter } from './schema-router.ts';
import { createSitemapRouter } from './sitemap-router.ts';
import { warnOfProxy } from './warn-of-proxy.ts';

export interface AppParts extends ObservingOptions {
  provider: DataProvider;
  store: StoreReader;
  repositoryIdentifier: string;
  logger: Logger;
  /** Left out: what the store says. */
  readiness?: Readiness;
  /** Whether browsers get pages from the endpoint itself; left out: they do. */
  pages?: boolean;
  /** URL of the page that counts as an item's, with `{id}` in it. Left out: the page on this server. */
  landingUrl?: string;
  /** Left out: none. */
  limits?: Limits;
}

/**
 * The whole web application; it never listens by itself. The endpoint stands at `/oai` and at the path of
 * the base URL, with and without a slash at the end; item pages and schemas stand beside it.
 */
export function createApp({
  provider,
  store,
  repositoryIdentifier,
  logger,
  readiness = new Readiness(store),
  pages = true,
  landingUrl,
  limits,
  ...observing
}: AppParts): Express {
  const { baseUrl, repositoryName } = provider.settings;
  const path = new URL(baseUrl).pathname.replace(/\/+$/, '');
  const folder = path.replace(/[^/]*$/, '') || '/';
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing');
  app.set('query parser', false);
  app.use(observeRequests(observing));
  app.use('/health', createHealthRouter(readiness));
  // Before anybody is refused: whoever watches is to know what it was that was asked for.
  const endpoints = new Set(['/oai', '/oai/', path, `${path}/`]);
  app.use((request, response, next) => {
    if (endpoints.has(request.path)) noteRequest(response, { kind: 'oai' });
    next();
  });
  app.use(['/items', `${folder}items`], noteItem);
  app.use(warnOfProxy(logger, observing.trustedProxies));
  app.use(limitHead);
  if (limits !== undefined) app.use(limitRequests(limits));
  const pause = pauseForMaintenance(provider);
  const site = {
    repositoryName,
    baseUrl,
    oaiPath: new URL(baseUrl).pathname,
    itemsPath: `${folder}items/`,
    browsePath: `${folder}browse`,
    repositoryIdentifier,
    landingUrl: landingUrl ?? `${new URL(baseUrl).origin}${folder}items/{id}`,
    formats: provider.formats,
  };
  const items = createItemRouter(store, site);
  for (const root of new Set(['/items', `${folder}items`])) app.use(root, pause, items);
  const browse = createBrowseRouter(store, site);
  for (const root of new Set(['/browse', site.browsePath])) app.use(root, pause, browse);
  const sitemaps = createSitemapRouter(store, site, pause);
  for (const root of new Set(['/', folder])) app.use(root, sitemaps);
  const schemas = createSchemaRouter();
  for (const root of new Set(['/schemas', `${folder}schemas`])) app.use(root, schemas);
  const oai = createOaiRouter(provider, logger, { pages: pages && site });
  for (const root of new Set(['/oai', path || '/'])) app.use(root, oai);
  app.get('/', (_request, response) => {
    response.redirect(302, `${baseUrl}?verb=Identify`);
  });
  app.use((_request, response) => {
    response.status(404).type('text/plain').send(`Nothing is here. The OAI-PMH endpoint is ${baseUrl}\n`);
  });
  app.use(failure(logger));
  return app;
}

const noteItem: RequestHandler = (_request, response, next) => {
  noteRequest(response, { kind: 'item' });
  next();
};

function failure(logger: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const requestId = noteOf(response)?.requestId;
    const status = Number((error as { status?: unknown }).status);
    const busy = error instanceof StoreBusy;
    if (busy) response.set('Retry-After', '5');
    else if (!(status >= 400 && status < 500))
      logger.error({ err: error, requestId, url: loggedUrl(request) }, 'request failed');
    const shown = busy ? 503 : status >= 400 && status < 500 ? status : 500;
    const named = shown === 500 ? ` The fault has been logged; its request is ${requestId}.` : '';
    response.status(shown).type('text/plain').send(`The request could not be answered.${named}\n`);
  };
}

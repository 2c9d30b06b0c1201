import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import type { Logger } from 'pino';
import { createHealthRouter } from '../http/health-router.ts';
import type { Readiness } from '../http/readiness.ts';
import { guard } from './guard.ts';
import type { Metrics } from './metrics.ts';

export interface OperatorParts {
  /** Who knows it is let in; undefined: who is on this machine. */
  token: string | undefined;
  /** Whose X-Forwarded-For is believed when wrong tokens are counted. Left out: nobody's. */
  trustedProxies?: readonly string[];
  readiness: Readiness;
  metrics: Metrics;
  /** More pages, mounted at the root; the first one is at `/dashboard`. */
  pages?: readonly Router[];
  logger: Logger;
}

/** What is for the operator alone: metrics, and pages. Health needs no token: it tells nothing that the port does not. */
export function createOperatorApp({
  token,
  trustedProxies,
  readiness,
  metrics,
  pages = [],
  logger,
}: OperatorParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing');
  app.use((request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    if (request.method === 'GET' || request.method === 'HEAD') next();
    else response.status(405).set('Allow', 'GET, HEAD').type('text/plain').send('There is nothing to change here.\n');
  });
  app.use('/health', createHealthRouter(readiness));
  app.use(guard(token, trustedProxies));
  app.get('/metrics', async (_request, response) => {
    response.set('Content-Type', metrics.contentType).send(await metrics.print());
  });
  for (const page of pages) app.use(page);
  if (pages.length > 0) app.get('/', (_request, response) => response.redirect('/dashboard'));
  app.use((request, response) => {
    const found = request.path === '/';
    response
      .status(found ? 200 : 404)
      .type('text/plain')
      .send('/metrics\n/health/live\n/health/ready\n');
  });
  const failure: ErrorRequestHandler = (error, request, response, next) => {
    if ((error as { status?: unknown }).status === 400 && !response.headersSent) {
      response.status(400).type('text/plain').send('This address cannot be read.\n');
      return;
    }
    logger.error({ err: error, path: request.path.slice(0, 200) }, 'a page of the operator failed');
    if (response.headersSent) next(error);
    else response.status(500).type('text/plain').send('This failed; the fault has been logged.\n');
  };
  app.use(failure);
  return app;
}

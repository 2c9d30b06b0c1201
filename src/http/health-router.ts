import { Router } from 'express';
import type { Readiness } from './readiness.ts';
import { noteRequest } from './request-note.ts';

/**
 * For whoever starts, watches and balances servers: `/live` answers as long as the process does, `/ready` says 503
 * while it cannot answer harvesters, with the reasons as JSON.
 */
export function createHealthRouter(readiness: Readiness): Router {
  const router = Router({ caseSensitive: true });
  router.use((_request, response, next) => {
    noteRequest(response, { kind: 'health' });
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/ready', async (_request, response) => {
    const reasons = await readiness.reasons();
    if (reasons.length === 0) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'not ready', reasons });
  });
  return router;
}

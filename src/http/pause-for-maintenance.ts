import type { RequestHandler } from 'express';
import type { DataProvider } from '../verbs/data-provider.ts';

/** Tells everybody to come again later while the repository is being worked on: `oai-pmh maintenance on`. */
export function pauseForMaintenance({ maintenance }: Pick<DataProvider, 'maintenance'>): RequestHandler {
  return async (_request, response, next) => {
    const current = await maintenance.current();
    if (current === undefined) {
      next();
      return;
    }
    response.set({ 'Retry-After': String(current.retryAfter), 'Cache-Control': 'no-store', Connection: 'close' });
    response.status(503).type('text/plain').end('The repository is being worked on. Come again later.\n');
  };
}

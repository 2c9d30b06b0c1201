import type { RequestHandler } from 'express';

/** Headers of a request: browsers and proxies send some twenty. Node passes over those beyond 2000 in silence. */
const MOST_HEADERS = 100;

/** Refuses requests with more headers than anybody needs; the parser refuses heads beyond 16 KiB. */
export const limitHead: RequestHandler = (request, response, next) => {
  if (request.rawHeaders.length <= 2 * MOST_HEADERS) return next();
  response.set('Connection', 'close').status(431).type('text/plain').end('The request has too many headers.\n');
};

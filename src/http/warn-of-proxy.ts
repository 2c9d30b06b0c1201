import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { AddressList } from '../address-list.ts';
import { peerAddress } from './client-address.ts';

/** Where proxies stand. Anybody else who sends such headers has made them up. */
const NEAR = new AddressList(['loopback', 'private']);

/** Warns, once, of a proxy that nobody has named: all its clients are one client then. */
export function warnOfProxy(logger: Logger, trustedProxies: readonly string[] = []): RequestHandler {
  const trusted = new AddressList(trustedProxies);
  let isWarned = false;
  return (request, _response, next) => {
    if (!isWarned && ('x-forwarded-for' in request.headers || 'forwarded' in request.headers)) {
      const peer = peerAddress(request);
      if (NEAR.has(peer) && !trusted.has(peer)) {
        isWarned = true;
        logger.warn(
          `Requests come through a proxy at ${peer}, which limits and logs take for the client: name it in OAI_TRUSTED_PROXIES.`,
        );
      }
    }
    next();
  };
}

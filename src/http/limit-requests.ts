import type { RequestHandler, Response } from 'express';
import type { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';
import { AddressList } from '../address-list.ts';
import { peerAddress } from './client-address.ts';
import { FairLine } from './fair-line.ts';
import { fullBucket } from './full-bucket.ts';
import { hasBody } from './has-body.ts';
import type { Limits } from './limits.ts';
import { noteOf, noteRequest } from './request-note.ts';
import { clientNetwork } from './short-address.ts';
import { delayAnswer } from './turn.ts';

interface Client {
  readonly bucket: TokenBucket;
  /** Requests that are being answered, or wait for it. */
  underWay: number;
}

/** Clients that are remembered. Whoever is forgotten begins anew. */
const MOST_CLIENTS = 20_000;
/** A request for which its client has to wait no longer than so many seconds waits here: harvesters that ask one page after the other are slowed down, not refused. */
const PACE = 0.25;
/** What takes as long as it takes, such as answers that are under way, is asked for again after so many seconds. */
const RETRY_AFTER = 5;
/** Who is refused learns it after so many milliseconds, unless many wait for it already: otherwise it would only ask faster. */
const HOLD = 1_000;
const MOST_HELD = 1_000;

/**
 * Holds clients to the limits: what is beyond them gets 503 and Retry-After (never 429: CONFORMANCE RESP-04..06), before
 * its body is read and anything is looked up. It stands behind observeRequests, which knows the client.
 */
export function limitRequests({
  rateLimit,
  rateBurst,
  clientConcurrency,
  concurrency,
  allowList,
}: Limits): RequestHandler {
  const allowed = new AddressList(allowList);
  const clients = new LRUCache<string, Client>({ max: MOST_CLIENTS });
  const line = new FairLine(concurrency);
  let held = 0;

  const refuse = (response: Response, seconds: number) => {
    noteRequest(response, { refused: true });
    if (held >= MOST_HELD) return send503(response, seconds);
    held += 1;
    const timer = setTimeout(() => send503(response, seconds), HOLD);
    response.once('close', () => {
      held -= 1;
      clearTimeout(timer);
    });
  };

  return (request, response, next) => {
    const address = noteOf(response)?.client ?? peerAddress(request);
    if (allowed.has(address)) return next();
    const network = clientNetwork(address);
    const client = clients.get(network) ?? { bucket: fullBucket(rateBurst, rateLimit ?? rateBurst), underWay: 0 };
    clients.set(network, client);
    if (client.underWay >= clientConcurrency) return refuse(response, RETRY_AFTER);
    const { bucket } = client;
    bucket.drip();
    const seconds = rateLimit === undefined ? 0 : Math.max(0, 1 - bucket.content) / rateLimit;
    if (seconds > PACE) return refuse(response, Math.ceil(seconds));
    bucket.content -= 1;
    client.underWay += 1;

    let isMaking = false;
    let stepOut = () => {};
    const leave = () => {
      if (isMaking) line.leave();
      isMaking = false;
    };
    const enter = (go: () => void) => {
      stepOut = line.enter(
        () => bucket.content,
        () => {
          isMaking = true;
          go();
        },
        () => refuse(response, RETRY_AFTER),
      );
    };
    const begin = () => {
      // Nobody reads the body of a GET: it must be no way past the line.
      if (request.method === 'GET' || request.method === 'HEAD' || !hasBody(request)) return enter(next);
      delayAnswer(response, () => new Promise(enter));
      next();
    };
    const timer = seconds === 0 ? undefined : setTimeout(begin, seconds * 1000);
    response.once('prefinish', leave);
    response.once('close', () => {
      clearTimeout(timer);
      stepOut();
      leave();
      client.underWay -= 1;
    });
    if (timer === undefined) begin();
  };
}

function send503(response: Response, seconds: number): void {
  // What it was sending is not waited for.
  if (!response.req.complete) response.set('Connection', 'close');
  response
    .status(503)
    .set({ 'Retry-After': String(seconds), 'Cache-Control': 'no-store' })
    .type('text/plain')
    .end('Too many requests at a time. Try again later, one after the other.\n');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { AddressList } from '../address-list.ts';
import { type Clock, systemClock } from '../clock.ts';
import { clientAddress, peerAddress } from './client-address.ts';
import { hasBody } from './has-body.ts';
import { loggedUrl } from './logged-url.ts';
import { requestId } from './request-id.ts';
import { beginNote, noteOf, type RequestNote } from './request-note.ts';
import type { RequestObserver } from './request-report.ts';

export interface ObservingOptions {
  /** Left out: none. */
  observers?: readonly RequestObserver[];
  /** Whose X-Forwarded-For and X-Request-Id are believed: addresses and networks, `loopback`. Left out: nobody's. */
  trustedProxies?: readonly string[];
  clock?: Clock;
}

/** As a header of the client, in a report: longer ones say nothing more. */
const LONGEST_HEADER = 300;

/** Gives each request an id, which its answer names, and tells the observers when it is over. */
export function observeRequests({
  observers = [],
  trustedProxies = [],
  clock = systemClock,
}: ObservingOptions): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const trusted = new AddressList(trustedProxies);
  return (request, response, next) => {
    // Somebody further out does it already.
    if (noteOf(response) !== undefined) return next();
    const given = trusted.has(peerAddress(request)) ? request.headers['x-request-id'] : undefined;
    const note: RequestNote = {
      requestId: requestId(given),
      client: clientAddress(request, trusted),
      kind: 'other',
      refused: false,
      oai: undefined,
    };
    beginNote(response, note);
    response.setHeader('X-Request-Id', note.requestId);
    if (observers.length > 0) watch(request, response, note, observers, clock);
    next();
  };
}

function watch(
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  note: RequestNote,
  observers: readonly RequestObserver[],
  clock: Clock,
): void {
  const { socket, method = '', headers } = request;
  const at = clock.now() * 1000;
  const begun = clock.monotonic();
  const sentBefore = socket.bytesWritten;
  // A body may be on its way for long.
  let arrived = hasBody(request) && !request.readableEnded ? undefined : begun;
  if (arrived === undefined) {
    request.once('end', () => {
      arrived = clock.monotonic();
    });
  }
  let made: number | undefined;
  response.once('prefinish', () => {
    made = clock.monotonic();
  });
  response.once('close', () => {
    const ended = clock.monotonic();
    const erroneous = response.statusCode >= 400 || (note.oai?.errors.length ?? 0) > 0;
    const report = {
      ...note,
      at,
      duration: (ended - begun) * 1000,
      waited: Math.max(0, (made ?? ended) - (arrived ?? ended)) * 1000,
      method,
      target: erroneous ? loggedUrl({ originalUrl: request.originalUrl ?? request.url ?? '' }) : undefined,
      status: response.headersSent ? response.statusCode : 499,
      bytes: socket.bytesWritten - sentBefore,
      complete: response.writableFinished,
      userAgent: headers['user-agent']?.slice(0, LONGEST_HEADER),
      from: headers.from?.slice(0, LONGEST_HEADER),
    };
    for (const observer of observers) observer(report);
  });
}

import type { Logger } from 'pino';
import type { RequestObserver, RequestReport } from './request-report.ts';
import { shortAddress } from './short-address.ts';

export interface RequestLogOptions {
  /** Requests whose answers took so many milliseconds to be made are warned of; undefined: none. */
  slow: number | undefined;
  /** Whole addresses, or networks only. */
  addresses: 'short' | 'full';
}

/**
 * Logs requests: each at level `debug`, slow ones at `warn`. Harvests are thousands of requests, so that `info` has none
 * of the others. No token is logged, and of texts of clients no control characters.
 */
export function logRequests(logger: Logger, { slow, addresses }: RequestLogOptions): RequestObserver {
  return (report) => {
    const isSlow = slow !== undefined && report.waited >= slow && !report.refused;
    if (isSlow) logger.warn(lineOf(report, addresses), 'slow request');
    else if (logger.isLevelEnabled('debug')) logger.debug(lineOf(report, addresses), 'request');
  };
}

function lineOf(report: RequestReport, addresses: RequestLogOptions['addresses']): Record<string, unknown> {
  const { client, userAgent, from, oai, at: _at, duration, waited, ...line } = report;
  return {
    ...line,
    client: addresses === 'full' ? client : shortAddress(client),
    milliseconds: Math.round(duration),
    waited: Math.round(waited),
    userAgent: printable(userAgent),
    contact: printable(from),
    ...oai,
  };
}

function printable(text: string | undefined): string | undefined {
  return text?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

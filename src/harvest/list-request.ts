import { EXIT, Fault } from '../fault.ts';
import { parseDatestamp } from '../oai/datestamp.ts';
import type { Granularity } from '../oai/granularity.ts';
import { isMetadataPrefix } from '../oai/metadata-format.ts';
import { redact } from './redact.ts';

/** What is harvested (protocol 4.5). Dates are datestamps of either granularity. */
export interface ListRequest {
  /** May hold arguments of its own, and a user with a password. */
  baseUrl: string;
  metadataPrefix: string;
  set?: string;
  from?: string;
  until?: string;
}

/** A Fault where a person mistyped something, before anybody is asked. */
export function checkListRequest({ baseUrl, metadataPrefix, from, until }: ListRequest): void {
  const url = URL.parse(baseUrl);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new Fault(`${redact(baseUrl)} is not an address that begins with http:// or https://.`, EXIT.usage);
  }
  if (url.searchParams.has('verb')) {
    throw new Fault(
      `${redact(baseUrl)} is a whole request: give the address without verb and what follows.`,
      EXIT.usage,
    );
  }
  if (!isMetadataPrefix(metadataPrefix)) {
    throw new Fault(`"${metadataPrefix.slice(0, 60)}" is not a metadataPrefix.`, EXIT.usage);
  }
  for (const date of [from, until]) {
    if (date === undefined || parseDatestamp(date)) continue;
    throw new Fault(`"${date.slice(0, 60)}" is not a date: write 2026-03-01 or 2026-03-01T10:00:00Z.`, EXIT.usage);
  }
}

/**
 * The arguments of the first request. A day repository takes days only, so dates are cut to them: more comes, nothing
 * is missed. Both dates must be of one granularity (protocol 3.3.1), so a day beside a second becomes its first or
 * last second.
 */
export function listArguments(request: ListRequest, granularity: Granularity): Record<string, string> {
  const { metadataPrefix, set, from, until } = request;
  const isMixed = from !== undefined && until !== undefined && from.length !== until.length;
  const written = (date: string, ofDay: string): string => {
    if (granularity === 'day') return date.slice(0, 'YYYY-MM-DD'.length);
    return isMixed && !date.includes('T') ? `${date}T${ofDay}Z` : date;
  };
  return {
    metadataPrefix,
    ...(set !== undefined && { set }),
    ...(from !== undefined && { from: written(from, '00:00:00') }),
    ...(until !== undefined && { until: written(until, '23:59:59') }),
  };
}

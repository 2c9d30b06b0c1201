import type { UtcSeconds } from '../oai/datestamp.ts';

/**
 * Seconds to wait, by the Retry-After header: a number, or an HTTP date, which is compared with the Date that the
 * same server gave, so that its clock and ours need not agree. At least 1, lest a zero or a past date become a
 * request after another. Undefined where the header is missing or says nothing.
 */
export function readRetryAfter(
  headers: { 'retry-after'?: string | undefined; date?: string | undefined },
  now: UtcSeconds,
): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.max(1, Number(text));
  const until = readHttpDate(text);
  if (until === undefined) return undefined;
  return Math.max(1, until - (readHttpDate(headers.date ?? '') ?? now));
}

/** One of the three forms that HTTP knows, always of GMT, which the oldest does not say. Date.parse takes far more. */
function readHttpDate(text: string): UtcSeconds | undefined {
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined;
  const milliseconds = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

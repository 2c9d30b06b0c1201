import type { Granularity } from './granularity.ts';

/** Seconds since 1970-01-01T00:00:00Z, always whole. */
export type UtcSeconds = number;

/** A legal `from` or `until`: the half-open interval [start, end) of seconds that it names. */
export interface DateArgument {
  granularity: Granularity;
  start: UtcSeconds;
  end: UtcSeconds;
}

const SYNTAX = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})Z)?$/;
const DAY = 86_400;

/**
 * Reads a UTC datestamp of either granularity (protocol 3.3). Undefined for anything else: other ISO 8601
 * forms, impossible dates, year 0000, leap seconds and 24:00:00. Parsed by hand because `new Date` rolls
 * 2021-02-30 over to March.
 */
export function parseDatestamp(text: string): DateArgument | undefined {
  const match = SYNTAX.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
  if (match[4] === undefined) return { granularity: 'day', start: midnight, end: midnight + DAY };
  const start = midnight + hour * 3600 + minute * 60 + second;
  return { granularity: 'seconds', start, end: start + 1 };
}

/** Writes a datestamp: `YYYY-MM-DDThh:mm:ssZ`, or its day. */
export function formatDatestamp(seconds: UtcSeconds, granularity: Granularity = 'seconds'): string {
  const text = new Date(seconds * 1000).toISOString();
  return granularity === 'day' ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

import type { Request } from 'express';

/** Of a URL, in characters. */
const LONGEST = 500;

/** The request target as logs may hold it: tokens shortened, no control characters, nothing beyond ASCII. */
export function loggedUrl({ originalUrl }: Pick<Request, 'originalUrl'>): string {
  return originalUrl
    .slice(0, 12_000)
    .replace(/(resumptionToken=[^&]{0,8})[^&]+/gi, '$1…')
    .replace(/[^\x20-\x7e…]/g, '?')
    .slice(0, LONGEST);
}

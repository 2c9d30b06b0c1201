import { createHash } from 'node:crypto';
import { STYLE } from './style.ts';

const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64');

/**
 * HTTP headers of every page: nothing runs, nothing is loaded but what stands in it, and no other site may show it in a
 * frame. The style sheet is allowed by its digest.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=UTF-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_DIGEST}'`,
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

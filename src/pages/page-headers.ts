import { createHash } from 'node:crypto';
import { STYLE } from './style.ts';

/**
 * HTTP headers of a page: nothing runs, nothing is loaded but what stands in it, and no other site may show it in a
 * frame. The style sheet of all pages is allowed by its digest, and so are those that are named.
 */
export function pageHeaders(styles: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=UTF-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src ${[STYLE, ...styles].map((style) => `'sha256-${digestOf(style)}'`).join(' ')}`,
      "img-src 'self' data:",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}

/** Of a page with no style sheet but that of all pages. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = pageHeaders();

/**
 * Of the XML of an answer. A harvested record may hold any XML, and a browser that opens it would run what is XHTML in it;
 * styles and pictures are those by which browsers show XML.
 */
export const XML_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/xml; charset=UTF-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
};

function digestOf(style: string): string {
  return createHash('sha256').update(style).digest('base64');
}

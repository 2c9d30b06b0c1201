import { readUrl } from '../read-url.ts';

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;

/** The URI that a text is, of any scheme; undefined for what is none, and for addresses without a scheme. */
export function readUri(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return readUrl(text) ?? (URI.test(text) ? text : undefined);
}

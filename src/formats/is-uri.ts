import { anyUri } from './any-uri.ts';

/** Whether a text is an absolute URI (RFC 3986) as it stands, for strict readers of xs:anyURI too. */
export function isUri(text: string): boolean {
  return START.test(text) && !FOREIGN.test(text) && !HALF_AN_ESCAPE.test(text) && anyUri(text) === text;
}

const START = /^[A-Za-z][A-Za-z0-9+.-]*:./;
const FOREIGN = /[^A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]/;
const HALF_AN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

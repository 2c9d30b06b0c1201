/** RFC 3986 characters and whole escapes: what the canonical item takes as a URI. */
const HTTP_URL = /^https?:\/\/(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/i;

/**
 * The http(s) URL that a text is. Characters that a URI cannot hold are escaped as browsers do;
 * undefined for anything else, such as `www.example.org`, where the scheme would be a guess.
 */
export function readUrl(text: string): string | undefined {
  if (!/^https?:\/\/[^\s/]/i.test(text) || /\s/.test(text)) return undefined;
  if (HTTP_URL.test(text)) return text;
  const escaped = URL.parse(text)?.href;
  return escaped !== undefined && HTTP_URL.test(escaped) ? escaped : undefined;
}

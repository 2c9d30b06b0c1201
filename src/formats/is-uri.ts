/**
 * Whether a text is an absolute URI (RFC 3986) that strict readers of xs:anyURI take too: with a host by name, where
 * there is a host, and brackets nowhere.
 */
export function isUri(text: string): boolean {
  return START.test(text) && !FOREIGN.test(text) && !HALF_AN_ESCAPE.test(text);
}

const AUTHORITY = '//(?:[^/?#@]*@)?[^/?#@:]*(?::[0-9]{1,5})?(?=[/?#]|$)';
const START = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:(?:${AUTHORITY}|(?!//|#).)[^#]*(?:#[^#]*)?$`);
const FOREIGN = /[^A-Za-z0-9._~:/?#@!$&'()*+,;=%-]/;
const HALF_AN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

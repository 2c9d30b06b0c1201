const PARTS = /^([A-Za-z][A-Za-z0-9+.-]*:)(?:\/\/([^/?#]*))?([^#]*)(?:#(.*))?$/;
/** User, host (an IPv6 address in brackets, or a name), port. */
const AUTHORITY = /^(?:[^@:[\]]*(?::[^@[\]]*)?@)?(?:\[[0-9A-Fa-f:.]+\]|[^@:[\]]+)(?::[0-9]{1,5})?$/;

/**
 * A URI of the item as the strict readers of xs:anyURI take it (RFC 3986): brackets, and a # after the first, are
 * escaped where they only look odd to a browser. Undefined for what cannot be mended so, such as a port in letters.
 */
export function anyUri(uri: string | undefined): string | undefined {
  const [, scheme, authority, rest = '', fragment] = PARTS.exec(uri ?? '') ?? [];
  if (scheme === undefined || (authority !== undefined && !AUTHORITY.test(authority))) return undefined;
  const before = scheme + (authority === undefined ? '' : `//${authority}`) + escaped(rest);
  return fragment === undefined ? before : `${before}#${escaped(fragment)}`;
}

function escaped(part: string): string {
  return /[[\]#]/.test(part) ? part.replace(/[[\]#]/g, encodeURIComponent) : part;
}

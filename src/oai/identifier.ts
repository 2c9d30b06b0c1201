/**
 * Identifiers of items: URIs (protocol 2.4), made by the oai-identifier guideline
 * `oai:<repositoryIdentifier>:<local part>`.
 */

const DOMAIN = /^[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)+$/;
const UNRESERVED_OR_RESERVED = /[A-Za-z0-9._~:/?[\]@!$&'()*+,;=-]/;

/** RFC 3986 characters and whole escapes; brackets only as libxml2 takes them in xs:anyURI: nowhere but hosts. */
const URI_REFERENCE =
  /^(?:[A-Za-z][A-Za-z0-9+.-]*:|(?![^/?#]*:))(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$/;

/** The longest identifier that a store takes, in characters. */
const LONGEST_IDENTIFIER = 1024;

/** True for a domain name that may stand in an oai-identifier: two or more labels, none beginning with a digit. */
export function isRepositoryIdentifier(text: string): boolean {
  return DOMAIN.test(text) && text.length <= 253;
}

/**
 * True when the value of an `identifier` argument is legal syntax, so that it may be echoed in `request`
 * (xs:anyURI as libxml2 judges it, and a little stricter: ASCII only). What is legal but unknown is idDoesNotExist.
 */
export function isIdentifierSyntax(text: string): boolean {
  if (!URI_REFERENCE.test(text)) return false;
  const authority = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/([^/?#]*)/.exec(text)?.[1];
  // A port must be a number, and an authority has at most one user part.
  return authority === undefined || /^(?:[^@:]*(?::[^@]*)?@)?[^@:]*(?::\d{1,9})?$/.test(authority);
}

/** True for a whole OAI identifier `oai:namespace:local`, as it may stand in a header. */
export function isOaiIdentifier(text: string): boolean {
  return /^oai:[^:]+:./.test(text) && isIdentifierSyntax(text);
}

/** Whether a store takes an item under this identifier. */
export function isItemIdentifier(text: string): boolean {
  return isOaiIdentifier(text) && text.length <= LONGEST_IDENTIFIER;
}

/**
 * True for an identifier of this repository that the oai-identifier guideline would have made: no `#`, escapes in
 * upper case. Whole identifiers that came from elsewhere are kept as they are and need not be so.
 */
export function isModelIdentifier(identifier: string, repositoryIdentifier: string): boolean {
  const local = localPart(identifier, repositoryIdentifier);
  return local !== undefined && /^(?:[A-Za-z0-9_.!~*'();/?:@&=+$,-]|%[0-9A-F]{2})+$/.test(local);
}

/** Escapes a local id for the oai-identifier guideline: only what a URI cannot hold, upper-case hex. */
export function escapeLocalPart(localId: string): string {
  let escaped = '';
  for (const character of localId) {
    escaped +=
      UNRESERVED_OR_RESERVED.test(character) && character !== '[' && character !== ']'
        ? character
        : [...Buffer.from(character, 'utf8')]
            .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
            .join('');
  }
  return escaped;
}

/** The item's OAI identifier: a whole one is kept, a local id gets the repository's namespace. */
export function toOaiIdentifier(idOrLocalId: string, repositoryIdentifier: string): string {
  return idOrLocalId.startsWith('oai:') ? idOrLocalId : `oai:${repositoryIdentifier}:${escapeLocalPart(idOrLocalId)}`;
}

/** The local part of an identifier of this repository; undefined for an identifier of another namespace. */
export function localPart(identifier: string, repositoryIdentifier: string): string | undefined {
  const start = `oai:${repositoryIdentifier}:`;
  return identifier.startsWith(start) ? identifier.slice(start.length) : undefined;
}

/** The type of an identifier, by the codes of the Library of Congress where they differ from the item's schemes. */
export function identifierType(scheme: string): string | undefined {
  switch (scheme) {
    case 'handle':
      return 'hdl';
    case 'url':
      return 'uri';
    case 'other':
      return undefined;
    default:
      return scheme;
  }
}

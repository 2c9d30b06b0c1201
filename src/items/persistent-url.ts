import { identifierUrl } from './identifier-url.ts';
import type { Item } from './item.ts';

/** The schemes whose addresses somebody keeps up, the best known first. */
const SCHEMES = ['doi', 'handle', 'hdl', 'ark'];

/** The https URL that an item is cited by for ever, where it has one. */
export function persistentUrl({ identifiers = [] }: Item): string | undefined {
  for (const scheme of SCHEMES) {
    const found = identifiers.find((identifier) => identifier.scheme === scheme);
    const url = found && identifierUrl(found.scheme, found.value);
    // A value may have come as a URL of its own, and broken.
    if (url !== undefined && URL.canParse(url)) return url;
  }
  return undefined;
}

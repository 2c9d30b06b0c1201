import { identifierUrl } from '../items/identifier-url.ts';
import type { Item } from '../items/item.ts';

/** Where the item is found: its own pages, its DOI as a link, its files; with none of these, its page on this server. */
export function itemUrls({ links = [], identifiers = [], files = [] }: Item, landingPage: string): string[] {
  const dois = identifiers
    .filter(({ scheme }) => scheme === 'doi')
    .flatMap(({ scheme, value }) => identifierUrl(scheme, value) ?? []);
  const own = [...links, ...dois, ...files.map(({ uri }) => uri)];
  return own.length > 0 ? own : [landingPage];
}

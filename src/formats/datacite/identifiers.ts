import { identifierUrl } from '../../items/identifier-url.ts';
import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { isUri } from '../is-uri.ts';

/** The schemes that DataCite has a word for. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['ark', 'ARK'],
  ['arxiv', 'arXiv'],
  ['bibcode', 'bibcode'],
  ['cstr', 'CSTR'],
  ['doi', 'DOI'],
  ['ean13', 'EAN13'],
  ['eissn', 'EISSN'],
  ['handle', 'Handle'],
  ['hdl', 'Handle'],
  ['igsn', 'IGSN'],
  ['isbn', 'ISBN'],
  ['issn', 'ISSN'],
  ['istc', 'ISTC'],
  ['lissn', 'LISSN'],
  ['lsid', 'LSID'],
  ['pmid', 'PMID'],
  ['purl', 'PURL'],
  ['raid', 'RAiD'],
  ['rrid', 'RRID'],
  ['swhid', 'SWHID'],
  ['upc', 'UPC'],
  ['url', 'URL'],
  ['urn', 'URN'],
  ['w3id', 'w3id'],
]);

/** Some schemes are known by how the value begins. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['arxiv', 'arXiv:'],
  ['ark', 'ark:'],
  ['urn', 'urn:'],
]);

/** An identifier as the controlled list of DataCite types it; undefined when it can name it in no way. */
export function typedIdentifier(
  scheme: string | undefined,
  value: string,
): { type: string; value: string } | undefined {
  if (scheme === undefined || scheme === 'url') {
    return /^https?:\/\//i.test(value) && isUri(value) ? { type: 'URL', value } : undefined;
  }
  const type = TYPES.get(scheme);
  if (type !== undefined) return { type, value: written(scheme, value) };
  const url = identifierUrl(scheme, value);
  return url === undefined ? undefined : { type: 'URL', value: url };
}

function written(scheme: string, value: string): string {
  const prefix = PREFIXES.get(scheme);
  return prefix === undefined || value.toLowerCase().startsWith(prefix.toLowerCase()) ? value : `${prefix}${value}`;
}

/** What else the item is known by: other identifiers, its OAI identifier, pages and files. */
export function alternateIdentifiers(item: Item, doi: string): Markup | undefined {
  const { identifier, identifiers = [], links = [], files = [] } = item;
  const all = [
    ...identifiers
      .filter(({ scheme, value }) => scheme !== 'doi' || value !== doi)
      .map(({ scheme, value }) => [TYPES.get(scheme) ?? scheme, written(scheme, value)] as const),
    ['oai', identifier] as const,
    ...[...links, ...files.map(({ uri }) => uri)].map((uri) => ['URL', uri] as const),
  ];
  const elements = all.map(([type, value]) => leaf('alternateIdentifier', value, { alternateIdentifierType: type }));
  return branch('alternateIdentifiers', {}, [...new Set(elements)]);
}

import { identifierUrl } from '../../items/identifier-url.ts';
import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

interface Primary {
  /** As the schema spells it: HANDLE, where the text of the guidelines has Handle. */
  type: 'DOI' | 'HANDLE' | 'ARK' | 'URN' | 'URL';
  link: string;
  /** The identifier or URL of the item that this is. */
  value: string;
}

/** The best first. */
const PERSISTENT: readonly (readonly [scheme: string, type: Primary['type']])[] = [
  ['doi', 'DOI'],
  ['handle', 'HANDLE'],
  ['hdl', 'HANDLE'],
  ['ark', 'ARK'],
  ['urn', 'URN'],
];

/** Types of identifiers as DataCite spells them, by our schemes. */
const IDENTIFIER_TYPES: ReadonlyMap<string, string> = new Map([
  ['hdl', 'Handle'],
  ...'ARK arXiv bibcode DOI EAN13 EISSN Handle IGSN ISBN ISSN ISTC LISSN LSID PISSN PMID PURL UPC URL URN WOS'
    .split(' ')
    .map((type) => [type.toLowerCase(), type] as const),
]);

/** How the item relates to the other one. Kernel 4.1, on which the guidelines stand, knows no mere relation. */
const RELATION_TYPES: Readonly<Record<NonNullable<Item['relations']>[number]['type'], string | undefined>> = {
  relates: undefined,
  references: 'References',
  isReferencedBy: 'IsReferencedBy',
  isPartOf: 'IsPartOf',
  hasPart: 'HasPart',
  isVersionOf: 'IsVersionOf',
  hasVersion: 'HasVersion',
  // Words of their own for translations came with kernel 4.6.
  isTranslationOf: 'IsDerivedFrom',
  hasTranslation: 'IsSourceOf',
  isSupplementTo: 'IsSupplementTo',
  isSupplementedBy: 'IsSupplementedBy',
  isFormatOf: 'IsVariantFormOf',
  replaces: 'IsNewVersionOf',
  isReplacedBy: 'IsPreviousVersionOf',
};

/** The one link that identifies the item: DOI, Handle, ARK, URN, else a landing page, at last the one on this server. */
export function primaryIdentifier({ identifiers = [], links = [] }: Item, landingPage: string): Primary {
  for (const [scheme, type] of PERSISTENT) {
    const found = identifiers.find((identifier) => identifier.scheme === scheme);
    const link = found && identifierUrl(found.scheme, found.value);
    if (link !== undefined) return { type, link, value: found?.value ?? link };
  }
  const link = links.find((url) => /^https?:/i.test(url)) ?? landingPage;
  return { type: 'URL', link, value: link };
}

export function identifierElement({ type, link }: Primary): Markup | undefined {
  return leaf('datacite:identifier', link, { identifierType: type });
}

/** The other names of the item itself, bare, and its other pages: that on this server where there is but a URN. */
export function alternateIdentifiers(
  { identifiers = [], links = [] }: Item,
  primary: Primary,
  landingPage: string,
): Markup | undefined {
  const pages = primary.type === 'URN' && links.length === 0 ? [landingPage] : links;
  return branch(
    'datacite:alternateIdentifiers',
    {},
    [
      ...identifiers.map(({ scheme, value }) => [IDENTIFIER_TYPES.get(scheme) ?? scheme, value] as const),
      ...pages.map((url) => ['URL', url] as const),
    ]
      .filter(([, value]) => value !== primary.value)
      .map(([alternateIdentifierType, value]) =>
        leaf('datacite:alternateIdentifier', value, { alternateIdentifierType }),
      ),
  );
}

/** The journal by its ISSNs, and other resources that have an identifier; a description alone has no place here. */
export function relatedIdentifiers({ host, relations = [] }: Item): Markup | undefined {
  return branch('datacite:relatedIdentifiers', {}, [
    ...(host?.issns ?? []).map((issn) => related('IsPartOf', 'ISSN', issn)),
    ...relations.map(({ type, scheme, value }) => {
      const relationType = RELATION_TYPES[type];
      const [kind, identifier] = typed(scheme, value);
      return relationType === undefined || kind === undefined ? undefined : related(relationType, kind, identifier);
    }),
  ]);
}

function related(relationType: string, relatedIdentifierType: string, value: string): Markup | undefined {
  return leaf('datacite:relatedIdentifier', value, { relatedIdentifierType, relationType });
}

/** The identifier with its type. One of a scheme without a type is told by its URL, if it has one. */
function typed(scheme: string | undefined, value: string): [type: string | undefined, value: string] {
  const type = scheme === undefined ? undefined : IDENTIFIER_TYPES.get(scheme);
  if (type !== undefined) return [type, value];
  const url = scheme === undefined ? value : (identifierUrl(scheme, value) ?? value);
  if (/^https?:\/\//i.test(url)) return ['URL', url];
  return [/^urn:/i.test(url) ? 'URN' : undefined, url];
}

import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { yearIssued } from './dates.ts';
import { typedIdentifier } from './identifiers.ts';
import { hostType } from './resource-type.ts';

type Relation = NonNullable<Item['relations']>[number];

const RELATION_TYPES = {
  relates: 'Other',
  references: 'References',
  isReferencedBy: 'IsReferencedBy',
  isPartOf: 'IsPartOf',
  hasPart: 'HasPart',
  isVersionOf: 'IsVersionOf',
  hasVersion: 'HasVersion',
  isTranslationOf: 'IsTranslationOf',
  hasTranslation: 'HasTranslation',
  isSupplementTo: 'IsSupplementTo',
  isSupplementedBy: 'IsSupplementedBy',
  isFormatOf: 'IsVariantFormOf',
  replaces: 'Obsoletes',
  isReplacedBy: 'IsObsoletedBy',
} as const satisfies Record<Relation['type'], string>;

/** Other resources that have an identifier, and the ISSNs of the host. */
export function relatedIdentifiers({ type, host, relations = [] }: Item): Markup | undefined {
  const around = hostType(type);
  // The ISSN that a chapter comes with is of the series, not of the book.
  const serial = around === 'Book' ? undefined : around;
  const elements = [
    ...(host?.issns ?? []).map((issn) =>
      leaf('relatedIdentifier', issn, {
        relatedIdentifierType: 'ISSN',
        relationType: 'IsPublishedIn',
        resourceTypeGeneral: serial,
      }),
    ),
    ...relations.map((relation) => {
      const found = typedIdentifier(relation.scheme, relation.value);
      return found && leaf('relatedIdentifier', found.value, { relatedIdentifierType: found.type, ...told(relation) });
    }),
  ];
  return branch('relatedIdentifiers', {}, [...new Set(elements)]);
}

/** The host with the place in it, and other resources that are known by words only. */
export function relatedItems(item: Item): Markup | undefined {
  const described = (item.relations ?? []).map((relation) => {
    const { scheme, value } = relation;
    if (typedIdentifier(scheme, value)) return undefined;
    const words = scheme === undefined || scheme === 'url' ? value : `${scheme}:${value}`;
    // What kind of thing it is, nobody says.
    return branch(
      'relatedItem',
      { relatedItemType: 'Other', ...told(relation) },
      branch('titles', {}, leaf('title', words)),
    );
  });
  return branch('relatedItems', {}, hostItem(item), [...new Set(described)]);
}

function told({ type }: Relation) {
  return {
    relationType: RELATION_TYPES[type],
    relationTypeInformation: type === 'relates' ? 'Is related to' : undefined,
  };
}

/** The order is the schema's. */
function hostItem(item: Item): Markup | undefined {
  const { titles = [], issns = [], volume, issue, firstPage, lastPage, articleNumber } = item.host ?? {};
  const type = hostType(item.type);
  const place = [
    leaf('volume', volume),
    leaf('issue', issue),
    leaf('number', articleNumber, { numberType: 'Article' }),
    leaf('firstPage', firstPage),
    leaf('lastPage', lastPage),
  ];
  if (titles.length === 0 && issns.length === 0 && place.every((part) => part === undefined)) return undefined;
  return branch(
    'relatedItem',
    { relatedItemType: type, relationType: 'IsPublishedIn' },
    type === 'Book' ? undefined : leaf('relatedItemIdentifier', issns[0], { relatedItemIdentifierType: 'ISSN' }),
    branch(
      'titles',
      {},
      titles.map(({ text, lang }) => leaf('title', text, { 'xml:lang': lang })),
    ),
    leaf('publicationYear', yearIssued(item)),
    place,
  );
}

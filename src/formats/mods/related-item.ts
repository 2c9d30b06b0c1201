import type { Item } from '../../items/item.ts';
import { type Attributes, branch, leaf, type Markup } from '../../xml/markup.ts';
import { anyUri } from '../any-uri.ts';
import { identifierType } from './identifier-type.ts';
import { modsLanguage } from './language.ts';

type Relation = NonNullable<Item['relations']>[number];

/** A value that is no identifier but an address. */
const WEB_ADDRESS = /^https?:\/\/(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;

/** The journal or book that the item stands in, then whatever else it relates to. */
export function modsRelatedItems(item: Item): (Markup | undefined)[] {
  return [host(item), ...(item.relations ?? []).map(related)];
}

function host({ host, dates = [] }: Item): Markup | undefined {
  if (host === undefined) return undefined;
  const { titles = [], issns = [], volume, issue, articleNumber, citation } = host;
  return branch(
    'relatedItem',
    { type: 'host' },
    titles.map(({ text, lang }) => branch('titleInfo', modsLanguage(lang), leaf('title', text))),
    issns.map((issn) => leaf('identifier', issn, { type: 'issn' })),
    branch(
      'part',
      {},
      detail('volume', volume),
      detail('issue', issue),
      detail('article number', articleNumber),
      pages(host),
      leaf('date', dates.find(({ kind }) => kind === 'issued')?.date, { encoding: 'w3cdtf' }),
      leaf('text', citation, { type: 'citation' }),
    ),
  );
}

function detail(type: string, number: string | undefined): Markup | undefined {
  return branch('detail', { type }, leaf('number', number));
}

/** `101, 107-110` is no first page but a list of them. */
function pages({ firstPage, lastPage }: NonNullable<Item['host']>): Markup | undefined {
  const isList = lastPage === undefined && firstPage !== undefined && /[,;]/.test(firstPage);
  return branch(
    'extent',
    { unit: 'pages' },
    isList ? leaf('list', firstPage) : [leaf('start', firstPage), leaf('end', lastPage)],
  );
}

function related({ type, scheme, value }: Relation): Markup | undefined {
  const isAddress = WEB_ADDRESS.test(value) && (scheme === undefined || scheme === 'url');
  const url = isAddress ? anyUri(value) : undefined;
  return branch(
    'relatedItem',
    relationType(type),
    url !== undefined
      ? branch('location', {}, leaf('url', url))
      : scheme === undefined
        ? leaf('note', value)
        : leaf('identifier', value, { type: identifierType(scheme) }),
  );
}

/** Where MODS has no word that says as much, the item's own stands in otherType. */
function relationType(type: Relation['type']): Attributes {
  switch (type) {
    case 'relates':
      return {};
    case 'references':
    case 'isReferencedBy':
      return { type };
    case 'isPartOf':
      return { type: 'host' };
    case 'hasPart':
      return { type: 'constituent' };
    case 'isVersionOf':
    case 'hasVersion':
      return { type: 'otherVersion' };
    case 'isFormatOf':
      return { type: 'otherFormat' };
    case 'replaces':
      return { type: 'preceding' };
    case 'isReplacedBy':
      return { type: 'succeeding' };
    case 'isTranslationOf':
    case 'hasTranslation':
    case 'isSupplementTo':
    case 'isSupplementedBy':
      return { otherType: type };
  }
}

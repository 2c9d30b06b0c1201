import { isIsbn, isIssn } from '../../items/check-digit.ts';
import { pageRange, publicationDate } from '../../items/citation.ts';
import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { dataField, type Subfield } from './field.ts';
import { bareIsbn } from './numbers.ts';

type Relation = NonNullable<Item['relations']>[number];

/** Tag and second indicator of each relation. With 8, which shows no words of its own, $i says them. */
const ENTRIES: Readonly<Record<Relation['type'], readonly [tag: string, indicator: string, words?: string]>> = {
  isTranslationOf: ['765', ' '],
  hasTranslation: ['767', ' '],
  isSupplementedBy: ['770', ' '],
  isSupplementTo: ['772', ' '],
  isPartOf: ['773', '8', 'Is part of:'],
  hasPart: ['774', ' '],
  isVersionOf: ['775', '8', 'Is version of:'],
  hasVersion: ['775', '8', 'Has version:'],
  isFormatOf: ['776', ' '],
  replaces: ['780', '2'],
  isReplacedBy: ['785', '2'],
  relates: ['787', ' '],
  references: ['787', '8', 'References:'],
  isReferencedBy: ['787', '8', 'Referenced by:'],
};

/** 765 to 787: the journal or book that the item stands in, and everything that it is related to. */
export function linkingEntries(item: Item): (Markup | undefined)[] {
  const related = (item.relations ?? []).map((relation) => ({ relation, tag: ENTRIES[relation.type][0] }));
  related.sort((a, b) => Number(a.tag) - Number(b.tag));
  const entries = (wanted: (tag: string) => boolean) =>
    related.filter(({ tag }) => wanted(tag)).map(({ relation }) => relatedEntry(relation));
  return [...entries((tag) => tag < '773'), ...hostEntries(item), ...entries((tag) => tag >= '773')];
}

/**
 * 773. $t and $x cannot be repeated, so a second title or ISSN gets an entry of its own; only the first says where in
 * the host the item stands.
 */
function hostEntries(item: Item): (Markup | undefined)[] {
  const { host } = item;
  if (!host) return [];
  const { titles = [], issns = [] } = host;
  const place: Subfield[] = [
    ['g', part(item) ?? host.citation],
    ['q', enumeration(host)],
  ];
  const count = Math.max(titles.length, issns.length, 1);
  return Array.from({ length: count }, (_, i) =>
    dataField('773', '0 ', ['t', (titles[i] ?? titles[0])?.text], ...(i === 0 ? place : []), ['x', issns[i]]),
  );
}

/** $g for people: `Vol. 14, no. 2 (2021), p. 101-120`. Undefined when nothing but the year is known. */
function part(item: Item): string | undefined {
  const { volume, issue, articleNumber } = item.host ?? {};
  const pages = pageRange(item);
  const number = [volume && `Vol. ${volume}`, issue && `no. ${issue}`].filter((text) => text !== undefined).join(', ');
  const place = pages === undefined ? articleNumber && `art. ${articleNumber}` : `p. ${pages}`;
  if (number === '' && place === undefined) return undefined;
  const year = publicationDate(item)?.slice(0, 4);
  const numbered = [number, year && `(${year})`].filter((text) => text).join(' ');
  return [numbered, place].filter((text) => text).join(', ');
}

/** $q for machines: `14:2<101`. An issue alone would be taken for a volume. */
function enumeration({ volume, issue, firstPage }: NonNullable<Item['host']>): string | undefined {
  if (volume === undefined) return undefined;
  return `${volume}${issue === undefined ? '' : `:${issue}`}${firstPage === undefined ? '' : `<${firstPage}`}`;
}

function relatedEntry({ type, scheme, value }: Relation): Markup | undefined {
  const [tag, indicator, words] = ENTRIES[type];
  return dataField(tag, `0${indicator}`, ['i', words], target(scheme, value));
}

/** What is known of the other one: a title in words, an ISSN, an ISBN, or an identifier with the name of its scheme. */
function target(scheme: string | undefined, value: string): Subfield {
  if (scheme === undefined) return ['t', value];
  if (scheme === 'issn' && isIssn(value)) return ['x', value];
  if (scheme === 'isbn' && isIsbn(value)) return ['z', bareIsbn(value)];
  if (scheme === 'url' && /^https?:/i.test(value)) return ['o', value];
  return ['o', value.startsWith(`${scheme}:`) ? value : `${scheme}:${value}`];
}

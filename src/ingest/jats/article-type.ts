import type { Item } from '../../items/item.ts';
import { shorten } from '../shorten.ts';
import { lineText } from './text.ts';
import { childrenOf, type Note, type XmlNode } from './xml-node.ts';

/** The values that JATS suggests, by what they are to info:eu-repo, where an editorial is an article too. */
const TYPES: ReadonlyMap<string, NonNullable<Item['type']>> = new Map([
  ...words(
    'article',
    'addendum article article-commentary brief-report case-report case-study clinical-trial commentary correction data-paper discussion ' +
      'editorial expression-of-concern guideline in-brief introduction letter methods-article news obituary oration ' +
      'original-article partial-retraction rapid-communication reply research-article retraction review-article ' +
      'short-report systematic-review technical-article translation',
  ),
  ...words('review', 'book-review product-review'),
  ...words('conferenceObject', 'abstract meeting-abstract meeting-report proceedings'),
  ...words('preprint', 'preprint'),
  ...words('report', 'report technical-report'),
  ...words('other', 'announcement books-received calendar collection index other'),
]);

/** Of the JATS article version vocabulary (NISO RP-8). A proof is not what was published. */
const VERSIONS: ReadonlyMap<string, NonNullable<Item['version']>> = new Map([
  ['AO', 'draft'],
  ['SMUR', 'submitted'],
  ['AM', 'accepted'],
  ['VOR', 'published'],
  ['CVOR', 'updated'],
  ['EVOR', 'updated'],
]);

/** What the article is, by its article-type. */
export function typeOf({ attributes, line }: XmlNode, note: Note): Item['type'] {
  const given = attributes.get('article-type') ?? '';
  if (given.trim() === '') return undefined;
  const type = TYPES.get(given.trim().toLowerCase().replace(/[ _]+/g, '-'));
  if (type === undefined) note(line, `article-type “${shorten(given)}” is not known here and was left out`);
  return type;
}

/** Which version this is: article-version, since JATS 1.2. */
export function versionOf(meta: XmlNode, note: Note): Item['version'] {
  const nodes = [meta, ...childrenOf(meta, 'article-version-alternatives')].flatMap((node) =>
    childrenOf(node, 'article-version'),
  );
  for (const node of nodes) {
    const { attributes } = node;
    const given = attributes.get('article-version-type') ?? attributes.get('vocab-term') ?? lineText(node);
    const version = VERSIONS.get(given.trim().toUpperCase());
    if (version !== undefined) return version;
    note(node.line, `article-version “${shorten(given)}” is not known here and was left out`);
  }
  return undefined;
}

function words(type: NonNullable<Item['type']>, list: string): [string, NonNullable<Item['type']>][] {
  return list.split(' ').map((word) => [word, type]);
}

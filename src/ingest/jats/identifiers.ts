import { bareDoi } from '../../items/doi.ts';
import type { Item } from '../../items/item.ts';
import { shorten } from '../shorten.ts';
import { lineText } from './text.ts';
import { childrenOf, type Note, type XmlNode } from './xml-node.ts';

/** Kinds of article-id that mean something outside of the house that gave them, with their schemes. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['doi', 'doi'],
  ['pmid', 'pmid'],
  ['pmc', 'pmcid'],
  ['pmcid', 'pmcid'],
  ['pii', 'pii'],
  ['arxiv', 'arxiv'],
  ['ark', 'ark'],
  ['handle', 'handle'],
  ['hdl', 'handle'],
  ['sici', 'sici'],
  ['mr', 'mr'],
  ['zbl', 'zbl'],
]);
/** Numbers within a house: they need the journal beside them. */
const OF_THE_HOUSE: ReadonlySet<string> = new Set(['publisher-id', 'pii', 'other', 'manuscript', 'art-access-id', '']);

/** Identifiers that others know the article by. */
export function identifiersOf(meta: XmlNode, note: Note): NonNullable<Item['identifiers']> {
  return childrenOf(meta, 'article-id').flatMap((node) => {
    const scheme = SCHEMES.get(kindOf(node));
    const text = lineText(node);
    if (scheme === undefined || text === '') return [];
    const value = bareValue(scheme, text);
    if (value === undefined) note(node.line, `article-id “${shorten(text)}” is not a DOI and was left out`);
    return value === undefined ? [] : [{ scheme, value }];
  });
}

/**
 * The id of the item: the DOI in small letters (a DOI has no other ones), else the number at PubMed Central or
 * PubMed, else the number at the publisher behind that of the journal. Undefined when there is none of them.
 */
export function localIdOf(meta: XmlNode, journal: XmlNode | undefined): string | undefined {
  const ids = childrenOf(meta, 'article-id').map((node) => ({ kind: kindOf(node), text: lineText(node) }));
  for (const { kind, text } of ids) {
    const doi = kind === 'doi' ? bareDoi(text) : undefined;
    if (doi !== undefined) return doi.toLowerCase();
  }
  for (const scheme of ['pmcid', 'pmid']) {
    const id = ids.find(({ kind, text }) => SCHEMES.get(kind) === scheme && text !== '');
    if (id) return `${scheme}/${bareValue(scheme, id.text)}`;
  }
  const own = ids.find(({ kind, text }) => OF_THE_HOUSE.has(kind) && text !== '');
  const journalId = journalIdOf(journal);
  return own && journalId !== undefined ? `${journalId}/${own.text}` : undefined;
}

function journalIdOf(journal: XmlNode | undefined): string | undefined {
  const ids = childrenOf(journal, 'journal-id');
  const own = ids.find(({ attributes }) => /^publisher/.test(attributes.get('journal-id-type') ?? ''));
  const [issn] = childrenOf(journal, 'issn');
  return lineText(own ?? ids[0] ?? issn) || undefined;
}

function bareValue(scheme: string, text: string): string | undefined {
  if (scheme === 'doi') return bareDoi(text);
  return scheme === 'pmcid' && /^\d+$/.test(text) ? `PMC${text}` : text;
}

function kindOf({ attributes }: XmlNode): string {
  return (attributes.get('pub-id-type') ?? '').toLowerCase();
}

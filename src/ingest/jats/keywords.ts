import type { Item } from '../../items/item.ts';
import { readUrl } from '../read-url.ts';
import { localized } from './localized.ts';
import { lineText } from './text.ts';
import { childOf, childrenOf, type Note, within, type XmlNode } from './xml-node.ts';

type Localized = NonNullable<Item['keywords']>[number];
type Subject = NonNullable<Item['subjects']>[number];

/** Groups of keywords that are none. */
const NO_KEYWORDS = /abbrev/i;
/** The section of the journal that an article stands in, not what it is about. */
const SECTION = /^(?:heading|section|toc|display-channel|article-?type|article-?category)/i;

/** Free keywords. */
export function keywordsOf(meta: XmlNode, note: Note): Localized[] {
  const groups = childrenOf(meta, 'kwd-group', 'unstructured-kwd-group').filter(
    (group) => vocabularyOf(group) === undefined && !NO_KEYWORDS.test(group.attributes.get('kwd-group-type') ?? ''),
  );
  return distinct(groups.flatMap((group) => wordsOf(group, note)));
}

/** Keywords out of a vocabulary that has a name, and subjects that are not sections. */
export function subjectsOf(meta: XmlNode, note: Note): Subject[] {
  const controlled = childrenOf(meta, 'kwd-group').flatMap((group) => {
    const scheme = vocabularyOf(group);
    if (scheme === undefined) return [];
    return wordNodes(group).flatMap((node) => subjectOf(node, lineText(node), scheme, note));
  });
  const filed = childrenOf(childOf(meta, 'article-categories'), 'subj-group').flatMap((group) => {
    const scheme = vocabularyOf(group) ?? group.attributes.get('subj-group-type') ?? '';
    if (scheme === '' || SECTION.test(scheme)) return [];
    return within(group, 'subject').flatMap((node) => subjectOf(node, lineText(node), scheme, note));
  });
  return distinct([...controlled, ...filed]);
}

function subjectOf(node: XmlNode, text: string, scheme: string, note: Note): Subject[] {
  const uri = readUrl(node.attributes.get('vocab-term-identifier') ?? '');
  const found = localized(text, node, note);
  return found ? [{ ...found, scheme, ...(uri !== undefined && { uri }) }] : [];
}

function vocabularyOf({ attributes }: XmlNode): string | undefined {
  return attributes.get('vocab') || undefined;
}

function wordsOf(group: XmlNode, note: Note): Localized[] {
  if (group.name === 'kwd-group') {
    return wordNodes(group).flatMap((node) => localized(lineText(node), node, note) ?? []);
  }
  return lineText(group)
    .split(/[;,]/)
    .flatMap((word) => localized(word.trim(), group, note) ?? []);
}

/** Keywords may be made of parts, or stand within others. */
function wordNodes(group: XmlNode): XmlNode[] {
  return childrenOf(group, 'kwd', 'compound-kwd', 'nested-kwd').flatMap((node) => {
    switch (node.name) {
      case 'nested-kwd':
        return wordNodes(node);
      case 'compound-kwd':
        return [spaced(node)];
      default:
        return [node];
    }
  });
}

function spaced(node: XmlNode): XmlNode {
  return { ...node, children: node.children.flatMap((part) => (typeof part === 'string' ? [] : [part, ' '])) };
}

function distinct<T>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

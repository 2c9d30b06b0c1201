import type { Item } from '../../items/item.ts';
import { readIssn } from '../read-issns.ts';
import { shorten } from '../shorten.ts';
import { languageOf, localized } from './localized.ts';
import { lineText } from './text.ts';
import { childOf, childrenOf, type Note, type XmlNode } from './xml-node.ts';

type Host = NonNullable<Item['host']>;

/** The journal, and the place of the article in it. */
export function hostOf(journal: XmlNode | undefined, meta: XmlNode, note: Note): Host | undefined {
  const text = (name: string) => lineText(childOf(meta, name)) || undefined;
  const articleNumber = text('elocation-id');
  const [volume, issue] = [text('volume'), text('issue')];
  const titles = journalTitles(journal, note);
  const issns = issnsOf(journal, note);
  const host: Host = {
    ...(titles.length > 0 && { titles }),
    ...(issns.length > 0 && { issns }),
    ...(volume !== undefined && { volume }),
    ...(issue !== undefined && { issue }),
    ...pagesOf(text('fpage'), text('lpage'), text('page-range')),
    ...(articleNumber !== undefined && { articleNumber }),
  };
  return Object.keys(host).length > 0 ? host : undefined;
}

export function publishersOf(journal: XmlNode | undefined, note: Note): NonNullable<Item['publishers']> {
  return childrenOf(journal, 'publisher')
    .flatMap((publisher) => childrenOf(publisher, 'publisher-name'))
    .flatMap((node) => {
      const name = lineText(node);
      // The language of the article is not that of its publisher.
      const lang = node.attributes.has('xml:lang') ? languageOf(node, note) : undefined;
      return name === '' ? [] : [{ name, ...(lang !== undefined && { lang }) }];
    });
}

/** Before JATS 1.0 the titles stood in journal-meta itself. The language of the article is not that of its journal. */
function journalTitles(journal: XmlNode | undefined, note: Note): NonNullable<Host['titles']> {
  const groups = [...(journal ? [journal] : []), ...childrenOf(journal, 'journal-title-group')];
  return groups
    .flatMap((group) => [group, ...childrenOf(group, 'trans-title-group')])
    .flatMap((group) =>
      childrenOf(group, 'journal-title', 'trans-title').map((node) => ({
        node,
        hasLanguage: [node, group].some(({ attributes }) => attributes.has('xml:lang')),
      })),
    )
    .flatMap(({ node, hasLanguage }) => {
      const found = localized(lineText(node), hasLanguage ? node : { ...node, lang: undefined }, note);
      return found ?? [];
    });
}

function issnsOf(journal: XmlNode | undefined, note: Note): string[] {
  const issns = childrenOf(journal, 'issn', 'issn-l').flatMap((node) => {
    const text = lineText(node);
    const issn = readIssn(text);
    if (issn === undefined && text !== '') note(node.line, `“${shorten(text)}” is no ISSN and was left out`);
    return issn ?? [];
  });
  return [...new Set(issns)];
}

/** `101-120`, where first and last page are not given by themselves; a list of pages stays whole. */
function pagesOf(first: string | undefined, last: string | undefined, range: string | undefined): Partial<Host> {
  const [, from, to] = /^([\p{L}\d]+)\s*\p{Pd}\s*([\p{L}\d]+)$/u.exec(range ?? '') ?? [];
  const end = last ?? (first === from ? to : undefined);
  if (first !== undefined) return { firstPage: first, ...(end !== undefined && { lastPage: end }) };
  if (range === undefined) return {};
  return from !== undefined && to !== undefined ? { firstPage: from, lastPage: to } : { firstPage: range };
}

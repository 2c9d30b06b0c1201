import type { Item } from '../../items/item.ts';
import { localized } from './localized.ts';
import { blockText } from './text.ts';
import { childrenOf, type Note, type XmlNode } from './xml-node.ts';

/** Pictures and appetisers. */
const NO_ABSTRACT = /graphic|video|audio|teaser|toc|highlight|key-?points|short|precis|index/i;

/** Abstracts with one line for each paragraph and heading, in all their languages. */
export function abstractsOf(meta: XmlNode, note: Note): NonNullable<Item['abstracts']> {
  return childrenOf(meta, 'abstract', 'trans-abstract')
    .filter(({ attributes }) => !NO_ABSTRACT.test(attributes.get('abstract-type') ?? ''))
    .flatMap((node) => {
      // Its own heading only says "Abstract".
      const parts = node.children.filter((part) => typeof part === 'string' || part.name !== 'title');
      return localized(blockText(parts), node, note) ?? [];
    });
}

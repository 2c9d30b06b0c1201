import type { Item } from '../../items/item.ts';
import { localized } from './localized.ts';
import { lineText } from './text.ts';
import { childrenOf, type Note, type XmlNode } from './xml-node.ts';

type Title = Item['titles'][number];

/** Short forms for the heads of pages and for tables of contents: no titles that anybody would cite. */
const SHORT_FORM = /run|short|head|recto|verso|toc|abbrev/i;

/** The title of the article, its subtitles, translations and other forms. */
export function titlesOf(meta: XmlNode, note: Note): Title[] {
  const titled = (kind: Title['kind']) => (node: XmlNode) => {
    const found = localized(lineText(node), node, note);
    return found ? [kind === undefined ? found : { ...found, kind }] : [];
  };
  const groups = childrenOf(meta, 'title-group');
  const own = groups.flatMap((group) => childrenOf(group, 'article-title')).flatMap(titled(undefined));
  if (own.length === 0) return [];
  const subtitles = groups.flatMap((group) => childrenOf(group, 'subtitle')).flatMap(titled('subtitle'));
  // Before JATS 1.0 the translations stood in the title group itself.
  const translations = groups
    .flatMap((group) => [group, ...childrenOf(group, 'trans-title-group')])
    .flatMap((group) => [
      ...childrenOf(group, 'trans-title').flatMap(titled('translated')),
      ...childrenOf(group, 'trans-subtitle').flatMap(titled('subtitle')),
    ]);
  const others = groups
    .flatMap((group) => childrenOf(group, 'alt-title'))
    .filter(({ attributes }) => !SHORT_FORM.test(attributes.get('alt-title-type') ?? ''))
    .flatMap(titled('alternative'))
    .filter(({ text }) => !own.some((title) => title.text === text));
  return [...own, ...subtitles, ...translations, ...others];
}

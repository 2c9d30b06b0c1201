import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { dataField } from './field.ts';
import { mainAuthor } from './names.ts';

type Title = Item['titles'][number];

/** What is known for certain not to file: the English article. `A` may be a letter, `Die` a verb. */
const ARTICLE = 'The ';

/** 245 and 246. A subtitle stands with the first title of its language, else it is a portion of the title. */
export function titles(item: Item): (Markup | undefined)[] {
  const main = item.titles.find(({ kind = 'main' }) => kind === 'main') ?? item.titles[0];
  const subtitles = item.titles.filter((title) => title !== main && title.kind === 'subtitle');
  const others = item.titles.filter((title) => title !== main && title.kind !== 'subtitle');
  const subtitleOf = ({ lang }: Title): string | undefined => {
    const at = subtitles.findIndex((subtitle) => subtitle.lang === lang);
    return at < 0 ? undefined : subtitles.splice(at, 1)[0]?.text;
  };
  if (!main) return [];
  const nonfiling = main.text.startsWith(ARTICLE) && /^en\b/.test(main.lang ?? '') ? ARTICLE.length : 0;
  return [
    dataField('245', `${mainAuthor(item) ? 1 : 0}${nonfiling}`, ['a', main.text], ['b', subtitleOf(main)]),
    ...others.map((title) =>
      dataField('246', title.kind === 'translated' ? '31' : '3 ', ['a', title.text], ['b', subtitleOf(title)]),
    ),
    ...subtitles.map(({ text }) => dataField('246', '30', ['a', text])),
  ];
}

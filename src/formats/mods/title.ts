import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { modsLanguage } from './language.ts';

type Title = Item['titles'][number];

/** The main title first, then the others as they come, each with the subtitles in its language. */
export function modsTitles({ titles }: Item): (Markup | undefined)[] {
  const main = titles.find(({ kind = 'main' }) => kind === 'main') ?? titles[0];
  const heads = titles.filter((title) => title === main || title.kind !== 'subtitle');
  const subtitles = new Map<Title, Title[]>();
  const strays: Title[] = [];
  for (const title of titles) {
    if (title.kind !== 'subtitle' || title === main) continue;
    const head = main?.lang === title.lang ? main : heads.find(({ lang }) => lang === title.lang);
    if (head) subtitles.set(head, [...(subtitles.get(head) ?? []), title]);
    else strays.push(title);
  }
  return [...heads.filter((title) => title === main), ...heads.filter((title) => title !== main), ...strays].map(
    (title) =>
      branch(
        'titleInfo',
        {
          type: title === main ? undefined : typeOf(title),
          usage: title === main ? 'primary' : undefined,
          ...modsLanguage(title.lang),
        },
        leaf('title', title.text),
        (subtitles.get(title) ?? []).map(({ text }) => leaf('subTitle', text)),
      ),
  );
}

/** A title without a type is what the item is cited by. */
function typeOf({ kind = 'main' }: Title): string | undefined {
  switch (kind) {
    case 'main':
      return undefined;
    case 'translated':
      return 'translated';
    case 'alternative':
    case 'subtitle':
      return 'alternative';
  }
}

import type { Item } from './item.ts';

type Title = Item['titles'][number];

/** The main title with its subtitle in one text, `Title: Subtitle`, and the titles that are not in it, as they come. */
export function titleStatement({ titles }: Item): { text: string; lang: string | undefined; others: Title[] } {
  const main = titles.find(({ kind = 'main' }) => kind === 'main') ?? titles[0];
  if (!main) return { text: '', lang: undefined, others: [] };
  const subtitle = titles.find((title) => title.kind === 'subtitle' && title.lang === main.lang && title !== main);
  return {
    text: subtitle ? `${main.text}: ${subtitle.text}` : main.text,
    lang: main.lang,
    others: titles.filter((title) => title !== main && title !== subtitle),
  };
}

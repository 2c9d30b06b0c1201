import { clean } from '../../items/clean.ts';
import type { Item } from '../../items/item.ts';
import { languageCode } from '../../items/language.ts';
import { leaveOut } from '../oai-xml/draft.ts';
import { type Cell, localized, type RowDraft } from './row-draft.ts';

type Title = Item['titles'][number];
type Kind = NonNullable<Title['kind']>;

/** Keeps a title for `finishTitles`. `kind` where the mapping says it. */
export function readTitle(draft: RowDraft, cell: Cell, kind?: Kind): void {
  if (clean(cell.text) === '') leaveOut(draft, cell, 'is no text');
  else draft.titles.push({ ...localized(cell), ...(kind && { kind }) });
}

/**
 * The title in the item's language is the main one, or the first where that is not known. Another in a second
 * language is its translation; of any other that is not known. A title never stands twice.
 */
export function finishTitles({ item, titles }: RowDraft): void {
  const open = titles.filter(({ kind }) => kind === undefined);
  const language = item.languages?.length === 1 ? item.languages[0] : undefined;
  const inLanguage = language && open.find((title) => codeOf(title) === language);
  // Where every title is said to be a translation or the like, the first of them must do.
  const main = inLanguage || open[0] || titles.find(({ kind }) => kind !== 'subtitle');
  if (!main) return;
  const original = codeOf(main) ?? language;
  const seen = new Set<string>();
  for (const title of [main, ...titles.filter((other) => other !== main)]) {
    const key = JSON.stringify([title.text, title.lang]);
    if (seen.has(key)) continue;
    seen.add(key);
    const code = codeOf(title);
    const isTranslation = original !== undefined && code !== undefined && code !== original;
    const kind = title === main ? 'main' : (title.kind ?? (isTranslation ? 'translated' : 'alternative'));
    item.titles.push({ ...title, kind });
  }
}

function codeOf({ lang }: Title): string | undefined {
  return lang === undefined ? undefined : languageCode(lang);
}

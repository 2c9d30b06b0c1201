import { ceeol } from '../../src/ingest/ceeol.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { readAll, sourceFile } from './read-source.ts';

export const ABSTRACT =
  'The paper asks how the lighthouse keepers of a small harbour wrote about storms, and what their words have in common with the songs of the fishermen who lived there.';

/** A page as it is printed; `labels` replace or (with undefined) remove lines, more of them follow at the end. */
export function page(
  labels: Record<string, string | undefined> = {},
  titles = ['Deniz Feneri Defterleri', 'The Lighthouse Notebooks'],
): string {
  const head: Record<string, string | undefined> = {
    'Author(s)': 'Işık Deniz',
    'Subject(s)': 'History, Local History',
    'Published by': 'Üç Martı Yayınevi',
    Keywords: 'lighthouse; storms',
    'Summary/Abstract': ABSTRACT,
  };
  const tail: Record<string, string | undefined> = {
    'Issue Year': '4/2018',
    'Issue No': '6',
    'Page Range': '313-330',
    'Page Count': '18',
    Language: 'Turkish',
  };
  const lines = [...titles, ''];
  for (const [label, value] of Object.entries({ ...head, ...only(labels, head) }))
    if (value !== undefined) lines.push(`${label}: ${value}`);
  lines.push('');
  for (const [label, value] of Object.entries({ ...tail, ...without(labels, head) })) {
    if (value !== undefined) lines.push(`  • ${label}: ${value}`);
  }
  return lines.join('\n');
}

const only = (labels: Record<string, string | undefined>, of: object) =>
  Object.fromEntries(Object.entries(labels).filter(([label]) => label in of));
const without = (labels: Record<string, string | undefined>, of: object) =>
  Object.fromEntries(Object.entries(labels).filter(([label]) => !(label in of)));

export async function read(folder: string, text: string | Uint8Array, encoding?: string) {
  const incoming = await readAll(ceeol, sourceFile(folder, text, encoding));
  const items = incoming.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []));
  const notes = incoming.flatMap((entry) => (entry.kind === 'note' ? [`${entry.line}: ${entry.text}`] : []));
  const refusals = incoming.filter((entry) => entry.kind === 'refusal');
  return { items, notes, refusals };
}

/** The item of a page that holds nothing odd. */
export async function item(folder: string, text: string | Uint8Array): Promise<Item> {
  const { items, notes, refusals } = await read(folder, text);
  expect({ notes, refusals }).toEqual({ notes: [], refusals: [] });
  const checked = checkItem(items[0]);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.item;
}

/** The item and the notes of a page that holds something odd. */
export async function odd(folder: string, text: string): Promise<{ item: Item; notes: string[] }> {
  const { items, notes, refusals } = await read(folder, text);
  expect(refusals).toEqual([]);
  const checked = checkItem(items[0]);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return { item: checked.item, notes };
}

export const texts = (list: readonly { text: string }[] | undefined) => list?.map(({ text }) => text);
export const literals = ({ agents }: Item) => agents?.map(({ literal }) => literal);

export const WHOLE = {
  titles: [
    { text: 'Deniz Feneri Defterleri', lang: 'tr', kind: 'main' },
    { text: 'The Lighthouse Notebooks', lang: 'en', kind: 'translated' },
  ],
  agents: [{ role: 'author', literal: 'Işık Deniz' }],
  abstracts: [{ text: ABSTRACT, lang: 'en' }],
  keywords: [{ text: 'lighthouse' }, { text: 'storms' }],
  subjects: [{ text: 'History' }, { text: 'Local History' }],
  languages: ['tur'],
  dates: [{ date: '2018', kind: 'issued' }],
  publishers: [{ name: 'Üç Martı Yayınevi' }],
  host: { volume: '4', issue: '6', firstPage: '313', lastPage: '330' },
  extent: { pages: 18 },
  type: 'article',
};

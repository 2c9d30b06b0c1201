import type { Item } from '../../items/item.ts';
import { shorten } from '../shorten.ts';
import type { DcElement } from './xml-record.ts';

type ListName = {
  [K in keyof Item]-?: NonNullable<Item[K]> extends readonly unknown[] ? K : never;
}[keyof Item];
type Entry<K extends ListName> = NonNullable<Item[K]>[number];

/** An item while the elements of its record are read into it. */
export interface Draft {
  readonly item: Item;
  readonly host: NonNullable<Item['host']>;
  /** What has been added to the lists of the item. */
  readonly seen: Set<string>;
  readonly notes: { line: number; text: string }[];
}

/** Says that a value has no place in the item. Nothing is left out in silence. */
export function leaveOut(draft: Draft, { name, text, line }: DcElement, why: string): void {
  draft.notes.push({ line, text: `dc:${name} “${shorten(text)}” ${why} and was left out` });
}

/** Adds to a list of the item, unless the same stands there already: no element comes to say a thing twice. */
export function addOnce<K extends ListName>(draft: Draft, name: K, entry: Entry<K>): void {
  const key = `${name} ${JSON.stringify(entry)}`;
  if (draft.seen.has(key)) return;
  draft.seen.add(key);
  const list: Entry<K>[] = (draft.item[name] as Entry<K>[] | undefined) ?? [];
  list.push(entry);
  draft.item[name] = list as Item[K];
}

/** Adds an ISSN of the journal, unless it stands there already. */
export function addIssn({ host, seen }: Draft, issn: string): void {
  if (seen.has(issn)) return;
  seen.add(issn);
  host.issns ??= [];
  host.issns.push(issn);
}

/** Adds a person or body; two of them may well have one name. */
export function addAgent({ item }: Draft, agent: Entry<'agents'>): void {
  item.agents ??= [];
  item.agents.push(agent);
}

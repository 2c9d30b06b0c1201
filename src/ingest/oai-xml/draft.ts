import type { Item } from '../../items/item.ts';
import { shorten } from '../shorten.ts';
import type { DcElement } from './xml-record.ts';

/** An item while the elements of its record are read into it. */
export interface Draft {
  readonly item: Item;
  readonly host: NonNullable<Item['host']>;
  readonly notes: { line: number; text: string }[];
}

/** Says that a value has no place in the item. Nothing is left out in silence. */
export function leaveOut(draft: Draft, { name, text, line }: DcElement, why: string): void {
  draft.notes.push({ line, text: `dc:${name} “${shorten(text)}” ${why} and was left out` });
}

/** The list with one more entry, unless the same stands in it already. */
export function withEntry<T>(list: readonly T[] | undefined, entry: T): T[] {
  const key = JSON.stringify(entry);
  return list?.some((other) => JSON.stringify(other) === key) ? [...list] : [...(list ?? []), entry];
}

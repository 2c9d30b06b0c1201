import type { Item } from '../../items/item.ts';
import { shorten } from '../shorten.ts';

type ListName = {
  [K in keyof Item]-?: NonNullable<Item[K]> extends readonly unknown[] ? K : never;
}[keyof Item];
type Entry<K extends ListName> = NonNullable<Item[K]>[number];

/** An item while the variables of its reference are read into it. */
export class Draft {
  readonly item: Item;
  readonly host: NonNullable<Item['host']> = {};
  readonly notes: string[] = [];
  readonly #seen = new Set<string>();

  constructor(identifier: string) {
    this.item = { identifier, titles: [] };
  }

  /** Adds to a list, unless the same stands there already. */
  add<K extends ListName>(name: K, entry: Entry<K>): void {
    const key = `${name} ${JSON.stringify(entry)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const list: Entry<K>[] = (this.item[name] as Entry<K>[] | undefined) ?? [];
    list.push(entry);
    this.item[name] = list as Item[K];
  }

  /** Adds a person or body; two of them may well have one name. */
  addAgent(agent: Entry<'agents'>): void {
    this.item.agents ??= [];
    this.item.agents.push(agent);
  }

  /** Says that a value has no place in the item. */
  leaveOut(name: string, text: string, why: string): void {
    this.remark(name, text, `${why} and was left out`);
  }

  /** Says that a value is taken, but not as it stands. */
  remark(name: string, text: string, what: string): void {
    this.notes.push(`${name} “${shorten(text)}” ${what}`);
  }

  /** The item, with its host where something is known of it. */
  finish(): Item {
    return Object.keys(this.host).length === 0 ? this.item : { ...this.item, host: this.host };
  }
}

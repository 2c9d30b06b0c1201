import type { Item } from '../items/item.ts';
import { Allowance } from './allowance.ts';

/** Authors of the largest experiments, with their affiliations, are fewer than this. */
const MOST = { elements: 20_000, characters: 500_000 };

/** An item as far as a page shows it, so that a huge one makes no huge page; `cut` where something was left out. */
export function shownItem(item: Item): { item: Item; cut: boolean } {
  const allowance = new Allowance(MOST);
  const shown = shownPart(item, allowance) as Item;
  return allowance.exceeded ? { item: { ...shown, identifier: item.identifier }, cut: true } : { item, cut: false };
}

function shownPart(value: unknown, allowance: Allowance): unknown {
  if (typeof value === 'string') return allowance.text(value);
  if (Array.isArray(value)) {
    const shown: unknown[] = [];
    for (const entry of value) {
      if (!allowance.element()) break;
      shown.push(shownPart(entry, allowance));
    }
    return shown;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shownPart(part, allowance)]));
}

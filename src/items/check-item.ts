import type { Item } from './item.ts';
import { type ItemFault, itemFaults } from './item-faults.ts';
import { ItemReport } from './item-report.ts';
import { tidyItem } from './tidy-item.ts';

/** An item fit to be stored and rendered. `notes` say what was changed or left out: `/titles/0/text: markup removed`. */
export type CheckedItem = { ok: true; item: Item; notes: string[] };
/** Why a value cannot be taken as an item, at most 20 reasons. */
export type ItemFaults = { ok: false; faults: ItemFault[] };

/**
 * Checks any JSON value, however large or deep, as an item and brings it into its kept form (docs/item.md). What
 * the schema forbids and dates that are in no calendar cost the item; wrong check digits, unknown languages and
 * texts without text are left out with a note. The kept form checks again to itself, without notes. Pointers in
 * notes and faults are JSON Pointers into the value given, which is not changed. Never throws.
 */
export function checkItem(value: unknown): CheckedItem | ItemFaults {
  const faults = itemFaults(value);
  if (faults.length > 0) return { ok: false, faults };
  const report = new ItemReport();
  const item = tidyItem(value, report);
  // Of what every item must have, only titles can come to nothing.
  if (item === undefined) report.fault('/titles', 'no title is left after cleaning');
  if (item === undefined || report.faults.length > 0) return { ok: false, faults: report.faults };
  return { ok: true, item, notes: report.notes };
}

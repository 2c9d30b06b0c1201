import type { Item } from '../../items/item.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';
import { isPeriod } from '../is-period.ts';

const DATE_TYPES = {
  issued: 'Issued',
  created: 'Created',
  submitted: 'Submitted',
  accepted: 'Accepted',
  available: 'Available',
  updated: 'Updated',
} as const;

/** The year of issue. */
export function yearIssued(item: Item): string | undefined {
  return dateOf(item, 'issued')?.slice(0, 4);
}

/**
 * The year that kernel-4 demands: of issue, else the one in which the item became, or becomes, available.
 * A year of writing or acceptance is none of publication.
 */
export function publicationYear(item: Item): string | undefined {
  return yearIssued(item) ?? (dateOf(item, 'available') ?? embargoEnd(item))?.slice(0, 4);
}

/** All dates by kind: the end of an embargo is when the item becomes available. */
export function dates(item: Item): Markup | undefined {
  const elements = (item.dates ?? []).map(({ date, kind }) => leaf('date', date, { dateType: DATE_TYPES[kind] }));
  elements.push(leaf('date', embargoEnd(item), { dateType: 'Available' }));
  for (const { text } of item.coverage ?? []) {
    if (isPeriod(text)) elements.push(leaf('date', text, { dateType: 'Coverage' }));
  }
  return branch('dates', {}, [...new Set(elements)]);
}

function dateOf({ dates = [] }: Item, wanted: keyof typeof DATE_TYPES): string | undefined {
  return dates.find(({ kind }) => kind === wanted)?.date;
}

function embargoEnd({ access }: Item): string | undefined {
  return access?.status === 'embargoed' ? access.embargoEnd : undefined;
}

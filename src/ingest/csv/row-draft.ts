import type { Item } from '../../items/item.ts';
import { type Draft, leaveOut } from '../oai-xml/draft.ts';
import type { DcElement } from '../oai-xml/xml-record.ts';
import { shorten } from '../shorten.ts';
import type { Use } from './mapping.ts';

/**
 * One value of a cell, or a constant. It has the shape of an oai_dc element, with the column for its name, so
 * that what the two formats have in common is read by the same functions.
 */
export interface Cell extends DcElement {
  readonly use: Use;
}

type Title = Item['titles'][number];

/** An item while the cells of its row are read into it. */
export interface RowDraft extends Draft {
  /** Titles by the order of their columns; those without a kind get one at the end. */
  readonly titles: Title[];
  /** Cells that say something only together with others, by target. */
  readonly together: Map<Use['to'], Cell[]>;
}

export function newDraft(identifier: string): RowDraft {
  return {
    item: { identifier, titles: [] },
    host: {},
    notes: [],
    seen: new Set(),
    titles: [],
    together: new Map(),
  };
}

/** Says that a value is taken, but not as it stands. */
export function remark(draft: RowDraft, { name, text, line }: Cell, what: string): void {
  draft.notes.push({ line, text: `dc:${name} “${shorten(text)}” ${what}` });
}

/** Takes a value where there is none yet; another one beside it is left out. */
export function setOnce<T extends object, K extends keyof T>(
  draft: RowDraft,
  cell: Cell,
  holder: T,
  key: K,
  value: NonNullable<T[K]>,
): void {
  if ((holder[key] ?? value) === value) holder[key] = value;
  else leaveOut(draft, cell, `stands beside “${shorten(String(holder[key]))}”`);
}

export function keepForLater({ together }: RowDraft, cell: Cell): void {
  const cells = together.get(cell.use.to);
  if (cells) cells.push(cell);
  else together.set(cell.use.to, [cell]);
}

export function localized({ text, lang }: Cell): { text: string; lang?: string } {
  return lang === undefined ? { text } : { text, lang };
}

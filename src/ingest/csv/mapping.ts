import type { Item } from '../../items/item.ts';
import type { TargetName } from './target.ts';

export type DateOrder = 'day-first' | 'month-first';
export type RelationType = NonNullable<Item['relations']>[number]['type'];
export type AgentKind = NonNullable<NonNullable<Item['agents']>[number]['kind']>;

/** The word for how people separate names, where it is not always the same: see ceeol/split-names.ts. */
export const NAMES = 'names';

/** What is done with the cells of a column, or with a constant. */
export interface Use {
  readonly to: TargetName;
  /** BCP 47 tag of the text. */
  readonly lang?: string;
  /** What stands between the values of one cell; left out: a cell is one value. */
  readonly split?: readonly string[] | typeof NAMES;
  /** Put for what stands in the cell, or in its parts; other values stay as they are. By folded cell. */
  readonly values?: ReadonlyMap<string, string>;
  /** Put before each value. */
  readonly prefix?: string;
  readonly scheme?: string;
  readonly mediaType?: string;
  /** How 03/04/2021 is meant. */
  readonly dates?: DateOrder;
  readonly kind?: AgentKind;
  readonly relation?: RelationType;
}

export interface Constant extends Use {
  readonly value: string;
}

/** How the columns of a table become items. Column names are in the form of `columnName`. */
export interface Mapping {
  readonly delimiter?: string;
  /** False where quotation marks are characters like any other. */
  readonly quotes: boolean;
  readonly columns: ReadonlyMap<string, readonly Use[]>;
  readonly constants: readonly Constant[];
  readonly ignore: readonly string[];
  /** A row whose cell in this column holds one of these values, folded, is a deletion. */
  readonly deleted?: { readonly column: string; readonly values: ReadonlySet<string> };
  /** Cells that hold nothing but one of these say nothing, such as NULL. Folded. */
  readonly empty: ReadonlySet<string>;
}

/**
 * A cell as values of a mapping are compared with it: letter case and composition do not matter, nor, since the two
 * are each other's capitals in Turkish and English, the dot of an i.
 */
export function foldValue(text: string): string {
  return text.normalize('NFC').replace(/[İIı]/g, 'i').toLowerCase();
}

import { ACCESS_STATUSES, ITEM_TYPES, VERSIONS } from '../items/item.ts';
import type { SetSpec } from '../oai/set-spec.ts';

/** Fields of an item that sets can be made of. A rule sees each of them as a list of texts. */
export const SET_FIELDS = [
  'journal',
  'issn',
  'publisher',
  'type',
  'language',
  'year',
  'access',
  'licence',
  'version',
  'keyword',
  'subject',
  'funder',
  'programme',
  'identifierScheme',
] as const;
export type SetField = (typeof SET_FIELDS)[number];

/** All that these fields can say. */
export const FIELD_WORDS: Readonly<Partial<Record<SetField, readonly string[]>>> = {
  type: ITEM_TYPES,
  access: ACCESS_STATUSES,
  version: VERSIONS,
};

/** Sets that aggregators ask for by name, and what is in them. */
export const COMPUTED_SETS = ['openaire', 'driver'] as const;
export type ComputedSet = (typeof COMPUTED_SETS)[number];

/** All of these must hold; of the texts of one field, one must match. `*` stands for any characters. */
export interface Condition {
  fields: Readonly<Partial<Record<SetField, readonly string[]>>>;
  /** Must not hold. */
  not?: Condition;
}

/** Which items are in a set, or in the sets below it. */
export type SetRule =
  /** One set below for each value of a field. */
  | { kind: 'each'; field: SetField }
  | { kind: 'where'; condition: Condition }
  /** OAI identifiers or local ids. */
  | { kind: 'list'; identifiers: readonly string[] }
  | { kind: 'computed'; set: ComputedSet }
  /** No rule: only a name and a description for what records bring. */
  | { kind: 'given' };

/** A set of the configuration. */
export interface SetDefinition {
  setSpec: SetSpec;
  setName: string;
  /** Names of sets below it, by their last segment. */
  names: Readonly<Record<string, string>>;
  /** For ListSets, as plain text. */
  description: string | undefined;
  rule: SetRule;
}

import type { SetSpec } from '../oai/set-spec.ts';

export interface StoredSet {
  setSpec: SetSpec;
  setName: string;
}

/** A value that a set of its own is made for. */
export interface SluggedValue {
  /** What makes it the same value as another one, the surest first; one in common is enough. */
  keys: readonly string[];
  /** The last segment of the setSpec that is wished for. */
  slug: string;
  setName: string;
}

/** The sets that the configuration declares, and the names of those that its rules make. */
export interface SetLedger {
  /**
   * The slugs of values below a set, for ever: that of the first key that has one, else the wished one, or one numbered
   * behind it where another value has it. The set comes into being with the first record in it, and has then the name
   * of the value. A dry run only tells.
   */
  slugsFor(parent: SetSpec, values: readonly SluggedValue[], options?: { dryRun?: boolean }): Promise<string[]>;
  /** Brings these sets into being, with these names. Writes only what is not so already. */
  declare(sets: readonly StoredSet[]): Promise<void>;
  /** Forgets sets that were declared or made by a rule, when no record is in them and `keep` does not name them. */
  dropUnused(keep: readonly SetSpec[]): Promise<void>;
}

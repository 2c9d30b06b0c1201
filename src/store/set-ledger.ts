import type { SetSpec } from '../oai/set-spec.ts';

export interface StoredSet {
  setSpec: SetSpec;
  setName: string;
}

/** A value that a set of its own is made for. */
export interface SluggedValue {
  /** What makes it the same value as another one; one in common is enough. */
  keys: readonly string[];
  /** The last segment of the setSpec that is wished for. */
  slug: string;
  setName: string;
}

/** The sets that the configuration declares, and those that its rules make. */
export interface SetLedger {
  /**
   * The slug of a value below a set, for ever: that of a value with a key in common, else the wished one, or one
   * numbered behind it where another value has it. A new one's set comes into being with its name. A dry run only tells.
   */
  slugFor(parent: SetSpec, value: SluggedValue, options?: { dryRun?: boolean }): Promise<string>;
  /** Brings these sets into being, with these names. Writes only what is not so already. */
  declare(sets: readonly StoredSet[]): Promise<void>;
  /** Forgets sets that were declared or made by a rule, when no record is in them and `keep` does not name them. */
  dropUnused(keep: readonly SetSpec[]): Promise<void>;
}

/** What a store is opened for: only to read; to write, where there is one; or to write, and be made where there is none. */
export type Access = 'read' | 'write' | 'make';

/** What opening a store did to its schema. */
export interface Migrated {
  /** 0: there was none. */
  from: number;
  to: number;
  /** Copy of the store as it was; undefined when there was nothing to copy, or its engine keeps none. */
  backup: string | undefined;
}

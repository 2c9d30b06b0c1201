import type { SetSpec } from '../../oai/set-spec.ts';
import type { Run } from '../run.ts';
import type { Place } from '../store.ts';

export interface ItemRow {
  item_id: number;
  identifier: string;
  content: string | null;
  set_specs: string;
  deleted: 'source' | 'hand' | null;
  visible_from: number | null;
  source: string;
  verbatim: string | null;
  erased: 0 | 1;
}

/** The columns of an item that a change sets. */
export type ItemValues = Omit<ItemRow, 'item_id' | 'identifier'>;

export interface RecordRow {
  place: Place;
  format_id: number;
  deleted: 0 | 1;
  set_specs: string;
  /** Of the whole record, in bytes. */
  size: number;
  /** Of the body: see digestOf. Empty for a tombstone. */
  digest: Buffer;
}

/** A whole row of `record`. */
export interface NewRecord extends RecordRow {
  item_id: number;
  datestamp: number;
  /** As it stands in the header. */
  identifier: string;
}

/** How a batch changes the size of a list; set 0 is the whole format. */
export interface TallyChange {
  formatId: number;
  setId: number;
  records: number;
  deleted: number;
}

/**
 * The tables as a batch sees and changes them, while its transaction holds the clock row. They answer at once: either
 * the database lies in this process, or what the batch touches was fetched before, and what it changes is sent after.
 */
export interface BatchTables {
  item(identifier: string): ItemRow | undefined;
  /** Answers its number. */
  insertItem(identifier: string, values: ItemValues): number;
  updateItem(itemId: number, values: ItemValues): void;
  /** All records of an item. */
  records(itemId: number): readonly RecordRow[];
  insertRecord(record: NewRecord): void;
  dropRecord(place: Place): void;
  formatId(metadataPrefix: string): number | undefined;
  /** Answers its number. */
  insertFormat(metadataPrefix: string): number;
  set(setSpec: SetSpec): { set_id: number; set_name: string } | undefined;
  /** Answers its number. */
  insertSet(setSpec: SetSpec, setName: string, declared: 0 | 1): number;
  renameSet(setId: number, setName: string): void;
  /** The name that a rule has for a set below another one. */
  slugName(parent: SetSpec, slug: string): string | undefined;
  insertMember(setId: number, place: Place): void;
  dropMember(setId: number, place: Place): void;
  /** Takes what was refused under an identifier out of quarantine; tells whether there was something. */
  dropRejects(identifier: string): boolean;
  changeTally(change: TallyChange): void;
}

/** The runs as a batch sees and changes them: see RunWriter. */
export interface RunTables {
  /** The run with the highest first place up to this one. */
  around(place: Place): Run | undefined;
  /** The first run behind a place and before another one. */
  behind(last: Place, end: Place): Run | undefined;
  /** The last run of a format. */
  tail(formatId: number): Run | undefined;
  /** Records between two places, both included, in order, once the batch has written its rows of `record`. */
  remaining(first: Place, last: Place): readonly PlacedSize[];
  insert(run: Run): void;
  insertPlain(first: Place, plain: Buffer): void;
  drop(first: Place): void;
  /** Drops what is kept plain between two places, both included. */
  dropPlain(first: Place, last: Place): void;
}

export interface PlacedSize {
  place: Place;
  /** Of the record, in bytes. */
  size: number;
}

import type { Place } from '../store.ts';

/** What is known of a record without its bytes, to find it in a run. */
export interface PlacedRecord {
  place: Place;
  /** Of the record, in bytes. */
  size: number;
  deleted: 0 | 1;
  /** Length of the identifier in the header, in bytes. */
  identifier: number;
}

/** Some records that are kept plain together, from the first one's place on. */
export interface PlainPart {
  first: Place;
  plain: Buffer;
}

/** The parts of runs, in the snapshot of one answer. They answer at once. */
export interface RunParts {
  /** The packed bytes of the run that begins at a place. */
  packed(first: Place): Buffer | undefined;
  /** What is kept plain of a run, in order; nothing where its format is not kept plain. */
  plain(first: Place, last: Place): readonly Buffer[];
  /** What is kept plain with this place in it, of the run that begins at `first`. */
  plainAround(place: Place, first: Place): PlainPart | undefined;
  /** At most so many records from one place to another, both included, in order. */
  records(first: Place, last: Place, limit: number): readonly PlacedRecord[];
}

import type { NoteEvent, RecordEvent, RefusalEvent } from './harvest-event.ts';

/** An answer of another endpoint, as far as a harvester looks at it. */
export interface OaiResponse {
  /** As sent; readable. */
  responseDate: string;
  /** Empty on success. `text` is what the endpoint says, whatever that is. */
  errors: { code: string; text: string }[];
  /** The simple elements of Identify, by name. */
  identify: ReadonlyMap<string, string>;
  /** Of ListRecords, in the order in which they came. */
  parts: (RecordEvent | RefusalEvent | NoteEvent)[];
  /** Absent, too, where the element was empty. */
  resumptionToken?: string;
  completeListSize?: number;
  /** What was done to read it all the same; absent where it was in order. */
  salvaged?: string;
}

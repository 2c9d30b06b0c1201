import type { Granularity } from '../oai/granularity.ts';

/** One thing that a harvest tells. Records, refusals and notes of a page come before its page event. */
export type HarvestEvent = IdentifyEvent | RecordEvent | RefusalEvent | NoteEvent | WaitEvent | PageEvent;

/** What the source says of itself, before its list begins (protocol 4.2). */
export interface IdentifyEvent {
  kind: 'identify';
  repositoryName: string;
  /** As the source names itself; may differ from the address that was asked. */
  baseURL: string;
  granularity: Granularity;
  /** `no`, `transient` or `persistent`, where the source follows the protocol. */
  deletedRecord: string;
  earliestDatestamp: string;
}

export interface RecordEvent {
  kind: 'record';
  identifier: string;
  /** As sent: an xs:date or xs:dateTime, in whatever granularity. */
  datestamp: string;
  setSpecs: string[];
  deleted: boolean;
  /**
   * The one element inside metadata, character for character as sent, but that its root declares the namespaces it
   * inherited. Line ends are as sent, too. Absent where deleted.
   */
  payload?: string;
  /** The elements inside the about containers, in the same way. */
  abouts: string[];
  /** Of the answer that brought it, as sent: harvestDate of its provenance. */
  responseDate: string;
}

/** One record that is no good; the list goes on. */
export interface RefusalEvent {
  kind: 'refusal';
  identifier?: string;
  reason: string;
  /** The whole record as sent, unless it is too long to be held. */
  raw?: string;
}

export interface NoteEvent {
  kind: 'note';
  text: string;
}

/** The source is asked again, but not at once. Comes before the pause. */
export interface WaitEvent {
  kind: 'wait';
  /** Why, and for how many seconds. */
  text: string;
}

/**
 * A page was read to its end. Commit what came since the last one, together with the resume point: the request, and
 * from here resumptionToken, firstResponseDate, number, delivered and announced. What came after the last page event of a harvest that failed does
 * not exist: the records of a page are handed out only once all of it was read.
 */
export interface PageEvent {
  kind: 'page';
  /** From 1; goes on counting when a harvest is resumed. */
  number: number;
  /** How many records were handed out, deleted ones included and refused ones not. */
  records: number;
  /** Absent on the last page. */
  resumptionToken?: string;
  /** As sent; see nextFrom. */
  firstResponseDate: string;
  completeListSize?: number;
  /** How many records of the list were sent so far, refused ones included. Absent on the last page, and if unknown. */
  delivered?: number;
  /** The completeListSize that was told last. Absent on the last page, and if none was. */
  announced?: number;
}

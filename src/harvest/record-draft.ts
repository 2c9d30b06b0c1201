import { quote } from '../oai/quote.ts';
import type { NoteEvent, RecordEvent, RefusalEvent } from './harvest-event.ts';
import { readLooseDate } from './loose-date.ts';

/** A record of an answer while it is being read. */
export class RecordDraft {
  identifier: string | undefined;
  datestamp: string | undefined;
  status: string | undefined;
  readonly setSpecs: string[] = [];
  readonly payloads: string[] = [];
  readonly abouts: string[] = [];
  readonly notes: string[] = [];
  /** Text beside the elements of metadata, where only white space may be. */
  strayText = '';
  /** It is longer than what is held. */
  tooLong = false;

  /** What it came to, with notes about it; `raw` is all of it, as sent. */
  finish(responseDate: string, raw: string | undefined): (RecordEvent | RefusalEvent | NoteEvent)[] {
    const reason = this.#reason();
    const { identifier, datestamp } = this;
    if (reason !== undefined || identifier === undefined || datestamp === undefined) {
      const refusal: RefusalEvent = { kind: 'refusal', reason: reason ?? 'its header is incomplete' };
      if (identifier !== undefined) refusal.identifier = identifier;
      if (raw !== undefined) refusal.raw = raw;
      return [refusal];
    }
    const deleted = this.status === 'deleted';
    const record: RecordEvent = {
      kind: 'record',
      identifier,
      datestamp,
      setSpecs: this.setSpecs,
      deleted,
      abouts: deleted ? [] : this.abouts,
      responseDate,
    };
    const [payload] = this.payloads;
    if (deleted && payload !== undefined) this.notes.push('it is deleted but has metadata, which were left out');
    else if (payload !== undefined) record.payload = payload;
    return [record, ...this.notes.map((text): NoteEvent => ({ kind: 'note', text: `${identifier}: ${text}` }))];
  }

  /** Why it is no good; undefined when it is. */
  #reason(): string | undefined {
    if (this.tooLong) return 'it is longer than what is read of one record';
    if (this.identifier === undefined) return 'its header has no identifier';
    if (this.datestamp === undefined) return 'its header has no datestamp';
    if (readLooseDate(this.datestamp) === undefined) return `its datestamp ${quote(this.datestamp)} is none`;
    if (this.status === 'deleted') return undefined;
    if (this.status !== undefined) return `its status is ${quote(this.status)}: only "deleted" is known`;
    if (this.payloads.length > 1) return `its metadata hold ${this.payloads.length} elements, not one`;
    if (this.strayText.trim() !== '') return 'its metadata hold text beside or instead of an element';
    return this.payloads.length === 1 ? undefined : 'it is not deleted but has no metadata';
  }
}

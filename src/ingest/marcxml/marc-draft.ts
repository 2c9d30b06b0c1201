import type { Draft } from '../oai-xml/draft.ts';
import { shorten } from '../shorten.ts';
import type { MarcField, MarcRecord } from './marc-record.ts';

/** An item while a MARC record is read into it. */
export interface MarcDraft extends Draft {
  readonly record: MarcRecord;
}

export function newMarcDraft(identifier: string, record: MarcRecord): MarcDraft {
  return { item: { identifier, titles: [] }, host: {}, notes: [], seen: new Set(), record };
}

/** Says that a value has no place in the item. Nothing is left out in silence. */
export function leaveOut(draft: MarcDraft, { tag, line }: MarcField, text: string, why: string): void {
  draft.notes.push({ line, text: `${tag} “${shorten(text)}” ${why} and was left out` });
}

/** A field of a MARC record. Control fields have a text, data fields have subfields. */
export interface MarcField {
  readonly tag: string;
  /** First and second indicator; a missing one is a blank. */
  readonly ind1: string;
  readonly ind2: string;
  /** Line of its start tag. */
  readonly line: number;
  /** As it stands, blanks included. */
  text: string;
  readonly subfields: Subfield[];
}

export interface Subfield {
  readonly code: string;
  text: string;
}

/** The header of the OAI-PMH record that a MARC record came in. */
export interface OaiHeader {
  identifier?: string;
  datestamp?: string;
  status?: string;
  readonly sets: string[];
}

/** One record as it stands in the file, before any of it is understood. */
export interface MarcRecord {
  readonly line: number;
  readonly header?: OaiHeader;
  /** How many MARC records the OAI-PMH record holds; 1 in a file of MARCXML. */
  count: number;
  leader: string;
  readonly fields: MarcField[];
  /** What was met that no part of a record can be, in words. */
  readonly oddities: { readonly line: number; readonly text: string }[];
}

/** What a file holds: records, and at the end of a saved response perhaps a token. */
export type MarcPart =
  | { readonly kind: 'record'; readonly record: MarcRecord }
  | { readonly kind: 'token'; readonly line: number };

/** The first subfield of this code, where it has a text. */
export function subfield({ subfields }: MarcField, code: string): string | undefined {
  return subfields.find((found) => found.code === code && found.text !== '')?.text;
}

/** All texts of the subfields of these codes, in their order. */
export function subfieldTexts({ subfields }: MarcField, codes: string): string[] {
  return subfields.flatMap(({ code, text }) => (codes.includes(code) && text !== '' ? [text] : []));
}

/** All fields of a tag. */
export function fieldsOf({ fields }: MarcRecord, ...tags: readonly string[]): MarcField[] {
  return fields.filter(({ tag }) => tags.includes(tag));
}

/** The text of a control field, blanks included. */
export function controlText(record: MarcRecord, tag: string): string | undefined {
  return fieldsOf(record, tag)[0]?.text;
}

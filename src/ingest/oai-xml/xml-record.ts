/** One element of an oai_dc payload. */
export interface DcElement {
  /** Local name: title, creator … */
  readonly name: string;
  readonly text: string;
  /** The xml:lang in force, as written. */
  readonly lang?: string;
  /** Line of its start tag. */
  readonly line: number;
}

/** One record element as it stands in the file, before any of it is understood. */
export interface XmlRecord {
  readonly line: number;
  identifier?: string;
  datestamp?: { readonly text: string; readonly line: number };
  status?: string;
  readonly sets: string[];
  hasMetadata: boolean;
  readonly elements: DcElement[];
  /** What was met that no part of a record can be, in words. */
  readonly oddities: { readonly line: number; readonly text: string }[];
  /** Line of the first about container. */
  about?: number;
}

/** What a response holds: records, and at its end perhaps a token, which says that the list goes on elsewhere. */
export type XmlPart =
  | { readonly kind: 'record'; readonly record: XmlRecord }
  | { readonly kind: 'token'; readonly line: number };

/**
 * One reference as a bibliography file holds it, in the variables of CSL 1.0.2: what CSL-JSON says as it stands, and
 * what BibTeX and RIS say brought into the same words. The other properties are for what CSL has no variable for.
 */
export interface Reference {
  /** From 1, where the reference begins. */
  readonly line: number;
  /** As it stands in the file, for the quarantine. */
  readonly raw: string;
  /** CSL variables. Nothing is known of their values: many programs write CSL, few by its schema. */
  readonly csl: Readonly<Record<string, unknown>>;
  readonly subtitles?: readonly string[];
  readonly translatedTitles?: readonly string[];
  /** Keywords one by one; in CSL they are one text. */
  readonly keywords?: readonly string[];
  readonly identifiers?: readonly { readonly scheme: string; readonly value: string }[];
  /** Addresses of full texts. */
  readonly files?: readonly string[];
  /** A licence in words or by its URL. */
  readonly licences?: readonly string[];
  /** What is to be said about reading it. */
  readonly notes?: readonly string[];
}

import type { Origin } from '../harvest/origin.ts';

/** What is kept of a record as it came: from another endpoint, or as the payloads of a line. */
export interface Verbatim {
  /** Payloads by metadataPrefix, served as they are instead of being rendered. */
  payloads: Readonly<Record<string, string>>;
  /** Whose record it is, for the about container. Its harvestDate alone is no change of the record. */
  provenance?: Origin;
}

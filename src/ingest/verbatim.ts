import type { Origin } from '../harvest/origin.ts';

/** What is kept of a record as another endpoint sent it. */
export interface Verbatim {
  /** Payloads by metadataPrefix, served as they are instead of being rendered. */
  payloads: Readonly<Record<string, string>>;
  /** Whose record it is, for the about container. Its harvestDate alone is no change of the record. */
  provenance?: Origin;
}

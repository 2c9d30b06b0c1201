/** What is kept of a record as another endpoint sent it. */
export interface Verbatim {
  /** Payloads by metadataPrefix, served as they are instead of being rendered. */
  payloads: Readonly<Record<string, string>>;
  /** What stands in the about container: whose record it is. Its harvest date is no change of the record. */
  provenance?: {
    baseUrl: string;
    identifier: string;
    /** As the origin wrote it. */
    datestamp: string;
    metadataNamespace: string;
    /** UTC seconds. */
    harvested: number;
    altered: boolean;
    /** originDescription that came with the record, as XML. */
    nested?: string;
  };
}

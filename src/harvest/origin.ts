/** Where a record came from, and where that source had it from. */
export interface Origin {
  baseUrl: string;
  identifier: string;
  /** As it was there: a day, or seconds. */
  datestamp: string;
  metadataNamespace: string;
  /** responseDate of the answer that brought it, as it was. */
  harvestDate: string;
  /** Was it changed before it was served again? */
  altered: boolean;
  nested?: Origin;
}

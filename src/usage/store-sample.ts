/** The store at a moment. */
export interface StoreSample {
  items: number;
  sets: number;
  /** Records in quarantine. */
  rejects: number;
  /** What the store takes on disk. */
  bytes: number;
  formats: readonly { metadataPrefix: string; records: number; deleted: number }[];
}

/** What takes long to count. */
export interface Census {
  /** Items that are not deleted, by the year of publication; `undated` have none. */
  years: readonly { year: number; items: number }[];
  undated: number;
  /** Records of oai_dc by set, deleted ones too; the largest sets first. */
  sets: readonly { setSpec: string; setName: string; records: number }[];
  /** False where there was no time to look at all. */
  whole: boolean;
}

/** What a generated repository holds, and so what must come out of it again. */
export interface Corpus {
  /** Its store. */
  database: string;
  items: number;
  /** Of all records of ListRecords, in order: RecordDigest. */
  checksum: string;
  /** Identifiers of some records that are not deleted. */
  samples: readonly string[];
  lists: readonly CorpusList[];
  /** Items per second that the store took in. */
  written: number;
}

/** A list that harvesters may ask for. */
export interface CorpusList {
  name: string;
  /** Selective arguments behind the metadataPrefix, each with its `&`. */
  arguments: string;
  records: number;
}

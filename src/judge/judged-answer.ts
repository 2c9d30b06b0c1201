import type { ErrorCode, VerbName } from './vocabulary.ts';

/** An answer that has passed every check, in the shape in which tests look at it. */
export interface JudgedAnswer {
  readonly responseDate: string;
  readonly request: { readonly text: string; readonly attributes: Readonly<Record<string, string>> };
  /** Empty on success. */
  readonly errors: readonly JudgedError[];
  /** The verb element of the answer; absent when it holds errors. */
  readonly verb?: VerbName;
  /** Of ListRecords and GetRecord. */
  readonly records: readonly JudgedRecord[];
  /** Of ListIdentifiers, and of each record: the two can be compared. */
  readonly headers: readonly JudgedHeader[];
  readonly sets: readonly JudgedSet[];
  readonly formats: readonly JudgedFormat[];
  readonly identify?: JudgedIdentify;
  readonly resumptionToken?: JudgedToken;
}

export interface JudgedError {
  readonly code: ErrorCode;
  readonly text: string;
}

export interface JudgedHeader {
  readonly identifier: string;
  readonly datestamp: string;
  readonly setSpecs: readonly string[];
  readonly deleted: boolean;
}

export interface JudgedRecord extends JudgedHeader {
  /** The root element inside metadata, character for character as it was served. */
  readonly metadata?: string;
  /** The elements of an oai_dc payload by local name, in order. */
  readonly dc?: Readonly<Record<string, readonly DcStatement[]>>;
  /** The root elements inside about, as served. */
  readonly abouts: readonly string[];
}

export interface DcStatement {
  readonly text: string;
  readonly lang?: string;
}

export interface JudgedSet {
  readonly setSpec: string;
  readonly setName: string;
  /** The root elements inside setDescription, as served. */
  readonly setDescriptions: readonly string[];
}

export interface JudgedFormat {
  readonly metadataPrefix: string;
  readonly schema: string;
  readonly metadataNamespace: string;
}

export interface JudgedIdentify {
  readonly repositoryName: string;
  readonly baseURL: string;
  readonly protocolVersion: string;
  readonly adminEmails: readonly string[];
  readonly earliestDatestamp: string;
  readonly deletedRecord: string;
  readonly granularity: string;
  readonly compressions: readonly string[];
  /** The root elements inside description, as served. */
  readonly descriptions: readonly string[];
}

export interface JudgedToken {
  /** Empty on the last page of several. */
  readonly text: string;
  readonly cursor?: number;
  readonly completeListSize?: number;
  readonly expirationDate?: string;
}

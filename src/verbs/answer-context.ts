import type { UtcSeconds } from '../oai/datestamp.ts';
import type { Granularity } from '../oai/granularity.ts';
import type { MetadataFormat } from '../oai/metadata-format.ts';
import type { OaiError } from '../oai/oai-error.ts';
import type { Selection } from '../oai/request.ts';
import type { SetSpec } from '../oai/set-spec.ts';
import type { Piece } from '../store/packed.ts';
import type { StoreReader } from '../store/store.ts';

/** What a repository says of itself and how it answers. */
export interface RepositorySettings {
  repositoryName: string;
  /** Exactly the URL that harvesters use. */
  baseUrl: string;
  adminEmails: readonly string[];
  granularity: Granularity;
  /** Most records on a page; it may end a little before (docs/adr/0013-runs.md). */
  pageSize: number;
  /** A page ends before this many bytes where its records are very large. */
  maxPageBytes: number;
  /** Sets on a page: many, since harvesters exist that read one page of sets only. */
  setsPageSize: number;
  /** Life of a token in seconds; undefined: tokens do not expire. */
  tokenTtl: number | undefined;
  /** Content codings that are offered, announced in Identify. */
  compression: readonly string[];
  software: { title: string; version: string };
  /** Further containers for the descriptions of Identify, as XML. */
  descriptions?: readonly string[];
  /** Containers that describe sets, as XML, by setSpec. */
  setDescriptions?: ReadonlyMap<SetSpec, string>;
}

/** What a verb works with: one request's view of the world. */
export interface AnswerContext {
  store: StoreReader;
  formats: readonly MetadataFormat[];
  settings: RepositorySettings;
  /** Read before the store was: a later second than the snapshot knows would break the responseDate promise. */
  now: UtcSeconds;
  /** Whether records may come packed. */
  packed: boolean;
}

/** Where a page stands in its list. */
export interface ListPart {
  /** Of a list of records: what is in it, by its token where there is one. */
  selection?: Selection;
  /** Records or headers on this page. */
  records: number;
  /** Before this page. */
  cursor: number;
  completeListSize: number;
  /** Whether a resumptionToken leads on. */
  more: boolean;
}

/** What a verb comes to: content of its element, or errors; `high` is the clock row of the snapshot it read. */
export type VerbAnswer =
  | { high: UtcSeconds; content: (string | Piece)[]; list?: ListPart }
  | { high: UtcSeconds; errors: OaiError[] };

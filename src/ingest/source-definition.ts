/** Where the records of a source come from. */
export type Origin =
  /** Files, folders and globs, as whole paths; where they are tables, the path of their mapping. */
  | { kind: 'files'; files: readonly string[]; mapping: string | undefined }
  | { kind: 'url'; url: string; mapping: string | undefined }
  /** The rows of a query on somebody's database: path of an SQLite file, or postgres://… */
  | { kind: 'sql'; database: string; query: string; mapping: string | undefined }
  /** Another OAI-PMH endpoint. */
  | { kind: 'oai'; baseUrl: string; metadataPrefix: string; set: string | undefined; from: string | undefined };

/** A source that is synchronised again and again, as the config file's `sources` describe it. */
export interface SourceDefinition {
  name: string;
  origin: Origin;
  /** Import format of files and URLs; left out: recognised. */
  format: string | undefined;
  encoding: string | undefined;
  /** Sets that every item is put in, beside its own. */
  sets: readonly string[];
  /** What the source no longer holds is deleted. */
  complete: boolean;
  /** A complete source may delete at most this share of its items in one run, 0 to 1. */
  mostDeletions: number;
  /** Cron pattern, UTC; left out: only by command. */
  schedule: string | undefined;
  /** Addresses of private networks may be reached. */
  allowPrivate: boolean;
}

/** A stretch of a list: the path of its first page, and how many pages it has. */
export interface Stretch {
  first: string;
  pages: number;
  /** The paths of all its pages, when they are known and no token is to be followed. */
  paths?: readonly string[];
}

/** What the load driver is to do, over connections that are kept alive. */
export type Load = {
  port: number;
  /** Header lines to send, each with CRLF. */
  headers?: string;
} & (
  | {
      /** A connection for each stretch reads it to its end, again and again until so many seconds have passed. */
      kind: 'walk';
      stretches: readonly Stretch[];
      seconds: number;
    }
  | {
      /** Paths of several groups by turns, until so many seconds have passed. */
      kind: 'repeat';
      connections: number;
      groups: Readonly<Record<string, readonly string[]>>;
      seconds: number;
      /** Milliseconds to wait between two requests of a connection. */
      pause?: number;
    }
  | {
      /** One connection reads a list to its end, and checks all that it gets. */
      kind: 'verify';
      path: string;
    }
);

/** Milliseconds from request to last byte. */
export interface Latency {
  requests: number;
  p50: number;
  p99: number;
}

/** What came of it. */
export interface Measured extends Latency {
  /** Walks counted by what their pages say; nought for `repeat`. */
  records: number;
  /** How often a walk was made. */
  rounds: number;
  /** Answers of `repeat` that asked to wait (HTTP 503). */
  busy: number;
  /** Of bodies, on the wire. */
  bytes: number;
  seconds: number;
  /** Of the driver itself. */
  driverCpuSeconds: number;
  groups: Readonly<Record<string, Latency>>;
  verified?: Verified;
}

/** A list that was read and checked. */
export interface Verified {
  records: number;
  /** RecordDigest of all records; of ListRecords only. */
  checksum: string;
  /** The path of each page. */
  paths: readonly string[];
  /** The number of records on each page. */
  counts: readonly number[];
  /** Bytes of bodies of records. */
  bodyBytes: number;
}

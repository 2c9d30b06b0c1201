/** What one client, and all of them together, may do in one process. */
export interface Limits {
  /** Requests a second that a client may go on sending; undefined: as many as it likes. */
  rateLimit: number | undefined;
  /** Requests that it may send at once, after a pause. */
  rateBurst: number;
  /** Requests of a client that are answered at a time, the sending included. */
  clientConcurrency: number;
  /** Answers that are made at a time, for all clients. */
  concurrency: number;
  /** Connections that a client may have open. */
  clientConnections: number;
  /** Who is never limited: entries of an AddressList. */
  allowList: readonly string[];
}

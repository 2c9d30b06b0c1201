/** A line of the table: a measurement, or a finding. */
export interface Row {
  /** Size of the repository. */
  items: number;
  case: string;
  /** A control, which stands below what it is compared with. */
  control?: boolean;
  requestsPerSecond?: number;
  recordsPerSecond?: number;
  /** Of bodies on the wire, 10^6 bytes. */
  megabytesPerSecond?: number;
  /** Milliseconds. */
  p50?: number;
  p99?: number;
  cpuSecondsPerMillion?: number;
  /** The same of the database server. */
  databaseSecondsPerMillion?: number;
  /** Bytes. */
  peakMemory?: number;
  /** The share of the driver in the processor time of both. */
  driverShare?: number;
  /** What was reached, in words with its unit, and what it is compared with. */
  reached?: string;
  /** What is wanted of it. */
  wanted?: string;
  met?: boolean;
}

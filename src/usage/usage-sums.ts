/** What is counted of requests. */
export interface UsageSums {
  requests: number;
  records: number;
  /** Bytes of bodies, as sent. */
  bytes: number;
  /** Answers with an error of the protocol; that nothing matches is none. */
  errors: number;
  /** 503: told to come back later. */
  busy: number;
  /** 4xx. */
  refused: number;
  /** 5xx but 503. */
  failed: number;
  /** Clients that went away before the end. */
  broken: number;
}

export const SUMS = ['requests', 'records', 'bytes', 'errors', 'busy', 'refused', 'failed', 'broken'] as const;

export function noUsage(): UsageSums {
  return { requests: 0, records: 0, bytes: 0, errors: 0, busy: 0, refused: 0, failed: 0, broken: 0 };
}

export function addUsage(to: UsageSums, more: Readonly<UsageSums>): void {
  for (const sum of SUMS) to[sum] += more[sum];
}

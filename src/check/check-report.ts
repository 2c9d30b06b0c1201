import type { Example } from './ledger.ts';
import type { Severity } from './rule.ts';

/** What a check found out: the shape of `check --format json`, which only ever gets more keys. */
export interface CheckReport {
  /** The address that was asked. */
  address: string;
  /** What Identify says; absent where there is none. */
  repositoryName?: string;
  baseURL?: string;
  /** UTC, to the second. */
  checkedAt: string;
  checkedBy: { title: string; version: string };
  /** Requests that were sent. */
  requests: number;
  /** Why not everything was asked; absent where it was. */
  ended?: string;
  /** The protocol first, then the aggregators. */
  verdicts: Verdict[];
  /** Errors first. */
  faults: FoundFault[];
  passed: { rule: string; title: string }[];
  skipped: { rule: string; title: string; reason: string }[];
}

export interface Verdict {
  /** `protocol`, or the name of a profile. */
  scope: string;
  title: string;
  /** unknown: nothing wrong was seen, but too little was seen at all. */
  verdict: 'passed' | 'failed' | 'unknown';
  errors: number;
  warnings: number;
  hints: number;
  /** How many records a profile was held against. */
  records?: number;
}

/** A rule that is broken. */
export interface FoundFault {
  /** Row of the conformance checklist, or profile and rule as in `base/creator`. */
  rule: string;
  severity: Severity;
  /** The scopes in whose verdicts it counts. */
  scopes: string[];
  /** What should be so. */
  title: string;
  mend: string;
  /** How often it was seen; of a profile, in how many records. */
  count: number;
  examples: Example[];
}

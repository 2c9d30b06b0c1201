import type { ServedRecord } from './served-record.ts';

/** What an aggregator does with a record that breaks a rule: mandatory ones are refused, of others it grumbles. */
export type Weight = 'refused' | 'grumbled';

/** Judges the records of one run, each once, in any order, in memory that does not grow with them. */
export interface Watch {
  /** Whether this record breaks the rule. */
  breaks(record: ServedRecord): boolean;
  /** For a rule about all records together, once all were seen: whether it is broken at all. */
  holdsAgainst?(): boolean;
}

export interface Rule {
  /** Unique in its profile. */
  readonly name: string;
  readonly weight: Weight;
  /** What is wrong with a record that breaks it. */
  readonly wrong: string;
  /** What a person can do about it. */
  readonly mend: string;
  watch(): Watch;
}

/** What an aggregator wants of records in one metadata format. */
export interface Profile {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly metadataPrefix: string;
  readonly rules: readonly Rule[];
}

/** A rule about each record by itself. */
export function rule(
  weight: Weight,
  name: string,
  wrong: string,
  mend: string,
  breaks: (record: ServedRecord) => boolean,
): Rule {
  return { name, weight, wrong, mend, watch: () => ({ breaks }) };
}

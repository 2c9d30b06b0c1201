import type { JudgedRecord } from '../../src/judge/judged-answer.ts';
import type { GranularityName } from '../../src/judge/vocabulary.ts';
import type { Harvest } from './harvester.ts';
import { RuleViolation } from './rule-violation.ts';

/** What a mirror knows of one record. A deleted one has no payload any more. */
export interface MirroredRecord {
  readonly datestamp: string;
  readonly deleted: boolean;
  readonly setSpecs: readonly string[];
  readonly payload?: string;
}

/**
 * A copy of a repository in one format, kept by the guidelines for harvesters: whatever comes replaces what was there,
 * a deletion takes the payload away, and the next harvest begins at the responseDate of this one's first page.
 */
export class Mirror {
  readonly #granularity: GranularityName;
  readonly #records = new Map<string, MirroredRecord>();
  #from: string | undefined;

  constructor(granularity: GranularityName = 'seconds') {
    this.#granularity = granularity;
  }

  /** Takes over a ListRecords harvest. */
  apply(harvest: Harvest): void {
    for (const record of harvest.records) this.#take(record);
    // With days, today is asked for again tomorrow: what changes later today carries the same datestamp.
    this.#from =
      this.#granularity === 'seconds'
        ? harvest.firstResponseDate
        : harvest.firstResponseDate.slice(0, 'YYYY-MM-DD'.length);
  }

  #take({ identifier, datestamp, deleted, setSpecs, metadata }: JudgedRecord): void {
    const known = this.#records.get(identifier);
    if (known !== undefined && datestamp < known.datestamp) {
      throw new RuleViolation('DATE-28', `${identifier} went back from ${known.datestamp} to ${datestamp}`);
    }
    this.#records.set(identifier, {
      datestamp,
      deleted,
      setSpecs,
      ...(metadata !== undefined && { payload: metadata }),
    });
  }

  /** The arguments of the next incremental harvest: those given, from where the last one began. */
  next(listArguments: Readonly<Record<string, string>>): Record<string, string> {
    return this.#from === undefined ? { ...listArguments } : { ...listArguments, from: this.#from };
  }

  get(identifier: string): MirroredRecord | undefined {
    return this.#records.get(identifier);
  }

  /** Everything, by identifier, in an order that does not depend on the history: two mirrors can be compared. */
  entries(): [identifier: string, record: MirroredRecord][] {
    return [...this.#records].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The payloads of what is not deleted, by identifier. */
  payloads(): Map<string, string> {
    return new Map(
      this.entries().flatMap(([identifier, { payload }]) => (payload === undefined ? [] : [[identifier, payload]])),
    );
  }
}

import { type Profile, type Rule, rule, type Weight } from './rule.ts';
import type { ServedRecord } from './served-record.ts';

/** How many records are named that break a rule. */
const EXAMPLES = 5;

export interface ProfileReport {
  profile: string;
  title: string;
  metadataPrefix: string;
  /** Records that break a rule of weight refused. */
  refused: number;
  /** Of the others, those that break another rule. */
  grumbled: number;
  rules: RuleReport[];
}

export interface RuleReport {
  rule: string;
  weight: Weight;
  wrong: string;
  mend: string;
  /** Records that break it. */
  records: number;
  /** Identifiers of the first of them. */
  examples: string[];
}

/** The records of one profile, counted by the combination of rules that they break: there are few, however many records. */
export class ProfileTally {
  readonly profile: Profile;
  readonly #rules: readonly Rule[];
  readonly #watches;
  /** By the sum of 2^index of each rule that is broken. */
  readonly #combinations = new Map<number, number>();
  readonly #examples: string[][];

  constructor(profile: Profile) {
    this.profile = profile;
    this.#rules = [notThere(profile.metadataPrefix), ...profile.rules];
    this.#watches = this.#rules.map((rule) => rule.watch());
    this.#examples = this.#rules.map(() => []);
  }

  /** Undefined: the item has no record in the format of the profile, which is all there is to say. */
  add(identifier: string, record: ServedRecord | undefined): void {
    let combination = 0;
    for (const [index, watch] of this.#watches.entries()) {
      const isBroken = record === undefined ? index === 0 : watch.breaks(record);
      if (!isBroken) continue;
      combination += 2 ** index;
      const examples = this.#examples[index] ?? [];
      if (examples.length < EXAMPLES) examples.push(identifier);
    }
    this.#combinations.set(combination, (this.#combinations.get(combination) ?? 0) + 1);
  }

  report(): ProfileReport {
    const holds = this.#watches.map((watch) => watch.holdsAgainst?.() ?? true);
    const counts = this.#rules.map(() => 0);
    const records = { refused: 0, grumbled: 0 };
    for (const [combination, count] of this.#combinations) {
      const broken = this.#rules.flatMap((rule, index) =>
        holds[index] && Math.floor(combination / 2 ** index) % 2 === 1 ? [{ rule, index }] : [],
      );
      for (const { index } of broken) counts[index] = (counts[index] ?? 0) + count;
      if (broken.some(({ rule }) => rule.weight === 'refused')) records.refused += count;
      else if (broken.length > 0) records.grumbled += count;
    }
    const { name: profile, title, metadataPrefix } = this.profile;
    const rules = this.#rules.map(({ name, weight, wrong, mend }, index) => {
      const count = counts[index] ?? 0;
      return {
        rule: name,
        weight,
        wrong,
        mend,
        records: count,
        examples: count > 0 ? (this.#examples[index] ?? []) : [],
      };
    });
    return { profile, title, metadataPrefix, ...records, rules };
  }
}

function notThere(metadataPrefix: string): Rule {
  return rule(
    'refused',
    'format',
    `there is no record in ${metadataPrefix}`,
    'Offer the format, where the config file leaves it out (`formats`), and run `oai-pmh render`.',
    () => false,
  );
}

import { withoutSecrets } from '../harvest/redact.ts';
import { printable } from './printable.ts';
import { ruleOf } from './rules/index.ts';

/** A request as a person can repeat it, and what came of it. */
export interface Example {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  /** Form body of a POST. */
  readonly body?: string;
  /** What was wrong, in words. */
  readonly seen: string;
}

/** How many examples are kept of each broken rule. */
const EXAMPLES = 3;

interface Broken {
  count: number;
  readonly examples: Example[];
}

/** What was tried, what was found to be broken, and what could not be tried. */
export class Ledger {
  readonly #tried = new Set<string>();
  readonly #broken = new Map<string, Broken>();
  readonly #skipped = new Map<string, string>();

  /** There was an opportunity to break this rule. */
  tried(rule: string): void {
    this.#tried.add(ruleOf(rule).id);
  }

  /** What endpoints say is made printable, and passwords are left out of addresses. */
  fault(rule: string, { url, seen, ...rest }: Example): void {
    this.tried(rule);
    const example = { ...rest, url: withoutSecrets(url), seen: printable(seen) };
    const broken = this.#broken.get(rule) ?? { count: 0, examples: [] };
    this.#broken.set(rule, broken);
    broken.count += 1;
    const isNew = !broken.examples.some(({ seen, url }) => seen === example.seen && url === example.url);
    if (isNew && broken.examples.length < EXAMPLES) broken.examples.push(example);
  }

  /** Why these rules are not tried. What is tried all the same counts as tried. */
  skip(reason: string, ...rules: string[]): void {
    for (const rule of rules) this.#skipped.set(ruleOf(rule).id, reason);
  }

  wasTried(rule: string): boolean {
    return this.#tried.has(rule);
  }

  brokenBy(rule: string): Broken | undefined {
    return this.#broken.get(rule);
  }

  whySkipped(rule: string): string | undefined {
    return this.#skipped.get(rule);
  }
}

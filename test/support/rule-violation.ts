import type { Report } from '../../src/judge/report.ts';

/**
 * What every check of the test suite throws. `rule` is the id of a row in the conformance checklist, so that a
 * failing test says which promise was broken, and a negative sample can be held to exactly one rule.
 */
export class RuleViolation extends Error {
  override readonly name = 'RuleViolation';
  readonly rule: string;

  constructor(rule: string, what: string) {
    super(`${rule}: ${what}`);
    this.rule = rule;
  }
}

/** For a test the first fault is the end. */
export const throwViolation: Report = (rule, what) => {
  throw new RuleViolation(rule, what);
};

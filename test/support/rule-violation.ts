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

/** A value as it should appear in a message: quoted, and short even when the value is not. */
export function shown(value: string): string {
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
}

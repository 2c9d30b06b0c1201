/** error: harvests fail or lose records. warning: some harvesters stumble. hint: could be better. */
export type Severity = 'error' | 'warning' | 'hint';

/**
 * What an answer must have in it for a rule about answers to be tried. Rules without it are tried by a probe, which
 * asks something on purpose.
 */
export type Material =
  | 'answer'
  | 'error'
  | 'Identify'
  | 'description'
  | 'formats'
  | 'sets'
  | 'header'
  | 'record'
  | 'deleted'
  | 'token'
  | 'next page';

/** Aggregators that ask for more than the protocol does, by the names of their profiles. */
export type Aggregator = 'base' | 'openaire3' | 'openaire4' | 'driver';

/** One rule of the protocol, or of an aggregator about the whole endpoint. */
export interface CheckRule {
  /** Row of the conformance checklist. */
  readonly id: string;
  readonly severity: Severity;
  /** What is so where the rule is kept. */
  readonly title: string;
  /** What to do where it is broken. */
  readonly mend: string;
  readonly material?: Material;
  /** Who asks for it, too. */
  readonly aggregators?: readonly Aggregator[];
}

type More = Pick<CheckRule, 'material' | 'aggregators'>;

/** A line of the registry. */
export function checkRule(id: string, severity: Severity, title: string, mend: string, more: More = {}): CheckRule {
  return { id, severity, title, mend, ...more };
}

/** A rule that is tried by each answer that has this in it. */
export function answerRule(
  material: Material,
  id: string,
  severity: Severity,
  title: string,
  mend: string,
  more: More = {},
): CheckRule {
  return { id, severity, title, mend, material, ...more };
}

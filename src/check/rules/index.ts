import type { CheckRule } from '../rule.ts';
import { ARGUMENT_RULES } from './arguments.ts';
import { HTTP_RULES } from './http.ts';
import { IDENTIFY_RULES } from './identify.ts';
import { LIST_RULES } from './lists.ts';
import { RECORD_RULES } from './records.ts';
import { XML_RULES } from './xml.ts';

/** All rules but those about records of one format, which `profiles/` has. */
export const CHECK_RULES: readonly CheckRule[] = [
  ...HTTP_RULES,
  ...XML_RULES,
  ...IDENTIFY_RULES,
  ...ARGUMENT_RULES,
  ...LIST_RULES,
  ...RECORD_RULES,
];

const BY_ID: ReadonlyMap<string, CheckRule> = new Map(CHECK_RULES.map((rule) => [rule.id, rule]));

/** Throws where a probe names a rule that is in no table. */
export function ruleOf(id: string): CheckRule {
  const rule = BY_ID.get(id);
  if (rule === undefined) throw new Error(`There is no rule ${id}.`);
  return rule;
}

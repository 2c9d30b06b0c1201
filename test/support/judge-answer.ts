import type { Answer, Expected } from '../../src/judge/answer.ts';
import { judge } from '../../src/judge/judge.ts';
import type { JudgedAnswer } from '../../src/judge/judged-answer.ts';
import { OWN_SCHEMAS } from '../../src/judge/own-schemas.ts';
import { KNOWN_FORMATS } from './known-formats.ts';
import { OFFICIAL_SCHEMAS } from './official-schemas.ts';
import { throwViolation } from './rule-violation.ts';

const SCHEMAS = [OWN_SCHEMAS, OFFICIAL_SCHEMAS];

/**
 * Judges an answer of ours, and throws a RuleViolation that names the row of the conformance checklist for the first
 * fault. Every test that receives an answer reads it through here, so each of them is a conformance test on the side.
 */
export function judgeAnswer(answer: Answer, expected: Expected): JudgedAnswer {
  const known = { ...expected, formats: { ...KNOWN_FORMATS, ...expected.formats } };
  const judgement = judge(answer, known, SCHEMAS, throwViolation);
  if (judgement === undefined) throw new Error('An answer that cannot be read was not reported.');
  return judgement.answer;
}

import type { JudgedAnswer } from '../judged-answer.ts';
import { RuleViolation, shown } from '../rule-violation.ts';

/** The sets of one ListSets page. */
export function checkSets(answer: JudgedAnswer): void {
  const seen = new Set<string>();
  for (const { setSpec, setName } of answer.sets) {
    checkSetSpec(setSpec);
    if (seen.has(setSpec)) throw new RuleViolation('SET-07', `${setSpec} is listed twice`);
    seen.add(setSpec);
    if (setName.trim() === '') throw new RuleViolation('SET-07', `${setSpec} has no name`);
  }
}

/** Segments of unreserved characters, joined by single colons. */
export function checkSetSpec(setSpec: string): void {
  if (!/^[A-Za-z0-9_.!~*'()-]+(?::[A-Za-z0-9_.!~*'()-]+)*$/.test(setSpec)) {
    throw new RuleViolation('SET-02', `${shown(setSpec)} is no setSpec`);
  }
}

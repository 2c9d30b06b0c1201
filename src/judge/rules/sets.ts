import type { JudgedAnswer } from '../judged-answer.ts';
import { type Report, shown } from '../report.ts';

/** The sets of one ListSets page. */
export function checkSets(answer: JudgedAnswer, report: Report): void {
  const seen = new Set<string>();
  for (const { setSpec, setName } of answer.sets) {
    checkSetSpec(setSpec, report);
    if (seen.has(setSpec)) report('SET-07', `${setSpec} is listed twice`);
    seen.add(setSpec);
    if (setName.trim() === '') report('SET-07', `${setSpec} has no name`);
  }
}

/** Segments of unreserved characters, joined by single colons. */
export function checkSetSpec(setSpec: string, report: Report): void {
  if (!/^[A-Za-z0-9_.!~*'()-]+(?::[A-Za-z0-9_.!~*'()-]+)*$/.test(setSpec)) {
    report('SET-02', `${shown(setSpec)} is no setSpec`);
  }
}

import type { Expected } from '../answer.ts';
import type { JudgedAnswer, JudgedHeader } from '../judged-answer.ts';
import { type Report, shown } from '../report.ts';
import type { GranularityName } from '../vocabulary.ts';
import { granularityOf } from './dates.ts';
import { checkSetSpec } from './sets.ts';

/** Every header of a page: its identifier, its datestamp, its sets, and that it answers what was asked. */
export function checkHeaders(answer: JudgedAnswer, expected: Expected, report: Report): void {
  const seen = new Set<string>();
  for (const header of answer.headers) {
    if (!/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(header.identifier)) {
      report('ID-02', `${shown(header.identifier)} is not an absolute URI`);
    }
    if (seen.has(header.identifier)) report('VRB-13', `${header.identifier} is on the page twice`);
    seen.add(header.identifier);
    checkDatestamp(header, expected.granularity ?? 'seconds', report);
    checkHeaderSets(header, report);
    checkAsked(header, answer, report);
  }
}

function checkDatestamp({ identifier, datestamp }: JudgedHeader, granularity: GranularityName, report: Report): void {
  const found = granularityOf(datestamp);
  if (found === granularity) return;
  if (found === undefined) {
    report('DATE-03', `the datestamp of ${identifier} is ${shown(datestamp)}`);
    return;
  }
  report('DATE-02', `the datestamp of ${identifier} is ${datestamp}, the granularity ${granularity}`);
}

/** The minimal list: a set is left out when a set below it is there. */
function checkHeaderSets({ identifier, setSpecs }: JudgedHeader, report: Report): void {
  const above = new Set(setSpecs.flatMap(setsAbove));
  const seen = new Set<string>();
  for (const setSpec of setSpecs) {
    checkSetSpec(setSpec, report);
    if (above.has(setSpec) || seen.has(setSpec)) {
      report('SET-06', `${identifier} lists ${setSpec}, which another setSpec implies`);
    }
    seen.add(setSpec);
  }
}

/** `a` and `a:b` for `a:b:c`. */
function setsAbove(setSpec: string): string[] {
  const above: string[] = [];
  for (let colon = setSpec.indexOf(':'); colon >= 0; colon = setSpec.indexOf(':', colon + 1)) {
    above.push(setSpec.slice(0, colon));
  }
  return above;
}

/**
 * A list that was asked for by set and dates holds only what matches. Pages reached by a token are not compared:
 * what has moved out of range in the meantime may still be on them (TOK-10).
 */
function checkAsked(header: JudgedHeader, answer: JudgedAnswer, report: Report): void {
  const { identifier, from, until, set } = answer.request.attributes;
  if (identifier !== undefined && header.identifier !== identifier) {
    report('ID-05', `${identifier} was asked for, ${header.identifier} came`);
  }
  const { datestamp } = header;
  // A bound given as a day means that whole day, so the day of the datestamp decides.
  if (from !== undefined && datestamp.slice(0, from.length) < from) {
    report('DATE-06', `${header.identifier} of ${datestamp} is earlier than ${from}`);
  }
  if (until !== undefined && datestamp.slice(0, until.length) > until) {
    report('DATE-06', `${header.identifier} of ${datestamp} is later than ${until}`);
  }
  if (set !== undefined && !header.setSpecs.some((own) => own === set || own.startsWith(`${set}:`))) {
    report('SET-04', `${header.identifier} is not in ${set} but in ${header.setSpecs.join(', ')}`);
  }
}

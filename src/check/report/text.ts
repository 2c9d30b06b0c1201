import type { CheckReport, FoundFault, Verdict } from '../check-report.ts';

/** For a terminal: verdicts, then what is wrong by verdict, then what was tried. */
export function reportAsText(report: CheckReport): string {
  const { address, repositoryName, checkedAt, requests, ended, verdicts, faults, passed, skipped } = report;
  const name = repositoryName === undefined ? '' : ` (${repositoryName})`;
  const head = [`${address}${name}`, `Checked ${checkedAt} with ${requests} requests.`];
  if (ended !== undefined) head.push(`Not everything was asked: ${ended}.`);
  const parts = [
    head.join('\n'),
    verdicts.map(verdictLine).join('\n'),
    section('The protocol', faults.filter(isOfProtocol).map(faultInWords)),
    section('The records, for aggregators', recordFaults(faults)),
    `Kept: ${passed.length} rules. Not tried: ${skipped.length}${skipped.length === 0 ? '' : `, because ${[...byReason(skipped)].map(([reason, rules]) => `${reason} (${rules.length})`).join('; ')}`}. --format html and json name them.`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const WORD = { passed: 'passed', failed: 'FAILED', unknown: 'unknown' } as const;

/** Faults counted in words. */
export function countsOf({ errors, warnings, hints, records }: Verdict): string {
  const counts = [plural(errors, 'error'), plural(warnings, 'warning'), plural(hints, 'hint')].join(', ');
  return records === undefined ? counts : `${counts}; ${plural(records, 'record')} seen`;
}

function verdictLine(verdict: Verdict): string {
  return `${WORD[verdict.verdict].padEnd(8)} ${verdict.title}: ${countsOf(verdict)}`;
}

function isOfProtocol({ scopes }: FoundFault): boolean {
  return scopes[0] === 'protocol';
}

function section(title: string, faults: readonly string[]): string {
  return faults.length === 0 ? '' : [`${title}\n${'-'.repeat(title.length)}`, ...faults].join('\n\n');
}

function faultInWords({ rule, severity, title, mend, count, examples }: FoundFault): string {
  const lines = [`${severity} ${rule}: ${title} (${plural(count, 'time')} not so)`];
  for (const { method, url, body, seen } of examples) {
    lines.push(`  - ${seen}`, `    ${method} ${url}${body === undefined ? '' : ` with ${body}`}`);
  }
  lines.push(`  Mend: ${mend}`);
  return lines.join('\n');
}

/** Each once, with all whom it bothers: their rules are much alike. */
function recordFaults(faults: readonly FoundFault[]): string[] {
  const byTitle = new Map<string, FoundFault[]>();
  for (const fault of faults) {
    if (!isOfProtocol(fault)) byTitle.set(fault.title, [...(byTitle.get(fault.title) ?? []), fault]);
  }
  return [...byTitle].map(([title, alike]) => {
    const [first] = alike;
    const names = alike
      .map(({ rule, severity, count }) => `${severity} ${rule}, ${plural(count, 'record')}`)
      .join('; ');
    const examples = first?.examples.map(({ seen }) => seen).join('\n    ') ?? '';
    return `${title}\n  ${names}\n    ${examples}\n  Mend: ${first?.mend}`;
  });
}

/** Rules that were not tried, by the reason why. */
export function byReason(skipped: CheckReport['skipped']): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { rule, reason } of skipped) reasons.set(reason, [...(reasons.get(reason) ?? []), rule]);
  return reasons;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

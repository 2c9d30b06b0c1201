import { withoutSecrets } from '../harvest/redact.ts';
import { formatDatestamp, type UtcSeconds } from '../oai/datestamp.ts';
import type { ProfileReport } from '../profiles/profile-tally.ts';
import { SOFTWARE } from '../version.ts';
import type { CheckReport, FoundFault, Verdict } from './check-report.ts';
import { printable } from './printable.ts';
import type { RecordSample } from './record-sample.ts';
import type { Material, Severity } from './rule.ts';
import { CHECK_RULES } from './rules/index.ts';
import { queryOf, type Survey } from './survey.ts';

const ORDER: readonly Severity[] = ['error', 'warning', 'hint'];
/** How many records are named of a rule about records. */
const EXAMPLES = 3;

/** Why a rule was not tried that waits for answers with something in them. */
const LACKING: Readonly<Record<Material, string>> = {
  answer: 'no answer came',
  error: 'nothing was refused',
  Identify: 'no Identify came',
  description: 'Identify has no description',
  formats: 'no formats were listed',
  sets: 'no sets were listed',
  header: 'no record was seen',
  record: 'no record was seen',
  deleted: 'no deleted record was seen',
  token: 'no list had several pages',
  'next page': 'no list had several pages',
};

/** Puts together what a survey found. `ended` is why it ended early. */
export function makeReport(
  survey: Survey,
  sample: RecordSample,
  address: string,
  now: UtcSeconds,
  ended: string | undefined,
): CheckReport {
  const { facts, client } = survey;
  const reports = sample.reports();
  const faults = [
    ...protocolFaults(survey),
    ...reports.flatMap(({ report }) => recordFaults(report, withoutSecrets(client.address))),
  ];
  faults.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const protocol = verdictOf('protocol', 'OAI-PMH 2.0', faults, ended === undefined);
  const aggregators = reports.map(({ report, records }) => ({
    ...verdictOf(report.profile, report.title, faults, records > 0),
    records,
  }));
  return {
    address: withoutSecrets(address),
    ...(facts.identify === undefined
      ? {}
      : { repositoryName: printable(facts.identify.repositoryName), baseURL: printable(facts.identify.baseURL) }),
    checkedAt: formatDatestamp(now),
    checkedBy: SOFTWARE,
    requests: client.sent,
    ...(ended === undefined ? {} : { ended }),
    verdicts: [protocol, ...aggregators],
    faults,
    ...passedAndSkipped(survey, ended),
  };
}

function protocolFaults({ ledger }: Survey): FoundFault[] {
  return CHECK_RULES.flatMap(({ id, severity, title, mend, aggregators = [] }) => {
    const broken = ledger.brokenBy(id);
    if (broken === undefined) return [];
    const { count, examples } = broken;
    return [{ rule: id, severity, scopes: ['protocol', ...aggregators], title, mend, count, examples }];
  });
}

function recordFaults({ profile, metadataPrefix, rules }: ProfileReport, address: string): FoundFault[] {
  return rules
    .filter(({ records }) => records > 0)
    .map(({ rule, weight, wrong, mend, records, examples }) => ({
      rule: `${profile}/${rule}`,
      severity: weight === 'refused' ? 'error' : 'warning',
      scopes: [profile],
      title: wrong,
      // The parts of an item are known to users of this program alone.
      mend: mend.replaceAll(/ \(`[^)]*\)/g, ''),
      count: records,
      examples: examples.slice(0, EXAMPLES).map((identifier) => ({
        method: 'GET',
        url: `${address}${address.includes('?') ? '&' : '?'}${queryOf({ verb: 'GetRecord', identifier, metadataPrefix })}`,
        seen: printable(identifier),
      })),
    }));
}

function verdictOf(scope: string, title: string, faults: readonly FoundFault[], isWhole: boolean): Verdict {
  const own = faults.filter(({ scopes }) => scopes.includes(scope));
  const [errors = 0, warnings = 0, hints = 0] = ORDER.map(
    (severity) => own.filter((fault) => fault.severity === severity).length,
  );
  return { scope, title, verdict: errors > 0 ? 'failed' : isWhole ? 'passed' : 'unknown', errors, warnings, hints };
}

function passedAndSkipped({ ledger }: Survey, ended: string | undefined): Pick<CheckReport, 'passed' | 'skipped'> {
  const passed: CheckReport['passed'] = [];
  const skipped: CheckReport['skipped'] = [];
  for (const { id: rule, title, material } of CHECK_RULES) {
    if (ledger.brokenBy(rule) !== undefined) continue;
    if (ledger.wasTried(rule)) passed.push({ rule, title });
    else {
      const lacking = material === undefined ? 'there was no occasion' : LACKING[material];
      skipped.push({ rule, title, reason: ledger.whySkipped(rule) ?? (ended === undefined ? lacking : ended) });
    }
  }
  return { passed, skipped };
}

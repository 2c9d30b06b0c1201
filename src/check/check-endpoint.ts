import { Fault } from '../fault.ts';
import { readRetryAfter } from '../harvest/retry-after.ts';
import type { Profile } from '../profiles/rule.ts';
import type { CheckReport } from './check-report.ts';
import { makeReport } from './make-report.ts';
import { EndOfCheck, PoliteClient, type PoliteOptions } from './polite-client.ts';
import { probeArguments } from './probes/arguments.ts';
import { probeDates } from './probes/dates.ts';
import { probeFormatsAndSets } from './probes/formats-and-sets.ts';
import { probeHttp } from './probes/http.ts';
import { probeIdentify } from './probes/identify.ts';
import { probeLists } from './probes/lists.ts';
import { probeOtherFormats } from './probes/other-formats.ts';
import type { Probe, ProbeLimits } from './probes/probe.ts';
import { probeRecords } from './probes/records.ts';
import { probeSets } from './probes/sets.ts';
import { RecordSample } from './record-sample.ts';
import { Survey } from './survey.ts';

/** What finds out most comes first: a limit may end the check at any time. */
const PROBES: readonly Probe[] = [
  probeIdentify,
  probeFormatsAndSets,
  probeLists,
  probeRecords,
  probeDates,
  probeSets,
  probeArguments,
  probeHttp,
  probeOtherFormats,
];

export interface CheckOptions extends PoliteOptions, ProbeLimits {
  /** Aggregators whose rules the records are held against. */
  profiles: readonly Profile[];
  /** Told after each step how many requests were sent. */
  progress?: (requests: number) => void;
}

/**
 * Checks an endpoint, whoever runs it, by asking it. Whatever happens on the way, what is known by then is reported;
 * a Fault only where nothing is there that answers at all.
 */
export async function checkEndpoint(address: string, options: CheckOptions): Promise<CheckReport> {
  const client = new PoliteClient(address, options);
  const sample = new RecordSample(options.profiles);
  const survey = new Survey(client, (_answer, root) => {
    sample.add(root);
    options.progress?.(client.sent);
  });
  let ended: string | undefined;
  try {
    for (const probe of PROBES) await probe(survey, options);
  } catch (error) {
    if (!(error instanceof EndOfCheck)) throw error;
    ended = error.message;
  }
  const unreachable = survey.ledger.brokenBy('RESP-17')?.examples[0]?.seen;
  if (client.sent > 0 && !client.hasAnswered && unreachable !== undefined) throw new Fault(unreachable);
  judgeBusyAnswers(survey);
  return makeReport(survey, sample, address, options.clock.now(), ended);
}

function judgeBusyAnswers({ client, ledger }: Survey): void {
  if (client.busy.length === 0) ledger.skip('the server was never busy', 'RESP-05', 'RESP-06');
  for (const { exchange, status, retryAfter } of client.busy) {
    ledger.tried('RESP-05');
    ledger.tried('RESP-06');
    const seconds = /^\d{1,9}$/.test(retryAfter ?? '') ? readRetryAfter({ 'retry-after': retryAfter }, 0) : undefined;
    if (status === 429) ledger.fault('RESP-06', { ...exchange, seen: 'the status is 429' });
    if (seconds === undefined || seconds > 3600) {
      ledger.fault('RESP-05', {
        ...exchange,
        seen: retryAfter === undefined ? 'there is no Retry-After' : `Retry-After is ${JSON.stringify(retryAfter)}`,
      });
    }
  }
}

import type { JudgedHeader } from '../../judge/judged-answer.ts';
import { formatDatestamp, parseDatestamp } from '../../oai/datestamp.ts';
import { queryOf, type Reply, type Survey } from '../survey.ts';
import type { Probe } from './probe.ts';

const PREFIX = { metadataPrefix: 'oai_dc' };
const DAY = 86_400;
type Window = { from?: string; until?: string };

/** Harvests by date: windows that must hold records, must hold none, or must be refused. */
export const probeDates: Probe = async (survey) => {
  const { facts, ledger } = survey;
  if (facts.headers.length > 0) await probeWindows(survey);
  else ledger.skip('no record was seen', 'DATE-04', 'DATE-05', 'DATE-06', 'DATE-19');
  if (facts.granularity === 'day') ledger.skip('datestamps are days', 'DATE-04', 'DATE-05');
  else ledger.skip('datestamps are seconds', 'DATE-11');

  const refuse = (rule: string, window: Window) =>
    survey.provoke(rule, queryOf({ verb: 'ListIdentifiers', ...PREFIX, ...window }), ['badArgument']);
  await refuse('DATE-08', { from: '2001-01-01', until: '2001-01-02T00:00:00Z' });
  await refuse('DATE-09', { from: '2022-01-01', until: '2021-01-01' });
  if (facts.granularity === 'day') await refuse('DATE-11', { from: '2001-01-01T00:00:00Z' });
  await refuse('DATE-12', { from: '2001' });
  await refuse('DATE-12', { until: '2031-06-15T10:00:00+03:00' });
  await refuse('DATE-13', { from: '2001-02-30' });

  const none = (rule: string, window: Window) =>
    survey.provoke(rule, queryOf({ verb: 'ListIdentifiers', ...PREFIX, ...window }), ['noRecordsMatch']);
  await none('DATE-20', { from: '2999-01-01' });
  const dayBefore = dayBeforeFirst(facts.identify?.earliestDatestamp ?? '');
  if (dayBefore === undefined) return;
  await none('DATE-18', { until: dayBefore });
  if (facts.headers.length > 0) {
    survey.granted('DATE-19', await survey.ask('ListIdentifiers', { ...PREFIX, from: dayBefore }));
  }
};

async function probeWindows(survey: Survey): Promise<void> {
  const { headers, granularity } = survey.facts;
  const datestamps = headers.map(({ datestamp }) => datestamp).sort();
  const [first = ''] = datestamps;
  const last = datestamps.at(-1) ?? first;
  const rare = rarest(headers);
  const inTheDay = rarest(headers.filter(({ datestamp }) => !datestamp.endsWith('T00:00:00Z')));
  const identifiers = await probeWindow(survey, 'DATE-06', { from: rare, until: rare });
  await probeWindow(survey, 'DATE-06', { from: last });
  await probeWindow(survey, 'DATE-06', { until: first });
  await compareVerbs(survey, rare, identifiers);
  const { boundary } = survey.facts;
  // Where pages meet, records get lost.
  if (boundary !== undefined) await probeWindow(survey, 'DATE-06', { from: boundary[0], until: boundary[1] });
  const day = inTheDay.slice(0, 10);
  if (granularity !== 'seconds') return;
  if (parseDatestamp(day) === undefined) survey.ledger.skip('all records are of midnight', 'DATE-04', 'DATE-05');
  else {
    await probeWindow(survey, 'DATE-05', { from: day, until: day }, 'DATE-04');
  }
}

/** That nothing else is listed, the judge sees to. `legal` is the rule that such a request is granted. */
async function probeWindow(survey: Survey, rule: string, window: Window, legal = rule): Promise<Reply> {
  const reply = await survey.ask('ListIdentifiers', { ...PREFIX, ...window });
  const isEmpty = reply.answer?.errors.some(({ code }) => code === 'noRecordsMatch') === true;
  if (!isEmpty && !survey.granted(legal, reply)) return reply;
  if (legal !== rule && reply.answer !== undefined) survey.ledger.tried(legal);
  const listed = new Set(reply.answer?.headers.map(({ identifier }) => identifier));
  // What stands on a later page is not looked for.
  const isWhole = reply.answer !== undefined && !reply.answer.resumptionToken?.text;
  const missing = survey.facts.headers.find((header) => isIn(header, window) && !listed.has(header.identifier));
  const lost = lostRecord(survey, reply);
  const ended = `${lost?.identifier} is here, and the list of all records ended without it`;
  const hadPages = survey.facts.boundary !== undefined;
  await survey.holdIfQuiet(hadPages ? 'VRB-13' : 'TOK-01', lost === undefined, reply, ended);
  const seen = `${missing?.identifier} is of ${missing?.datestamp}, and not in the list`;
  await survey.holdIfQuiet(rule, !isWhole || missing === undefined, reply, seen);
  return reply;
}

/** A record of a window that the whole list lacks. */
function lostRecord({ facts: { headers, allHeaders } }: Survey, { answer }: Reply): JudgedHeader | undefined {
  if (!allHeaders) return undefined;
  const known = new Set(headers.map(({ identifier }) => identifier));
  return answer?.headers.find(({ identifier }) => !known.has(identifier));
}

async function compareVerbs(survey: Survey, datestamp: string, identifiers: Reply): Promise<void> {
  const records = await survey.ask('ListRecords', { ...PREFIX, from: datestamp, until: datestamp });
  const [there, here] = [identifiers, records].map(({ answer }) =>
    answer === undefined || answer.resumptionToken?.text
      ? undefined
      : answer.headers
          .map(({ identifier }) => identifier)
          .sort()
          .join(', '),
  );
  if (there === undefined || here === undefined) return;
  await survey.holdIfQuiet(
    'REC-13',
    there === here,
    records,
    `ListIdentifiers has ${there || 'nothing'} here, ListRecords ${here || 'nothing'}`,
  );
}

function isIn({ datestamp }: JudgedHeader, { from = '', until = '9' }: Window): boolean {
  return datestamp.slice(0, from.length) >= from && datestamp.slice(0, until.length) <= until;
}

/** The datestamp that fewest records have: their list is likely to fit one page. */
function rarest(headers: readonly JudgedHeader[]): string {
  const counts = new Map<string, number>();
  for (const { datestamp } of headers) counts.set(datestamp, (counts.get(datestamp) ?? 0) + 1);
  return [...counts].reduce((rare, next) => (next[1] < rare[1] ? next : rare), ['', Number.POSITIVE_INFINITY])[0];
}

function dayBeforeFirst(earliest: string): string | undefined {
  const start = parseDatestamp(earliest)?.start;
  // Nobody can name a day before the first one of year 1.
  return start === undefined || earliest < '0002' ? undefined : formatDatestamp(start - DAY, 'day');
}

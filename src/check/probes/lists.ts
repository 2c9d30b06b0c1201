import type { JudgedHeader } from '../../judge/judged-answer.ts';
import { parseDatestamp } from '../../oai/datestamp.ts';
import { outcomeOf, type Reply, type Survey } from '../survey.ts';
import type { Probe } from './probe.ts';
import { type ListReading, namesOf, readList } from './read-list.ts';
import { probeTokens } from './tokens.ts';

const PREFIX = { metadataPrefix: 'oai_dc' };
/** Hours less than a day that a token may live: clocks differ. */
const SHORTEST_LIFE = 23 * 3600;

/** The two lists of all records, as far as they are read, and their tokens. */
export const probeLists: Probe = async (survey, { pages }) => {
  const records = await begin(survey, 'ListRecords');
  if (records === undefined) return;
  const recordList = await readList(survey, 'ListRecords', records, pages);
  const identifiers = await begin(survey, 'ListIdentifiers');
  if (identifiers === undefined) return;
  const identifierList = await readList(survey, 'ListIdentifiers', identifiers, pages);
  survey.facts.headers = headersOf(recordList.pages.length > 0 ? recordList : identifierList);
  survey.facts.allHeaders = recordList.isComplete;
  const [before, after] = [recordList.pages[0]?.answer.headers.at(-1), recordList.pages[1]?.answer.headers[0]];
  if (before !== undefined && after !== undefined) {
    const [lower = '', higher = ''] = [before.datestamp, after.datestamp].sort();
    survey.facts.boundary = [lower, higher];
  }
  await compareLists(survey, recordList, identifierList);
  await comparePost(survey, identifiers);
  checkPage(survey, records);
  await checkSets(survey, records);
  checkScheme(survey, records);
  await probeTokens(survey, recordList);
};

/** The first page; undefined for an empty repository, and when nothing came. */
async function begin(survey: Survey, verb: 'ListRecords' | 'ListIdentifiers'): Promise<Reply | undefined> {
  const reply = await survey.ask(verb, PREFIX);
  if (reply.answer === undefined) return undefined;
  if (reply.answer.errors.some(({ code }) => code === 'noRecordsMatch')) return undefined;
  return survey.granted('REC-04', reply) ? reply : undefined;
}

function headersOf({ pages }: ListReading): JudgedHeader[] {
  return pages.flatMap(({ answer }) => answer.headers);
}

async function compareLists(survey: Survey, records: ListReading, identifiers: ListReading): Promise<void> {
  const [reply] = identifiers.pages;
  if (reply === undefined || records.pages.length === 0) return;
  const differences = differencesOf(records, identifiers);
  await survey.holdIfQuiet('REC-13', differences.length === 0, reply, differences.slice(0, 5).join('; '));
}

/** The same by POST: the same page, and every other list too. */
async function comparePost(survey: Survey, identifiers: Reply): Promise<void> {
  const { formats, setSpecs } = survey.facts;
  if (formats.length > 0) survey.granted('HTTP-02', await survey.ask('ListMetadataFormats', {}, { method: 'POST' }));
  if (setSpecs?.size) survey.granted('HTTP-02', await survey.ask('ListSets', {}, { method: 'POST' }));
  for (const verb of ['ListRecords', 'ListIdentifiers'] as const) {
    const reply = await survey.ask(verb, PREFIX, { method: 'POST' });
    if (!survey.granted('HTTP-02', reply) || reply.answer === undefined || verb !== 'ListIdentifiers') continue;
    const [byPost, byGet] = [reply, identifiers].map(({ answer }) =>
      (answer === undefined ? [] : namesOf(answer)).join(' '),
    );
    await survey.holdIfQuiet('HTTP-02', byPost === byGet, reply, 'another page came than by GET');
  }
}

function differencesOf(records: ListReading, identifiers: ListReading): string[] {
  const known = new Map(headersOf(records).map((header) => [header.identifier, header]));
  const differences: string[] = [];
  for (const header of headersOf(identifiers)) {
    const { identifier } = header;
    const record = known.get(identifier);
    known.delete(identifier);
    const [here, there] = [header, record].map((each) => (each === undefined ? 'not there' : wordsOf(each)));
    // What one list did not come to may stand on a later page.
    if (record === undefined && !records.isComplete) continue;
    if (here !== there) differences.push(`${identifier} is ${here} in ListIdentifiers, ${there} in ListRecords`);
  }
  const [missing] = known.keys();
  if (missing !== undefined && identifiers.isComplete) {
    differences.push(`${missing} is in ListRecords, and not in ListIdentifiers`);
  }
  return differences;
}

/** A header in words, for comparison. */
function wordsOf({ datestamp, setSpecs, deleted }: JudgedHeader): string {
  return [deleted ? 'deleted' : 'there', `of ${datestamp}`, `in ${[...setSpecs].sort().join(', ') || 'no set'}`].join(
    ', ',
  );
}

function checkPage(survey: Survey, { answer, exchange }: Reply): void {
  const token = answer?.resumptionToken;
  if (answer === undefined || token === undefined || token.text === '') return;
  const size = answer.headers.length;
  survey.hold('TOK-29', size >= 100 && size <= 500, { exchange }, `a page has ${size} records`);
  const [expires, now] = [token.expirationDate, answer.responseDate].map((text) => parseDatestamp(text ?? '')?.start);
  if (expires === undefined || now === undefined) return;
  const hours = Math.round((expires - now) / 3600);
  survey.hold('TOK-27', expires - now >= SHORTEST_LIFE, { exchange }, `the token expires after ${hours} hours`);
}

async function checkSets(survey: Survey, reply: Reply): Promise<void> {
  const { setSpecs, allSets, headers } = survey.facts;
  if (setSpecs === undefined || !allSets) return;
  const stray = headers.flatMap(({ identifier, setSpecs: own }) =>
    own.filter((setSpec) => !setSpecs.has(setSpec)).map((setSpec) => `${identifier} is in ${setSpec}`),
  );
  await survey.holdIfQuiet('SET-09', stray.length === 0, reply, `${stray[0]}, which ListSets does not list`);
}

/** Records of other origin may keep their identifiers, but not all are of other origin. */
function checkScheme(survey: Survey, reply: Reply): void {
  const { identify, headers } = survey.facts;
  const description = identify?.descriptions.find((text) => text.includes('/OAI/2.0/oai-identifier'));
  const domain = /repositoryIdentifier>([^<]+)</.exec(description ?? '')?.[1];
  if (domain === undefined || headers.length === 0) return;
  const follows = headers.some(({ identifier }) => identifier.startsWith(`oai:${domain}:`));
  survey.hold('ID-06', follows, reply, `no identifier begins with oai:${domain}:, ${outcomeOf(reply)} came`);
}

import { type ErrorCode, VERBS, type VerbName } from '../../src/judge/vocabulary.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { ID, startFixtureF } from '../support/fixture-f.ts';
import { ask, codes, judge, keeper, LI, LR, tokenOf } from './ask.ts';
import { query, refused } from './wire.ts';

const GET_RECORD = `verb=GetRecord&identifier=${ID('r1')}&metadataPrefix=oai_dc`;
const LIST_SETS_TOKEN = '<token of ListSets>';
const LIST_RECORDS_TOKEN = '<token of ListRecords>';
const LIST_IDENTIFIERS_TOKEN = '<token of ListIdentifiers>';

/** Rows of section 10: the row, the request, and the codes it must be answered with, each once for each problem. */
const TABLE: readonly (readonly [row: string, asked: string, ...expected: ErrorCode[]])[] = [
  ['ARG-01', 'verb=Identify'],
  ['ARG-01', 'verb=Identify&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-01', 'verb=Identify&identifier=', 'badArgument'],
  ['ARG-02', 'verb=ListMetadataFormats'],
  ['ARG-02', `verb=ListMetadataFormats&identifier=${ID('r1')}`],
  ['ARG-02', 'verb=ListMetadataFormats&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-02', `verb=ListMetadataFormats&resumptionToken=${LIST_RECORDS_TOKEN}`, 'badArgument'],
  ['ARG-03', 'verb=ListSets'],
  ['ARG-03', `verb=ListSets&resumptionToken=${LIST_SETS_TOKEN}`],
  ['ARG-03', 'verb=ListSets&set=a', 'badArgument'],
  ['ARG-03', 'verb=ListSets&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-04', GET_RECORD],
  ['ARG-04', 'verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-04', `verb=GetRecord&identifier=${ID('r1')}`, 'badArgument'],
  ['ARG-04', 'verb=GetRecord', 'badArgument', 'badArgument'],
  ['ARG-04', `${GET_RECORD}&from=2020-01-01`, 'badArgument'],
  ['ARG-04', `${GET_RECORD}&set=journal`, 'badArgument'],
  ['ARG-05', LI],
  ['ARG-05', 'verb=ListIdentifiers', 'badArgument'],
  ['ARG-05', 'verb=ListIdentifiers&set=journal', 'badArgument'],
  ['ARG-06', LR],
  ['ARG-06', `${LR}&from=2020-01-01&until=2026-01-01&set=journal`],
  ['ARG-06', 'verb=ListRecords', 'badArgument'],
  ['ARG-06', 'verb=ListRecords&from=2020-01-01&set=journal', 'badArgument'],
  ['ARG-06', `${LR}&identifier=${ID('r1')}`, 'badArgument'],
  ['ARG-07', `verb=ListRecords&resumptionToken=${LIST_RECORDS_TOKEN}`],
  ['ARG-07', `verb=ListRecords&resumptionToken=${LIST_RECORDS_TOKEN}&metadataPrefix=oai_dc`, 'badArgument'],
  ['ARG-07', `verb=ListRecords&resumptionToken=${LIST_RECORDS_TOKEN}&set=journal`, 'badArgument'],
  ['ARG-07', `verb=ListIdentifiers&resumptionToken=${LIST_IDENTIFIERS_TOKEN}&from=2020-01-01`, 'badArgument'],
  ['ARG-07', `verb=ListIdentifiers&resumptionToken=${LIST_IDENTIFIERS_TOKEN}&until=2020-01-01`, 'badArgument'],
  ['ARG-07', `verb=ListSets&resumptionToken=${LIST_SETS_TOKEN}&x=y`, 'badArgument'],
  ['ARG-08', `${LR}&foo=1`, 'badArgument'],
  ['ARG-08', `${LI}&foo=1&bar=2`, 'badArgument', 'badArgument'],
  ['ARG-08', `${GET_RECORD}&foo=1`, 'badArgument'],
  ['ARG-08', 'verb=Identify&_=123', 'badArgument'],
  ['ARG-08', 'verb=ListMetadataFormats&=1', 'badArgument'],
  ['ARG-08', 'verb=ListSets&foo', 'badArgument'],
  ['ARG-08', `${LR}&__proto__=1`, 'badArgument'],
  ['ARG-08', `${LR}&constructor=1`, 'badArgument'],
  ['ARG-09', `${LR}&metadataPrefix=oai_dc`, 'badArgument'],
  ['ARG-09', `${LR}&from=2020-01-01&from=2020-01-01`, 'badArgument'],
  ['ARG-09', `${LR}&set=journal&set=lang`, 'badArgument'],
  ['ARG-09', `${GET_RECORD}&identifier=${ID('r2')}`, 'badArgument'],
  ['ARG-09', `verb=ListSets&resumptionToken=${LIST_SETS_TOKEN}&resumptionToken=${LIST_SETS_TOKEN}`, 'badArgument'],
  ['ARG-10', 'verb=Identify&verb=Identify', 'badVerb'],
  ['ARG-10', 'verb=Identify&verb=ListSets', 'badVerb'],
  ['ARG-10', `${LR}&verb=`, 'badVerb'],
  ['ARG-11', `${LR}&set=`, 'badArgument'],
  ['ARG-11', `${LR}&from=`, 'badArgument'],
  ['ARG-11', `${LR}&until=`, 'badArgument'],
  ['ARG-11', `${LI}&set`, 'badArgument'],
  ['ARG-11', 'verb=ListRecords&metadataPrefix=', 'badArgument'],
  ['ARG-11', 'verb=GetRecord&metadataPrefix=oai_dc&identifier=', 'badArgument'],
  ['ARG-11', 'verb=ListMetadataFormats&identifier=', 'badArgument'],
  ['ARG-12', 'verb=', 'badVerb'],
  ['ARG-12', 'verb', 'badVerb'],
  ['ARG-12', 'verb=ListRecords&resumptionToken=', 'badResumptionToken'],
  ['ARG-12', 'verb=ListIdentifiers&resumptionToken=', 'badResumptionToken'],
  ['ARG-12', 'verb=ListSets&resumptionToken=', 'badResumptionToken'],
  ['ARG-13', 'verb=ListRecords&metadataPrefix=nosuch&from=2021-02-30', 'badArgument'],
  ['ARG-13', 'verb=GetRecord&metadataPrefix=nosuch&identifier=oai:x:y&foo=1', 'badArgument'],
  ['ARG-13', `verb=ListRecords&resumptionToken=junk&metadataPrefix=oai_dc`, 'badArgument'],
  ['ARG-13', `${LR}&set=nosuch&until=yesterday`, 'badArgument'],
];

const keep = keeper();
let f: Endpoint;
const tokens = new Map<string, string>();
const filled = (asked: string) => asked.replace(/<[^>]*>/g, (name) => tokens.get(name) ?? name);

beforeAll(async () => {
  f = await keep(startFixtureF({ settings: { setsPageSize: 2 } }));
  tokens.set(LIST_SETS_TOKEN, tokenOf(await ask(f, 'verb=ListSets')));
  tokens.set(LIST_RECORDS_TOKEN, tokenOf(await ask(f, LR)));
  tokens.set(LIST_IDENTIFIERS_TOKEN, tokenOf(await ask(f, LI)));
});

const rows = (wanted: string) =>
  TABLE.flatMap(([row, asked, ...expected]) => (row === wanted ? [[asked, expected] as const] : []));
const check = async (asked: string, expected: readonly ErrorCode[]) => {
  expect(codes(await refused(f, filled(asked), ...expected))).toEqual(expected);
};

test.each(rows('ARG-01'))('ARG-01 Identify takes no argument: %s → %j', check);
test.each(rows('ARG-02'))('ARG-02 ListMetadataFormats takes identifier or nothing: %s → %j', check);
test.each(rows('ARG-03'))('ARG-03 ListSets takes a resumptionToken or nothing: %s → %j', check);
test.each(rows('ARG-04'))('ARG-04 GetRecord takes identifier and metadataPrefix, both and no more: %s → %j', check);
test.each(rows('ARG-05'))('ARG-05 ListIdentifiers needs metadataPrefix: %s → %j', check);
test.each(rows('ARG-06'))('ARG-06 ListRecords needs metadataPrefix and takes from, until, set: %s → %j', check);
test.each(rows('ARG-07'))('ARG-07 resumptionToken stands alone beside the verb: %s → %j', check);
test.each(rows('ARG-08'))('ARG-08 an unknown argument is illegal in every verb: %s → %j', check);
test.each(rows('ARG-09'))('ARG-09 a repeated argument is illegal, with the same value too: %s → %j', check);
test.each(rows('ARG-10'))('ARG-10 a repeated verb is badVerb, with the same value too: %s → %j', check);
test.each(rows('ARG-11'))('ARG-11 an empty value is illegal syntax: %s → %j', check);
test.each(rows('ARG-12'))('ARG-12 an empty verb is badVerb, an empty token badResumptionToken: %s → %j', check);
test.each(rows('ARG-13'))('ARG-13 errors of syntax come before look-ups: %s → %j', check);

test('ARG-14 GET and POST give the same bytes for the whole table, arguments in any order', async () => {
  for (const [, asked] of TABLE) {
    const { status, body } = await f.get(filled(asked));
    const posted = await f.post(filled(asked));
    expect([asked, posted.status, posted.body.toString()]).toEqual([asked, status, body.toString()]);
  }
});

/** The argument table of protocol 4, written down a second time. */
const LEGAL: Readonly<Record<VerbName, readonly (readonly string[])[]>> = {
  Identify: [[]],
  GetRecord: [['identifier', 'metadataPrefix']],
  ListMetadataFormats: [[], ['identifier']],
  ListSets: [[], ['resumptionToken']],
  ListIdentifiers: [
    ...subsetsOf(['from', 'until', 'set']).map((more) => ['metadataPrefix', ...more]),
    ['resumptionToken'],
  ],
  ListRecords: [...subsetsOf(['from', 'until', 'set']).map((more) => ['metadataPrefix', ...more]), ['resumptionToken']],
};
const VALUES: Readonly<Record<string, string>> = {
  identifier: ID('r1'),
  metadataPrefix: 'oai_dc',
  from: '2020-01-01',
  until: '2022-12-31',
  set: 'journal',
};

function subsetsOf(all: readonly string[]): string[][] {
  const [first, ...rest] = all;
  if (first === undefined) return [[]];
  return subsetsOf(rest).flatMap((subset) => [subset, [first, ...subset]]);
}

test.each(VERBS)('ARG-14 every combination of the six arguments, by GET and by POST: %s', async (verb) => {
  const legal = new Set(LEGAL[verb].map((combination) => [...combination].sort().join()));
  const resumptionToken = tokens.get(`<token of ${verb}>`) ?? 'x';
  const subsets = subsetsOf([...Object.keys(VALUES), 'resumptionToken']);
  expect(subsets).toHaveLength(64);
  for (const subset of subsets) {
    const values = Object.fromEntries(subset.map((name) => [name, VALUES[name] ?? resumptionToken]));
    const asked = query({ verb, ...values });
    const expected: ErrorCode[] = legal.has([...subset].sort().join()) ? [] : ['badArgument'];
    const got = await f.get(asked);
    judge(f, asked, got, expected);
    expect((await f.post(asked)).body).toEqual(got.body);
  }
});

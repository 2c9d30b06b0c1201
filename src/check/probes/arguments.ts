import type { ErrorCode } from '../../judge/vocabulary.ts';
import type { Probe } from './probe.ts';

const IDENTIFIERS = 'verb=ListIdentifiers&metadataPrefix=oai_dc';

type Wrong = readonly [rule: string, query: string, ...codes: ErrorCode[]];

/** Requests that are wrong, as they are sent, and what must come. */
const WRONG: readonly Wrong[] = [
  ['HTTP-07', '', 'badVerb'],
  ['HTTP-07', 'verb=NoSuchVerb', 'badVerb'],
  ['ARG-12', 'verb=', 'badVerb'],
  ['HTTP-08', 'verb=identify', 'badVerb'],
  ['HTTP-08', 'Verb=Identify', 'badVerb'],
  ['ARG-10', 'verb=Identify&verb=Identify', 'badVerb'],
  ['ARG-01', 'verb=Identify&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-02', 'verb=ListMetadataFormats&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-03', 'verb=ListSets&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-04', 'verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
  ['ARG-04', 'verb=GetRecord&identifier=oai%3Aexample.org%3A1', 'badArgument'],
  ['ARG-05', 'verb=ListIdentifiers', 'badArgument'],
  ['ARG-06', 'verb=ListRecords', 'badArgument'],
  ['ARG-08', `${IDENTIFIERS}&colour=red`, 'badArgument'],
  ['ARG-09', `${IDENTIFIERS}&metadataPrefix=oai_dc`, 'badArgument'],
  ['ARG-11', `${IDENTIFIERS}&set=`, 'badArgument'],
  ['ARG-11', `${IDENTIFIERS}&from=`, 'badArgument'],
  ['HTTP-15', 'verb=ListIdentifiers&metadataPrefix[]=oai_dc', 'badArgument'],
  ['VRB-09', 'verb=ListIdentifiers&metadataPrefix=no_such_format', 'cannotDisseminateFormat'],
  ['VRB-09', 'verb=ListRecords&metadataPrefix=no_such_format', 'cannotDisseminateFormat'],
  ['FMT-07', 'verb=ListIdentifiers&metadataPrefix=OAI_DC', 'cannotDisseminateFormat'],
];

/** The table of arguments in section 4 of the protocol, tried from its wrong side. */
export const probeArguments: Probe = async (survey) => {
  for (const [rule, query, ...codes] of WRONG) await survey.provoke(rule, query, codes);
  await survey.provoke('ARG-14', 'verb=ListRecords', ['badArgument'], 'POST');
  await survey.provoke('ARG-14', 'verb=NoSuchVerb', ['badVerb'], 'POST');
  const many = await survey.provoke('ARG-08', `${IDENTIFIERS}&from=x&until=y&colour=red`, ['badArgument']);
  const errors = many.answer?.errors.length ?? 0;
  if (errors > 0) survey.hold('ERR-02', errors > 1, many, 'three arguments are wrong, and one error came');
};

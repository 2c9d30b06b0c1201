import { answerRule, type CheckRule, checkRule } from '../rule.ts';

const STRICT =
  'Compare the arguments of each request with the table of its verb in section 4 of the protocol, and answer badArgument.';
const LOOK_UP = 'Look up the identifier and the format, and say which of them is not there.';

/** Verbs, arguments and errors (protocol 3.6, 4). */
export const ARGUMENT_RULES: readonly CheckRule[] = [
  checkRule('ARG-01', 'error', 'Identify takes no argument', STRICT),
  checkRule('ARG-02', 'error', 'ListMetadataFormats takes identifier alone', STRICT),
  checkRule('ARG-03', 'error', 'ListSets takes resumptionToken alone', STRICT),
  checkRule('ARG-04', 'error', 'GetRecord needs identifier and metadataPrefix, and takes nothing else', STRICT),
  checkRule('ARG-05', 'error', 'ListIdentifiers needs metadataPrefix', STRICT),
  checkRule('ARG-06', 'error', 'ListRecords needs metadataPrefix', STRICT),
  checkRule('ARG-07', 'error', 'resumptionToken stands alone', STRICT),
  checkRule('ARG-08', 'error', 'unknown arguments are refused', STRICT),
  checkRule(
    'ARG-09',
    'error',
    'repeated arguments are refused',
    `${STRICT} Frameworks hide repetitions: look at the raw query string.`,
  ),
  checkRule('ARG-10', 'error', 'a repeated verb is badVerb', 'Count how often verb is there, in the raw query string.'),
  checkRule(
    'ARG-11',
    'warning',
    'empty values are refused',
    'Answer badArgument: a value that is lost on its way must not turn into "everything".',
  ),
  checkRule('ARG-12', 'warning', 'an empty verb is badVerb', 'Answer badVerb.'),
  checkRule('ARG-14', 'error', 'errors are the same by POST', 'Check the arguments of GET and POST in one place.'),
  checkRule('VRB-02', 'error', 'an unknown identifier is idDoesNotExist', LOOK_UP),
  checkRule('VRB-03', 'error', 'an unknown format of a record is cannotDisseminateFormat', LOOK_UP),
  checkRule('VRB-07', 'error', 'ListMetadataFormats tells the formats of an item, and GetRecord has them', LOOK_UP),
  checkRule('VRB-08', 'error', 'ListMetadataFormats of an unknown identifier is idDoesNotExist', LOOK_UP),
  checkRule(
    'VRB-10',
    'error',
    'every listed format can be asked for',
    'List the formats that are there, and answer noRecordsMatch where no record has one.',
  ),
  checkRule('VRB-09', 'error', 'a list in an unknown format is cannotDisseminateFormat', LOOK_UP),
  answerRule('error', 'ERR-01', 'error', 'errors have a code of the protocol', 'Use the eight codes of section 3.6.'),
  checkRule(
    'ERR-02',
    'hint',
    'all errors are reported together',
    'Collect what is wrong with a request, and write an error element for each.',
  ),
  answerRule('error', 'ERR-04', 'hint', 'errors have a text', 'Say in words what is wrong.'),
  answerRule('error', 'ERR-05', 'error', 'errors stand alone', 'Write either errors or the element of the verb.'),
  answerRule('error', 'ERR-06', 'warning', 'badVerb stands alone', 'Check nothing else where the verb is bad.'),
  answerRule('error', 'ERR-09', 'hint', 'texts of errors are short', 'Cut what you repeat of the request.'),
  answerRule(
    'answer',
    'ERR-10',
    'error',
    'every answer is an OAI-PMH response',
    'Let no page for people, login or firewall stand before the endpoint; send failures with status 500 or 503.',
  ),
  answerRule('record', 'VRB-01', 'error', 'GetRecord holds one record', 'Look the identifier up by equality.'),
  answerRule(
    'header',
    'VRB-13',
    'error',
    'every record comes, and comes once',
    'Page by a unique key that does not change, not by OFFSET.',
  ),
];

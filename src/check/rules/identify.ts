import { answerRule, type CheckRule, checkRule } from '../rule.ts';

const CONTAINER = 'Compare this description with its guideline at openarchives.org, or leave it out.';

/** Identify and identifiers (protocol 2.4, 4.2). */
export const IDENTIFY_RULES: readonly CheckRule[] = [
  answerRule(
    'Identify',
    'IDF-01',
    'error',
    'Identify has all its elements, in their order',
    'Write repositoryName, baseURL, protocolVersion, adminEmail, earliestDatestamp, deletedRecord, granularity, in this order.',
  ),
  answerRule(
    'Identify',
    'IDF-02',
    'error',
    'baseURL is the address that was asked',
    'Configure the address that harvesters use, to the letter: scheme, host, port, path, slash.',
  ),
  answerRule('Identify', 'IDF-03', 'error', 'protocolVersion is 2.0', 'Write 2.0.'),
  answerRule(
    'Identify',
    'IDF-04',
    'error',
    'adminEmail is a plain address',
    'Give an address that people read, without name, mailto: or +tag.',
  ),
  checkRule(
    'IDF-05',
    'error',
    'no record is older than earliestDatestamp',
    'Set earliestDatestamp to the lowest datestamp, deleted records included, in the declared granularity.',
  ),
  answerRule(
    'Identify',
    'IDF-06',
    'error',
    'earliestDatestamp is a date',
    'Write a datestamp; where there are no records yet, the day of installation.',
  ),
  answerRule(
    'Identify',
    'IDF-08',
    'error',
    'granularity is one of the two literals',
    'Write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, letter by letter.',
  ),
  answerRule('Identify', 'IDF-09', 'hint', 'compression names codings', 'List gzip or deflate, never identity.'),
  answerRule(
    'description',
    'IDF-10',
    'error',
    'each description holds one element',
    'Put each element into a description of its own.',
  ),
  answerRule('description', 'IDF-11', 'error', 'the oai-identifier description is valid', CONTAINER),
  answerRule('description', 'IDF-12', 'error', 'the eprints description is valid', CONTAINER),
  answerRule('description', 'IDF-13', 'error', 'the friends description is valid', CONTAINER),
  answerRule('description', 'IDF-14', 'error', 'the branding description is valid', CONTAINER),
  answerRule('description', 'IDF-15', 'error', 'the rights description is valid', CONTAINER),
  answerRule('description', 'IDF-17', 'error', 'the toolkit description is valid', CONTAINER),
  answerRule('description', 'IDF-18', 'error', 'there is at most one gateway description', CONTAINER),
  answerRule(
    'header',
    'ID-02',
    'error',
    'identifiers are URIs',
    'Use identifiers with a scheme, best of all oai:domain:number.',
  ),
  answerRule(
    'record',
    'ID-05',
    'error',
    'GetRecord answers with the identifier that was asked for',
    'Show one and the same identifier in lists and in GetRecord.',
  ),
  answerRule(
    'description',
    'ID-12',
    'error',
    'the oai-identifier description tells of these identifiers',
    'Let sampleIdentifier begin with oai: and the repositoryIdentifier, and write one such description.',
  ),
  checkRule(
    'ID-06',
    'warning',
    'identifiers follow the oai-identifier description',
    'Let identifiers begin with oai: and the repositoryIdentifier of Identify, or leave the description out.',
  ),
];

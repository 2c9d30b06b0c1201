import { answerRule, type CheckRule, checkRule } from '../rule.ts';

const DATES =
  'Take YYYY-MM-DD in every repository, YYYY-MM-DDThh:mm:ssZ where that is the granularity, and nothing else.';
const BOUNDS = 'Compare from and until inclusively: an until that is a day lasts until 23:59:59.';
const ROOT =
  'Declare on the root element of metadata its namespace, xmlns:xsi and the schemaLocation that ListMetadataFormats names.';

/** Records and dates (protocol 2.5, 2.7, 3.3), and what stands in texts. */
export const RECORD_RULES: readonly CheckRule[] = [
  answerRule(
    'header',
    'REC-01',
    'error',
    'records have header, metadata and about, in this order',
    'Keep the order of the schema.',
  ),
  answerRule(
    'record',
    'REC-02',
    'error',
    'records have metadata, one element of it',
    'Send the metadata of every record that is not deleted.',
  ),
  answerRule(
    'deleted',
    'REC-03',
    'error',
    'deleted records are headers alone',
    'Leave metadata and about of deleted records out.',
  ),
  checkRule('REC-04', 'error', 'every record is there in oai_dc', 'Offer oai_dc, and make it of every item.'),
  answerRule('record', 'REC-05', 'warning', 'metadata name the schema that is announced', ROOT),
  answerRule('record', 'REC-06', 'error', 'metadata are in the namespace that is announced', ROOT),
  answerRule('record', 'REC-07', 'warning', 'metadata stand alone when they are cut out', ROOT),
  answerRule(
    'record',
    'REC-08',
    'error',
    'oai_dc has the fifteen elements and xml:lang, nothing else',
    'Leave out xsi:type, dcterms and elements of your own, or offer them as another format.',
  ),
  answerRule('record', 'REC-10', 'error', 'each about holds one element', 'Put each element into an about of its own.'),
  answerRule(
    'record',
    'AGG-05',
    'error',
    'provenance is valid',
    'Write provenance by its schema, without further elements.',
  ),
  answerRule(
    'record',
    'HRV-04',
    'warning',
    'texts hold no markup',
    'Strip tags, and decode entities once, before texts are stored.',
  ),
  answerRule(
    'record',
    'HRV-05',
    'warning',
    'UTF-8 was encoded once',
    'Import the texts again with their true encoding.',
  ),
  answerRule(
    'record',
    'HRV-07',
    'error',
    'xml:lang is a language tag',
    'Write tr or sr-Latn, never tr_TR, and leave it out where the language is unknown.',
  ),
  answerRule('record', 'HRV-08', 'hint', 'there are no empty elements', 'Leave elements out that say nothing.'),
  answerRule(
    'header',
    'DATE-02',
    'error',
    'datestamps have the declared granularity',
    'Write all datestamps in the granularity of Identify.',
  ),
  answerRule(
    'header',
    'DATE-03',
    'error',
    'datestamps are dates in UTC',
    'Write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, without fractions or offset.',
  ),
  checkRule('DATE-04', 'error', 'days are taken where datestamps are seconds', DATES),
  checkRule('DATE-05', 'error', 'until a day means the whole day', BOUNDS),
  checkRule('DATE-06', 'error', 'from and until are inclusive, and nothing else is listed', BOUNDS),
  checkRule('DATE-08', 'error', 'from and until of different granularity are badArgument', DATES),
  checkRule('DATE-09', 'error', 'from later than until is badArgument', 'Answer badArgument, not noRecordsMatch.'),
  checkRule('DATE-11', 'error', 'seconds are badArgument where datestamps are days', DATES),
  checkRule('DATE-12', 'error', 'dates in other forms are badArgument', DATES),
  checkRule(
    'DATE-13',
    'error',
    'days that do not exist are badArgument',
    'Check the calendar by hand: most libraries roll 30 February over into March.',
  ),
  checkRule(
    'DATE-18',
    'error',
    'until before the first record is noRecordsMatch',
    'Answer noRecordsMatch: never the whole list.',
  ),
  checkRule('DATE-19', 'error', 'from may be before the first record', 'Do not refuse an early from.'),
  checkRule('DATE-20', 'error', 'from in the future is noRecordsMatch', 'Answer noRecordsMatch: never the whole list.'),
  answerRule(
    'header',
    'DATE-29',
    'error',
    'no datestamp is later than the answer',
    'Date records when they are committed, in UTC: datestamps of the future are harvested again and again, or never.',
  ),
];

import { answerRule, type CheckRule, checkRule } from '../rule.ts';

const LIBRARY = 'Write XML with a library, or escape every value.';
const NONE = 'Leave characters out that XML 1.0 cannot hold, when records are stored or served.';
const SHOW = 'Show in request exactly the arguments that came, decoded, and nothing where badVerb or badArgument is.';

/** Bytes, XML and the envelope (protocol 3.2). */
export const XML_RULES: readonly CheckRule[] = [
  answerRule(
    'answer',
    'XML-01',
    'error',
    'answers begin with an XML declaration, version 1.0, UTF-8',
    'Begin each answer with <?xml version="1.0" encoding="UTF-8"?>, without a byte order mark or blank before it.',
  ),
  answerRule(
    'answer',
    'XML-02',
    'error',
    'answers are valid UTF-8 without DOCTYPE and named entities',
    'Convert all texts to UTF-8, and write characters instead of entities such as &nbsp;.',
  ),
  answerRule(
    'answer',
    'XML-03',
    'error',
    'the root element has its namespace and schema',
    'Write the root element as section 3.2 of the protocol shows it, with http addresses.',
  ),
  answerRule(
    'answer',
    'XML-04',
    'error',
    'responseDate and request come first',
    'Keep the order of the schema: responseDate, request, then error or the verb.',
  ),
  answerRule(
    'answer',
    'XML-05',
    'error',
    'the answer is to the verb that was asked',
    'Look up the verb anew for each request.',
  ),
  answerRule(
    'answer',
    'XML-06',
    'error',
    'responseDate is UTC in seconds',
    'Write responseDate as YYYY-MM-DDThh:mm:ssZ, without fractions or offset, also where datestamps are days.',
  ),
  checkRule(
    'XML-07',
    'error',
    'responseDate is not in the future',
    'Write the time at which the answer is made, in UTC: harvesters go on from there, and miss what is changed until then.',
  ),
  answerRule(
    'answer',
    'XML-08',
    'error',
    'request holds the base URL',
    'Take the URL in request from the configuration, the same as baseURL in Identify.',
  ),
  answerRule('answer', 'XML-10', 'error', 'request shows the arguments', SHOW),
  answerRule('answer', 'XML-11', 'error', 'request shows values as they were sent', SHOW),
  answerRule('next page', 'XML-12', 'error', 'request shows verb and token alone on later pages', SHOW),
  answerRule('error', 'XML-13', 'error', 'request shows nothing with badVerb and badArgument', SHOW),
  answerRule('error', 'XML-14', 'error', 'request shows the arguments with other errors', SHOW),
  answerRule('answer', 'XML-15', 'error', 'nothing illegal is echoed in request', SHOW),
  checkRule('XML-16', 'error', 'what was asked is escaped where it is shown', LIBRARY),
  answerRule(
    'answer',
    'XML-17',
    'error',
    'answers are valid by the schema',
    'Compare the answer with the schema: the message names line and element.',
  ),
  answerRule(
    'record',
    'XML-18',
    'error',
    'metadata are in a namespace of their own',
    'Give the root element of each format a namespace.',
  ),
  answerRule('answer', 'XML-19', 'error', 'lists are never empty', 'Answer noRecordsMatch where nothing is found.'),
  answerRule('answer', 'XML-20', 'error', 'there are no characters that XML cannot hold', NONE),
  answerRule(
    'answer',
    'XML-21',
    'hint',
    'line ends are line feeds',
    'Write line feeds alone, and carriage returns in texts as &#13;.',
  ),
  answerRule(
    'answer',
    'XML-22',
    'error',
    'nothing of another document is left in metadata',
    'Cut XML declaration and DOCTYPE off before a stored document is put into an answer.',
  ),
  answerRule('answer', 'XML-23', 'error', 'answers are well-formed XML', LIBRARY),
  answerRule(
    'record',
    'XML-24',
    'hint',
    'texts are in Unicode normalisation form C',
    'Normalise texts (NFC) when they are stored.',
  ),
  answerRule(
    'answer',
    'XML-25',
    'error',
    'nothing follows the root element',
    'Let nothing else write into the answer: no log lines, no HTML, no comments.',
  ),
];

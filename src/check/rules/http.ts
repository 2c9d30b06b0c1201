import { answerRule, type CheckRule, checkRule } from '../rule.ts';

const PARSE_ONCE = 'Read the arguments from the raw query string or form body, and decode each of them exactly once.';

/** How requests arrive, and how answers leave (protocol 3.1). */
export const HTTP_RULES: readonly CheckRule[] = [
  checkRule(
    'HTTP-01',
    'error',
    'Identify is answered to GET',
    'Give the base URL of an OAI-PMH 2.0 endpoint, without verb, and let it answer verb=Identify.',
  ),
  checkRule(
    'HTTP-02',
    'error',
    'POST is answered like GET',
    'Take the arguments of a POST from its form body, at the same URL.',
    { aggregators: ['base'] },
  ),
  checkRule('HTTP-03', 'error', 'a form body may name its charset', 'Compare the media type without its parameters.'),
  checkRule('HTTP-06', 'error', 'the order of arguments does not matter', PARSE_ONCE),
  checkRule(
    'HTTP-07',
    'error',
    'a request without a verb, or with an unknown one, is badVerb',
    'Answer badVerb where verb is missing.',
  ),
  checkRule(
    'HTTP-08',
    'error',
    'names of verbs and arguments are case-sensitive',
    'Compare verbs and argument names letter by letter.',
  ),
  checkRule('HTTP-09', 'error', 'escapes are decoded exactly once', `${PARSE_ONCE} An identifier may hold % itself.`),
  checkRule(
    'HTTP-12',
    'warning',
    'a broken escape is refused without a crash',
    `${PARSE_ONCE} Answer badArgument where that fails.`,
  ),
  checkRule(
    'HTTP-15',
    'warning',
    'brackets in argument names have no meaning',
    'Switch off the array syntax of the framework: metadataPrefix[] is an unknown argument.',
  ),
  checkRule('HTTP-17', 'hint', 'HEAD is answered like GET, without a body', 'Answer HEAD with the headers of GET.'),
  checkRule('HTTP-18', 'warning', 'a trailing & does no harm', 'Skip empty pieces of the query string.'),
  answerRule(
    'answer',
    'RESP-01',
    'error',
    'answers are text/xml in UTF-8',
    'Send Content-Type: text/xml; charset=UTF-8 with every answer, errors included.',
  ),
  answerRule(
    'answer',
    'RESP-02',
    'error',
    'answers and protocol errors have HTTP status 200',
    'Send errors of the protocol with status 200: harvesters take 4xx for trouble of HTTP.',
  ),
  answerRule(
    'answer',
    'RESP-03',
    'error',
    'no request makes the server fail',
    'Look into the log of the server for what this request did to it.',
  ),
  checkRule(
    'RESP-05',
    'warning',
    'Retry-After is a number of seconds, at most 3600',
    'Send 503 with Retry-After in whole seconds, an hour at most.',
  ),
  checkRule(
    'RESP-06',
    'warning',
    'a busy server answers 503, not 429',
    'Send 503 with Retry-After: harvesters of this protocol do not know 429.',
  ),
  checkRule(
    'RESP-09',
    'warning',
    'the base URL answers without a redirect',
    'Publish the address that the redirect leads to, and show it in Identify.',
    { aggregators: ['base'] },
  ),
  checkRule(
    'RESP-12',
    'error',
    'nothing is compressed for who did not ask for it',
    'Compress only where Accept-Encoding allows it.',
  ),
  checkRule(
    'RESP-14',
    'error',
    'codings that Identify announces work',
    'Serve the codings that Identify lists under compression, or list them no more.',
  ),
  answerRule(
    'answer',
    'RESP-17',
    'error',
    'answers are whole, and can be decoded',
    'Make an answer in full before its first byte is sent; where it fails later, break the connection.',
  ),
  checkRule(
    'HRV-19',
    'error',
    'an Accept header that names HTML still gets XML',
    'Do not choose the format of OAI answers by Accept: Java programs ask for text/html by default.',
  ),
];

import type { Expected } from '../answer.ts';
import type { JudgedAnswer } from '../judged-answer.ts';
import { type Report, shown } from '../report.ts';
import { ERROR_CODES, OAI, OAI_SCHEMA, XSI } from '../vocabulary.ts';
import { attributeOf, type XmlElement } from '../xml-tree.ts';
import { granularityOf } from './dates.ts';

/** The root element, responseDate, request, and what stands third: the verb's element, or errors. */
export function checkEnvelope(root: XmlElement, answer: JudgedAnswer, expected: Expected, report: Report): void {
  checkRoot(root, report);
  if (granularityOf(answer.responseDate) !== 'seconds') {
    report('XML-06', `responseDate is ${shown(answer.responseDate)}, not YYYY-MM-DDThh:mm:ssZ`);
  }
  if (answer.request.text !== expected.baseUrl) {
    report('XML-08', `request holds ${shown(answer.request.text)}, not ${shown(expected.baseUrl)}`);
  }
  if (answer.errors.length > 0) checkErrors(root, answer, expected, report);
  else checkSuccess(root, answer, expected, report);
}

function checkRoot(root: XmlElement, report: Report): void {
  if (root.local !== 'OAI-PMH' || root.declarations[''] !== OAI || root.namespace !== OAI) {
    report('XML-03', `the root element is {${root.namespace}}${root.local}`);
  }
  if (root.declarations['xsi'] !== XSI) report('XML-03', 'the root element does not declare xsi');
  const location = attributeOf(root, 'schemaLocation', XSI) ?? '';
  if (location.trim().split(/\s+/).join(' ') !== `${OAI} ${OAI_SCHEMA}`) {
    report('XML-03', `schemaLocation of the root element is ${shown(location)}`);
  }
  const [first, second] = root.children;
  if (first?.local !== 'responseDate' || second?.local !== 'request') {
    const names = root.children.map((child) => child.local).join(', ');
    report('XML-04', `the children of the root element are ${names}`);
  }
}

function checkSuccess(root: XmlElement, answer: JudgedAnswer, expected: Expected, report: Report): void {
  if (expected.errors !== undefined && expected.errors !== 'any' && expected.errors.length > 0) {
    report('ERR-01', `expected ${expected.errors.join(', ')}, found ${root.children[2]?.local}`);
  }
  const asked = expected.verb ?? expected.requestArguments?.['verb'] ?? answer.request.attributes['verb'];
  const third = root.children[2];
  if (third === undefined || third.local !== asked || third.namespace !== OAI || root.children.length !== 3) {
    const names = root.children.slice(2).map((child) => child.local);
    report('XML-05', `${asked} was answered with ${names.join(', ') || 'nothing'}`);
  }
  checkRequestAttributes('XML-10', answer, expected, report);
}

function checkErrors(root: XmlElement, answer: JudgedAnswer, expected: Expected, report: Report): void {
  if (root.children.slice(2).some((child) => child.local !== 'error')) {
    report('ERR-05', 'errors stand together with something else');
  }
  for (const { code, text } of answer.errors) {
    if (!ERROR_CODES.includes(code)) report('ERR-01', `${shown(code)} is no error code`);
    if (text.trim() === '') report('ERR-04', `${code} comes without an explanation`);
    if (text.length > 1000) report('ERR-09', `the text of ${code} has ${text.length} characters`);
  }
  const codes = new Set(answer.errors.map((error) => error.code));
  if (codes.has('badVerb') && codes.size > 1) {
    report('ERR-06', `badVerb stands together with ${[...codes].join(', ')}`);
  }
  if (expected.errors !== 'any') {
    const wanted = new Set(expected.errors ?? []);
    if (codes.size !== wanted.size || [...codes].some((code) => !wanted.has(code))) {
      const found = answer.errors.map(({ code, text }) => `${code} (${text})`).join(', ');
      report('ERR-01', `expected ${[...wanted].join(', ') || 'no error'}, found ${found}`);
    }
  }
  if (codes.has('badVerb') || codes.has('badArgument')) checkNoRequestAttributes(answer, report);
  else checkRequestAttributes('XML-14', answer, expected, report);
}

function checkNoRequestAttributes(answer: JudgedAnswer, report: Report): void {
  const names = Object.keys(answer.request.attributes);
  if (names.length > 0) {
    report('XML-13', `request shows ${names.join(', ')} next to badVerb or badArgument`);
  }
}

/** The attributes are the arguments of the request, each with its value as it was sent, and nothing else. */
function checkRequestAttributes(rule: string, answer: JudgedAnswer, expected: Expected, report: Report): void {
  const { attributes } = answer.request;
  const shownVerb = attributes['verb'];
  if (shownVerb === undefined) {
    report(rule, 'request does not show the verb');
    return;
  }
  if (attributes['resumptionToken'] !== undefined && Object.keys(attributes).length !== 2) {
    report('XML-12', `request shows a token and ${Object.keys(attributes).join(', ')}`);
  }
  if (expected.requestArguments === undefined) return;

  const wanted: Record<string, string> = { ...expected.requestArguments };
  if (expected.verb !== undefined) wanted['verb'] = expected.verb;
  wanted['verb'] ??= shownVerb;
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(attributes)])) {
    if (wanted[name] === attributes[name]) continue;
    const [asked, found] = [wanted[name], attributes[name]].map((value) =>
      value === undefined ? 'nothing' : shown(value),
    );
    // Present on both sides and yet different: the value was changed on its way.
    const changed = wanted[name] !== undefined && attributes[name] !== undefined;
    report(changed ? 'XML-11' : rule, `request shows ${found} for ${name}, asked was ${asked}`);
  }
}

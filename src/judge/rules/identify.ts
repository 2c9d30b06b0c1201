import type { Expected } from '../answer.ts';
import type { JudgedAnswer, JudgedIdentify } from '../judged-answer.ts';
import { type Report, shown } from '../report.ts';
import { GATEWAY, OAI_IDENTIFIER } from '../vocabulary.ts';
import { childrenNamed, textOf, type XmlElement } from '../xml-tree.ts';
import { granularityOf } from './dates.ts';

const LITERALS = { seconds: 'YYYY-MM-DDThh:mm:ssZ', day: 'YYYY-MM-DD' } as const;

/** The self-description of the repository. */
export function checkIdentify(root: XmlElement, answer: JudgedAnswer, expected: Expected, report: Report): void {
  const { identify } = answer;
  if (identify === undefined) return;
  if (identify.baseURL !== expected.baseUrl) {
    report('IDF-02', `baseURL is ${shown(identify.baseURL)}, not ${shown(expected.baseUrl)}`);
  }
  if (identify.protocolVersion !== '2.0') {
    report('IDF-03', `protocolVersion is ${shown(identify.protocolVersion)}`);
  }
  checkAddresses(identify, report);
  checkTimes(identify, expected, report);
  if (!['no', 'transient', 'persistent'].includes(identify.deletedRecord)) {
    report('DEL-01', `deletedRecord is ${shown(identify.deletedRecord)}`);
  }
  for (const compression of identify.compressions) {
    if (compression.trim() === '' || compression === 'identity') {
      report('IDF-09', `compression is ${shown(compression)}`);
    }
  }
  const descriptions = root.children
    .flatMap((child) => childrenNamed(child, 'description'))
    .flatMap((description) => description.children);
  checkDescriptions(descriptions, report);
}

function checkAddresses({ adminEmails }: JudgedIdentify, report: Report): void {
  if (adminEmails.length === 0) report('IDF-04', 'there is no adminEmail');
  for (const email of adminEmails) {
    if (!/^\w[\w.-]+@[A-Za-z0-9.-]+\.[a-z]{2,}$/.test(email)) {
      report('IDF-04', `adminEmail ${shown(email)} is not a plain address`);
    }
  }
}

function checkTimes({ granularity, earliestDatestamp }: JudgedIdentify, expected: Expected, report: Report): void {
  const wanted = expected.granularity ?? 'seconds';
  if (granularity !== LITERALS[wanted]) {
    report('IDF-08', `granularity is ${shown(granularity)}, not ${LITERALS[wanted]}`);
  }
  const found = granularityOf(earliestDatestamp);
  if (found === undefined) report('IDF-06', `earliestDatestamp is ${shown(earliestDatestamp)}`);
  else if (found !== wanted) {
    report('IDF-05', `earliestDatestamp ${earliestDatestamp} is not in the declared granularity`);
  }
}

function checkDescriptions(descriptions: readonly XmlElement[], report: Report): void {
  const schemes = descriptions.filter((description) => description.namespace === OAI_IDENTIFIER);
  if (schemes.length > 1) report('ID-12', 'there is more than one oai-identifier description');
  for (const scheme of schemes) {
    const start = `oai:${textOf(scheme, 'repositoryIdentifier')}:`;
    const sample = textOf(scheme, 'sampleIdentifier');
    if (!sample.startsWith(start)) {
      report('ID-12', `sampleIdentifier ${shown(sample)} does not start with ${start}`);
    }
  }
  if (descriptions.filter((description) => description.namespace === GATEWAY).length > 1) {
    report('IDF-18', 'there is more than one gateway description');
  }
}

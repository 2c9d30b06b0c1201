import type { JudgedAnswer } from '../judged-answer.ts';
import type { Report } from '../report.ts';
import { childrenNamed, type XmlElement } from '../xml-tree.ts';

const LISTS = ['ListRecords', 'ListIdentifiers', 'ListSets', 'ListMetadataFormats'];

/** What each record holds, and that a list holds something. */
export function checkRecords(root: XmlElement, answer: JudgedAnswer, report: Report): void {
  const { verb } = answer;
  if (verb === undefined) return;
  const entities = answer.headers.length + answer.sets.length + answer.formats.length;
  if (LISTS.includes(verb) && entities === 0) report('XML-19', `${verb} is empty`);
  if (verb === 'GetRecord' && answer.records.length !== 1) {
    report('VRB-01', `GetRecord holds ${answer.records.length} records`);
  }
  for (const element of childrenNamed(root, verb).flatMap((list) => childrenNamed(list, 'record'))) {
    checkRecord(element, report);
  }
}

/** A deleted record is a header alone; any other has metadata, exactly one element of it. */
function checkRecord(record: XmlElement, report: Report): void {
  const [header] = childrenNamed(record, 'header');
  const metadata = childrenNamed(record, 'metadata');
  const name = header?.children[0]?.text ?? 'a record';
  if (header?.attributes.some(({ local, value }) => local === 'status' && value === 'deleted')) {
    const parts = record.children.filter((child) => child !== header).map((child) => child.local);
    if (parts.length > 0) report('REC-03', `${name} is deleted and has ${parts.join(', ')}`);
  } else if (metadata.length !== 1 || metadata[0]?.children.length !== 1) {
    report('REC-02', `${name} does not have exactly one element of metadata`);
  }
}

import type { Expected } from '../answer.ts';
import type { JudgedAnswer } from '../judged-answer.ts';
import { type Report, shown } from '../report.ts';
import { CONTAINER_SCHEMAS, DC, type FormatAddress, OAI, OAI_DC, OAI_DC_ADDRESS, XML, XSI } from '../vocabulary.ts';
import { attributeOf, NO_DECLARATIONS, type XmlElement } from '../xml-tree.ts';
import { checkPayloadText } from './payload-text.ts';

/** The containers for foreign elements, and the row that gives each of them exactly one. */
const CONTAINERS: Readonly<Record<string, string>> = {
  metadata: 'REC-02',
  about: 'REC-10',
  description: 'IDF-10',
  setDescription: 'SET-16',
};

/** Every foreign element in an answer: metadata, abouts, descriptions of the repository and of sets. */
export function checkPayloads(root: XmlElement, answer: JudgedAnswer, expected: Expected, report: Report): void {
  const formats: Readonly<Record<string, FormatAddress>> = { oai_dc: OAI_DC_ADDRESS, ...expected.formats };
  const prefix = answer.request.attributes['metadataPrefix'];
  // Later pages show no prefix; there the namespace has to do.
  const format = prefix === undefined ? undefined : formats[prefix];
  const visit = (element: XmlElement): void => {
    for (const child of element.children) {
      const rule = child.namespace === OAI ? CONTAINERS[child.local] : undefined;
      if (rule === undefined) visit(child);
      else checkContainer(child, rule, child.local === 'metadata' ? format : undefined, formats, report);
    }
  };
  for (const child of root.children) visit(child);
}

function checkContainer(
  container: XmlElement,
  rule: string,
  format: FormatAddress | undefined,
  formats: Readonly<Record<string, FormatAddress>>,
  report: Report,
): void {
  const [payload] = container.children;
  if (payload === undefined || container.children.length > 1) {
    report(rule, `${container.local} holds ${container.children.length} elements, not one`);
    return;
  }
  if (payload.namespace === '' || payload.namespace === OAI) {
    report('XML-18', `${payload.local} inside ${container.local} is in no namespace of its own`);
    return;
  }
  if (format !== undefined && payload.namespace !== format.namespace) {
    report('REC-06', `the payload is in ${payload.namespace}, the format in ${format.namespace}`);
  }
  checkStandsAlone(payload, { xml: XML }, report);
  if (!Object.values(payload.declarations).includes(XSI)) {
    report('REC-07', `${payload.local} does not declare xsi itself`);
  }
  checkDublinCore(payload, report);
  checkSchemaLocation(payload, format, formats, report);
  checkPayloadText(payload, report);
}

/** Cut out of the answer, as harvesters do, a payload must still know all its prefixes. */
function checkStandsAlone(element: XmlElement, outer: Readonly<Record<string, string>>, report: Report): void {
  const { declarations } = element;
  const scope = declarations === NO_DECLARATIONS ? outer : { ...outer, ...declarations };
  if ((scope[element.prefix] ?? '') !== element.namespace) {
    report('REC-07', `the namespace of ${element.local} is declared outside the payload`);
  }
  for (const { prefix, namespace, local, value } of element.attributes) {
    if (prefix !== '' && scope[prefix] !== namespace) {
      report('REC-07', `the prefix of the attribute ${local} is declared outside the payload`);
    }
    if (namespace === XSI && local === 'type' && scope[prefixOf(value)] === undefined) {
      report('REC-07', `the prefix in xsi:type ${shown(value)} is declared outside the payload`);
    }
  }
  for (const child of element.children) checkStandsAlone(child, scope, report);
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')).trim() : '';
}

/** Nothing but elements of unqualified Dublin Core; which of them there are, the schema knows. */
function checkDublinCore(payload: XmlElement, report: Report): void {
  if (payload.namespace !== OAI_DC) return;
  for (const { local, namespace } of payload.children) {
    if (namespace !== DC) report('REC-08', `oai_dc holds ${local}, which is no element of unqualified Dublin Core`);
  }
}

/** schemaLocation pairs the payload's namespace with the address that the format is announced with. */
function checkSchemaLocation(
  payload: XmlElement,
  format: FormatAddress | undefined,
  formats: Readonly<Record<string, FormatAddress>>,
  report: Report,
): void {
  const words = (attributeOf(payload, 'schemaLocation', XSI) ?? '').split(/\s+/).filter((word) => word !== '');
  const at = words.findIndex((word, index) => index % 2 === 0 && word === payload.namespace);
  const found = at === -1 ? undefined : words[at + 1];
  if (found === undefined || words.length % 2 !== 0) {
    report('REC-05', `${payload.local} gives no schema for its namespace: ${shown(words.join(' '))}`);
    return;
  }
  const announced = Object.values(formats).filter(({ namespace }) => namespace === payload.namespace);
  const wanted =
    format === undefined
      ? [...(CONTAINER_SCHEMAS[payload.namespace] ?? []), ...announced.map(({ schema }) => schema)]
      : [format.schema];
  if (wanted.length > 0 && !wanted.includes(found)) {
    report('REC-05', `${payload.local} gives the schema ${found}, not ${wanted.join(' or ')}`);
  }
}

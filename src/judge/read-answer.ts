import type {
  DcStatement,
  JudgedAnswer,
  JudgedError,
  JudgedHeader,
  JudgedIdentify,
  JudgedRecord,
  JudgedToken,
} from './judged-answer.ts';
import { OAI, OAI_DC, VERBS, XML } from './vocabulary.ts';
import { attributeOf, childrenNamed, textOf, type XmlElement } from './xml-tree.ts';

/**
 * Puts the tree of an answer into the shape that tests look at. It judges nothing: what is missing reads as empty,
 * and the rules decide whether it may be.
 */
export function readAnswer(root: XmlElement, text: string): JudgedAnswer {
  const request = childrenNamed(root, 'request')[0];
  const verb = VERBS.find((name) => childrenNamed(root, name).length > 0);
  const body = verb === undefined ? undefined : childrenNamed(root, verb)[0];
  const within = (name: string) => (body === undefined ? [] : childrenNamed(body, name));

  const records = within('record');
  const headerElements = [...within('header'), ...records.flatMap((record) => childrenNamed(record, 'header'))];
  const token = within('resumptionToken')[0];
  return {
    responseDate: textOf(root, 'responseDate'),
    request: {
      text: request?.text ?? '',
      attributes: Object.fromEntries(request?.attributes.map(({ local, value }) => [local, value]) ?? []),
    },
    errors: childrenNamed(root, 'error').map(readError),
    ...(verb !== undefined && { verb }),
    records: records.map((element) => readRecord(element, text)),
    headers: headerElements.map(readHeader),
    sets: within('set').map((element) => ({
      setSpec: textOf(element, 'setSpec'),
      setName: textOf(element, 'setName'),
      setDescriptions: contentsOf(element, 'setDescription', text),
    })),
    formats: within('metadataFormat').map((element) => ({
      metadataPrefix: textOf(element, 'metadataPrefix'),
      schema: textOf(element, 'schema'),
      metadataNamespace: textOf(element, 'metadataNamespace'),
    })),
    ...(body !== undefined && verb === 'Identify' && { identify: readIdentify(body, text) }),
    ...(token !== undefined && { resumptionToken: readToken(token) }),
  };
}

function readError(element: XmlElement): JudgedError {
  // The rules hold the code to the list; until then the type is a promise.
  return { code: (attributeOf(element, 'code') ?? '') as JudgedError['code'], text: element.text };
}

function readHeader(element: XmlElement): JudgedHeader {
  return {
    identifier: textOf(element, 'identifier'),
    datestamp: textOf(element, 'datestamp'),
    setSpecs: childrenNamed(element, 'setSpec').map((setSpec) => setSpec.text),
    deleted: attributeOf(element, 'status') === 'deleted',
  };
}

const NO_HEADER: JudgedHeader = { identifier: '', datestamp: '', setSpecs: [], deleted: false };

function readRecord(element: XmlElement, text: string): JudgedRecord {
  const header = childrenNamed(element, 'header')[0];
  const payload = childrenNamed(element, 'metadata')[0]?.children[0];
  return {
    ...(header === undefined ? NO_HEADER : readHeader(header)),
    ...(payload !== undefined && { metadata: text.slice(payload.start, payload.end) }),
    ...(payload?.namespace === OAI_DC && { dc: readDc(payload) }),
    abouts: contentsOf(element, 'about', text),
  };
}

function readDc(payload: XmlElement): Record<string, DcStatement[]> {
  const statements: Record<string, DcStatement[]> = {};
  for (const element of payload.children) {
    const lang = attributeOf(element, 'lang', XML);
    statements[element.local] ??= [];
    statements[element.local]?.push(lang === undefined ? { text: element.text } : { text: element.text, lang });
  }
  return statements;
}

function readIdentify(element: XmlElement, text: string): JudgedIdentify {
  return {
    repositoryName: textOf(element, 'repositoryName'),
    baseURL: textOf(element, 'baseURL'),
    protocolVersion: textOf(element, 'protocolVersion'),
    adminEmails: childrenNamed(element, 'adminEmail').map((email) => email.text),
    earliestDatestamp: textOf(element, 'earliestDatestamp'),
    deletedRecord: textOf(element, 'deletedRecord'),
    granularity: textOf(element, 'granularity'),
    compressions: childrenNamed(element, 'compression').map((compression) => compression.text),
    descriptions: contentsOf(element, 'description', text),
  };
}

function readToken(element: XmlElement): JudgedToken {
  const cursor = attributeOf(element, 'cursor');
  const completeListSize = attributeOf(element, 'completeListSize');
  const expirationDate = attributeOf(element, 'expirationDate');
  return {
    text: element.text,
    ...(cursor !== undefined && { cursor: wholeNumber(cursor) }),
    ...(completeListSize !== undefined && { completeListSize: wholeNumber(completeListSize) }),
    ...(expirationDate !== undefined && { expirationDate }),
  };
}

/** NaN for anything but plain digits, so that no blank, sign or exponent is read into a number. */
function wholeNumber(value: string): number {
  return /^\d+$/.test(value) ? Number(value) : Number.NaN;
}

/** What stands inside the containers of one name, cut out of the text as served. */
function contentsOf(element: XmlElement, container: string, text: string): string[] {
  return element.children
    .filter((child) => child.local === container && child.namespace === OAI)
    .flatMap((child) => child.children.map((content) => text.slice(content.start, content.end)));
}

import { formatDatestamp, type UtcSeconds } from '../oai/datestamp.ts';
import type { OaiError } from '../oai/oai-error.ts';
import type { RequestAttributes } from '../oai/request.ts';
import { escapeAttribute, escapeText } from './escape.ts';

const OPEN =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n';

const CLOSE = '</OAI-PMH>';

export interface EnvelopeHead {
  /** Seconds granularity whatever the repository's is (protocol 3.3.2). */
  responseDate: UtcSeconds;
  baseUrl: string;
  attributes: RequestAttributes;
}

/** A whole answer around the element of its verb, given as pieces of XML (protocol 3.2). */
export function envelope(head: EnvelopeHead, verb: string, content: readonly (string | Buffer)[]): Buffer {
  const pieces = [`${open(head)}<${verb}>\n`, ...content, `</${verb}>\n${CLOSE}`];
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece)));
}

/** An answer that holds errors (protocol 3.6). */
export function errorEnvelope(head: EnvelopeHead, errors: readonly OaiError[]): Buffer {
  const elements = errors.map(({ code, message }) => `<error code="${code}">${escapeText(message)}</error>\n`);
  return Buffer.from(`${open(head)}${elements.join('')}${CLOSE}`, 'utf8');
}

function open({ responseDate, baseUrl, attributes }: EnvelopeHead): string {
  const shown = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  return (
    `${OPEN}<responseDate>${formatDatestamp(responseDate)}</responseDate>\n` +
    `<request${shown.join('')}>${escapeText(baseUrl)}</request>\n`
  );
}

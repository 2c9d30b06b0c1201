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

/** A whole answer around the element of its verb (protocol 3.2): what comes before its content, and what behind. */
export function envelope(head: EnvelopeHead, verb: string): { before: string; behind: string } {
  return { before: `${open(head)}<${verb}>\n`, behind: `</${verb}>\n${CLOSE}` };
}

/** An answer that holds errors (protocol 3.6). */
export function errorEnvelope(head: EnvelopeHead, errors: readonly OaiError[]): string {
  const elements = errors.map(({ code, message }) => `<error code="${code}">${escapeText(message)}</error>\n`);
  return `${open(head)}${elements.join('')}${CLOSE}`;
}

function open({ responseDate, baseUrl, attributes }: EnvelopeHead): string {
  const shown = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  return (
    `${OPEN}<responseDate>${formatDatestamp(responseDate)}</responseDate>\n` +
    `<request${shown.join('')}>${escapeText(baseUrl)}</request>\n`
  );
}

import type { UtcSeconds } from '../oai/datestamp.ts';
import { formatDatestamp } from '../oai/datestamp.ts';
import type { MetadataFormat } from '../oai/metadata-format.ts';
import { element } from './element.ts';

/** The metadata part of a record, around one payload. */
export function metadataPart(payload: string): string {
  return `<metadata>${payload}</metadata>`;
}

/** An about part of a record, around one payload. */
export function aboutPart(payload: string): string {
  return `<about>${payload}</about>`;
}

/**
 * The payload of a record as the store serves it; undefined for a deleted one. What stands around it is ours, and holds
 * the end tag of the metadata nowhere else: an about part is made of escaped texts.
 */
export function payloadOf(record: string): string | undefined {
  const start = record.indexOf('</header><metadata>');
  const end = record.lastIndexOf('</metadata>');
  return start < 0 || end < 0 ? undefined : record.slice(start + '</header><metadata>'.length, end);
}

/** A description of Identify or of a set, around one payload. */
export function description(payload: string): string {
  return `<description>${payload}</description>\n`;
}

/** One format of ListMetadataFormats (protocol 4.4). */
export function metadataFormat({ metadataPrefix, schema, metadataNamespace }: MetadataFormat): string {
  const children = [
    element('metadataPrefix', metadataPrefix),
    element('schema', schema),
    element('metadataNamespace', metadataNamespace),
  ];
  return `<metadataFormat>${children.join('')}</metadataFormat>\n`;
}

/** One set of ListSets (protocol 4.6); the description is a payload. */
export function set({ setSpec, setName }: { setSpec: string; setName: string }, description?: string): string {
  const described = description === undefined ? '' : `<setDescription>${description}</setDescription>`;
  return `<set>${element('setSpec', setSpec)}${element('setName', setName)}${described}</set>\n`;
}

export interface TokenElement {
  /** Empty on the last page. */
  text: string;
  completeListSize: number;
  cursor: number;
  expirationDate?: UtcSeconds | undefined;
}

/** The resumptionToken element (protocol 3.5). */
export function resumptionToken({ text, completeListSize, cursor, expirationDate }: TokenElement): string {
  const expires = expirationDate === undefined ? undefined : formatDatestamp(expirationDate);
  return `${element('resumptionToken', text, { expirationDate: expires, completeListSize, cursor })}\n`;
}

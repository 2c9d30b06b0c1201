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

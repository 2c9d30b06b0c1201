import { SaxesParser } from 'saxes';
import type { ServedElement, ServedRecord } from './served-record.ts';

const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://datacite.org/schema/kernel-4', 'datacite'],
  ['http://namespace.openaire.eu/schema/oaire/', 'oaire'],
]);

/** The name of an element, with the prefix that the guidelines give to its namespace. */
export function nameIn(namespace: string, local: string): string {
  return `${PREFIXES.get(namespace) ?? ''}:${local}`;
}

/** Reads a record as the store serves it: header, metadata and perhaps about, well-formed since it was stored. */
export function readServedRecord(identifier: string, xml: string): ServedRecord {
  const sets: string[] = [];
  const elements: ServedElement[] = [];
  /** From the record down: what is open, with the text so far. */
  const open: { part: string; name: string; text: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ local, uri, attributes }) => {
    const part = open.length < 2 ? local : (open[1]?.part ?? '');
    const name = nameIn(uri, local);
    const values = Object.values(attributes).map((attribute) => [attribute.local, attribute.value.trim()]);
    const element = { part, name, text: '', attributes: Object.fromEntries(values) as Record<string, string> };
    open.push(element);
    // In document order, parents before what is in them.
    if (part === 'metadata') elements.push(element);
  });
  const text = (piece: string) => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element) return;
    element.text = element.text.trim();
    if (element.part === 'header' && element.name === ':setSpec') sets.push(element.text);
  });
  parser.write(xml).close();
  return { identifier, sets, elements };
}

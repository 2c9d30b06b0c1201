import type { Incoming } from '../../src/ingest/import-format.ts';
import { oaiXml } from '../../src/ingest/oai-xml.ts';
import { checkItem } from '../../src/items/check-item.ts';
import type { Item } from '../../src/items/item.ts';
import { readAll, sourceFile } from './read-source.ts';

export const OAI = 'http://www.openarchives.org/OAI/2.0/';
export const OPEN = `<OAI-PMH xmlns="${OAI}"><ListRecords>`;
export const CLOSE = '</ListRecords></OAI-PMH>';

export function record(elements: string, header = ''): string {
  return `<record><header><identifier>oai:a.example:1</identifier>${header}</header><metadata><oai_dc:dc xmlns:oai_dc="${OAI}oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title>${elements}</oai_dc:dc></metadata></record>`;
}

/** The item that the elements make, checked, and the notes about them. */
export async function read(folder: string, elements: string, header = ''): Promise<{ item: Item; notes: string[] }> {
  const incoming = await readAll(oaiXml, sourceFile(folder, OPEN + record(elements, header) + CLOSE));
  const [item] = incoming.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []));
  const checked = checkItem(item);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return { item: checked.item, notes: notesOf(incoming) };
}

export const notesOf = (incoming: readonly Incoming[]) =>
  incoming.flatMap((entry) => (entry.kind === 'note' ? [entry.text] : []));

import type { ImportFormat } from './import-format.ts';
import { mapMarc } from './marcxml/map-marc.ts';
import { MarcCollector } from './marcxml/marc-collector.ts';
import { readXmlParts } from './read-xml-parts.ts';
import { shorten } from './shorten.ts';

const NAMESPACE = /["']http:\/\/www\.loc\.gov\/MARC21\/slim["']/;
const MOST_TAGS = 100;
const FIELD = /<(?:[\w.-]+:)?(?:leader|controlfield|datafield)[\s>]/;

/** MARC 21 Bibliographic as MARCXML: collections, single records, and saved OAI-PMH responses that hold them. docs/marc.md. */
export const marcxml: ImportFormat = {
  name: 'marcxml',
  title: 'MARCXML: a collection, a record, or saved OAI-PMH responses of marc21',
  identifierFromPath: false,

  recognises(head) {
    return /^\s*</.test(head) && (NAMESPACE.test(head) || FIELD.test(head));
  },

  async *read(file) {
    // Read to the end once: a file that breaks off in its last line must not leave its first records behind.
    for await (const _ of readXmlParts(file, new MarcCollector()));
    const left = new Map<string, number>();
    let count = 0;
    for await (const part of readXmlParts(file, new MarcCollector())) {
      if (part.kind === 'token') {
        const text = 'the resumptionToken says that the list goes on: what follows is not in this file';
        yield { kind: 'note', line: part.line, text };
      } else yield* mapMarc(part.record, ++count, left);
    }
    if (left.size === 0) return;
    // One note for all: catalogues have such fields in every record.
    const tags = [...left]
      .sort()
      .slice(0, MOST_TAGS)
      .map(([tag, records]) => `${shorten(tag)} (${records})`);
    const text = `fields that no item has a place for, with the number of their records: ${tags.join(', ')}`;
    yield { kind: 'note', line: 1, text };
  },
};

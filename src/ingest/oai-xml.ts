import type { ImportFormat } from './import-format.ts';
import { mapRecord } from './oai-xml/map-record.ts';
import { RecordCollector } from './oai-xml/record-collector.ts';
import { readXmlParts } from './read-xml-parts.ts';

/** Saved ListRecords and GetRecord responses of oai_dc, one page of a list a file. */
export const oaiXml: ImportFormat = {
  name: 'oai-xml',
  title: 'saved OAI-PMH responses (ListRecords or GetRecord of oai_dc)',
  identifierFromPath: false,

  recognises(head) {
    return /^\s*</.test(head) && /<(?:[\w.-]+:)?OAI-PMH[\s>]/.test(head);
  },

  async *read(file) {
    // Read to the end once: a file that breaks off in its last line must not leave its first records behind.
    for await (const _ of readXmlParts(file, new RecordCollector()));
    let abouts = 0;
    let firstAbout = 0;
    for await (const part of readXmlParts(file, new RecordCollector())) {
      if (part.kind === 'token') {
        const text = 'the resumptionToken says that the list goes on: what follows is not in this file';
        yield { kind: 'note', line: part.line, text };
        continue;
      }
      const { record } = part;
      if (record.about !== undefined && abouts++ === 0) firstAbout = record.about;
      yield* mapRecord(record);
    }
    // One note for all: in most lists every record has one.
    const text = `the about containers of ${abouts} ${abouts === 1 ? 'record' : 'records'} were left out, this is the first`;
    if (abouts > 0) yield { kind: 'note', line: firstAbout, text };
  },
};

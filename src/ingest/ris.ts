import { LeftOut } from './csl/left-out.ts';
import { identifierOf, mapReference } from './csl/map-reference.ts';
import type { ImportFormat } from './import-format.ts';
import { mapRecord } from './ris/map-record.ts';
import { splitRecords } from './ris/split-records.ts';

/** RIS files, as EndNote, Zotero, Scopus and publishers write them: one record is one item, its ID the identifier. */
export const ris: ImportFormat = {
  name: 'ris',
  title: 'RIS files, one record an item',
  identifierFromPath: false,

  recognises(head, path) {
    const type = /^\s{0,3}TY\s{1,3}-\s+[A-Z]{2,8}\s*$/m.exec(head);
    // Some programs write a few lines about themselves first.
    return type !== null && (type.index < 2000 || /\.ris$/i.test(path));
  },

  async *read(file) {
    const leftOut = new LeftOut();
    for await (const record of splitRecords(file)) {
      const { line, text: raw, problem } = record;
      const reference = mapRecord(record, leftOut);
      if (problem === undefined) {
        yield* mapReference(reference, leftOut);
        continue;
      }
      const identifier = identifierOf(reference.csl);
      const isWhole = identifier !== undefined && !identifier.includes('\uFFFD');
      yield { kind: 'refusal', line, ...(isWhole && { identifier }), reason: problem, raw };
    }
    yield* leftOut.note();
  },
};

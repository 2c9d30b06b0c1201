import type { MarcRecord } from './marc-record.ts';

/** Leader/18: by AACR2, or with the punctuation of ISBD. */
const PUNCTUATED = 'ai';
/** Fields whose subfields end with the punctuation of the next one. */
const TAGS = /^(?:[17][01]0|[17]11|24[0-7]|250|26[04]|300|6\d\d)$/;
const NO_TEXT = 'uw0124';
const MARKS = '/:;,=';

/** Takes the punctuation away that stands between the parts of a description, where the leader says that there is any. */
export function withoutIsbd(record: MarcRecord): MarcRecord {
  if (!PUNCTUATED.includes(record.leader.charAt(18) || ' ')) return record;
  for (const { tag, subfields } of record.fields) {
    if (!TAGS.test(tag)) continue;
    for (const subfield of subfields) {
      if (!NO_TEXT.includes(subfield.code)) subfield.text = unmarked(subfield.text);
    }
  }
  return record;
}

function unmarked(text: string): string {
  let end = text.length;
  if (MARKS.includes(text.charAt(end - 1))) end--;
  const bare = text.slice(0, end).trimEnd();
  // A full stop after an initial or an abbreviation of two letters belongs to it.
  return /(?:\p{L}{3}|\d|[\])])\.$/u.test(bare) ? bare.slice(0, -1) : bare;
}

import { pageLines } from './ceeol/page-line.ts';
import { readItem } from './ceeol/read-item.ts';
import { readPage } from './ceeol/read-page.ts';
import type { ImportFormat } from './import-format.ts';

/** Fewer known labels may stand in any text. */
const LABELS_OF_A_PAGE = 2;

/** An article page has a dozen. */
const MOST_VALUES = 1000;

/** A title may begin with markup, too, but not so. */
const MARKUP = /^\s*<(?:[?!]|html\b|(?:[\w.-]+:)?OAI-PMH\b)/i;

/**
 * Article pages as text: title lines, then labelled values (Author(s), Subject(s), Published by, Keywords,
 * Summary/Abstract, Issue Year …). One page is one item, and its id is the file's path.
 */
export const ceeol: ImportFormat = {
  name: 'ceeol',
  title: 'article pages as text, with labels such as Author(s) and Issue Year',
  identifierFromPath: true,

  recognises(head) {
    // The abstracts in an XML file may hold lines like these.
    return !MARKUP.test(head) && knownLabels(head) >= LABELS_OF_A_PAGE;
  },

  async *read(file) {
    const text = await file.text();
    const identifier = file.localId;
    if (knownLabels(text) === 0) {
      const reason = 'no line begins with a label such as Author(s): or Issue Year: – this is no article page';
      yield { kind: 'refusal', line: 1, identifier, reason };
      return;
    }
    const page = readPage(text);
    if (page.values.length > MOST_VALUES) {
      const reason = `it has ${page.values.length} labelled values: this is not one article page`;
      yield { kind: 'refusal', line: 1, identifier, reason };
      return;
    }
    const { item, notes } = readItem(identifier, page);
    if (!item) {
      const reason = 'the page has no title: nothing but perhaps a cover line stands before its first label';
      yield { kind: 'refusal', line: 1, identifier, reason };
      return;
    }
    yield { kind: 'item', line: 1, item };
    for (const note of notes) yield { kind: 'note', ...note };
  },
};

function knownLabels(text: string): number {
  return new Set(pageLines(text).flatMap(({ labelled }) => (labelled?.field ? [labelled.field] : []))).size;
}

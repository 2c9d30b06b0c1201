import type { XmlNode } from './xml-node.ts';

/** What is no part of the text that it stands in: notes, pictures, index entries, numbers of sections. */
const HIDDEN: ReadonlySet<string> = new Set(
  (
    'fn label index-term index-term-range-end inline-graphic inline-media graphic media object-id contrib-group ' +
    'alt-text long-desc related-article related-object inline-supplementary-material mml:annotation mml:annotation-xml'
  ).split(' '),
);
/** References that show a mark which leads to a note. */
const MARKS: ReadonlySet<string> = new Set(['fn', 'aff', 'author-notes', 'corresp', 'table-fn', 'contrib']);
/** Elements that stand on lines of their own. */
const BLOCKS: ReadonlySet<string> = new Set(
  (
    'p title sec list list-item def-list def-item disp-quote disp-formula speech statement verse-group verse-line ' +
    'table-wrap tr boxed-text abstract'
  ).split(' '),
);
/** As XML has white space; a no-break space is a character. */
const SPACES = /[ \t\r\n]+/g;

/** The text of an element on one line. */
export function lineText(node: XmlNode | undefined): string {
  return lines(node?.children ?? []).join(' ');
}

/** The text of these parts of an element, each block on its own line. */
export function blockText(parts: readonly (XmlNode | string)[]): string {
  return lines(parts).join('\n');
}

function lines(parts: readonly (XmlNode | string)[]): string[] {
  const pieces: string[] = [];
  collect(parts, pieces);
  return pieces
    .join('')
    .split('\n')
    .map((line) => line.replace(SPACES, ' ').replace(/^ | $/g, ''))
    .filter((line) => line !== '');
}

function collect(parts: readonly (XmlNode | string)[], pieces: string[]): void {
  // A formula in MathML and in TeX is one formula.
  const hasMath = parts.some((part) => typeof part !== 'string' && part.name === 'mml:math');
  for (const part of parts) {
    if (typeof part === 'string') pieces.push(part.replace(SPACES, ' '));
    else if (part.name === 'break' || part.name === 'td' || part.name === 'th') {
      pieces.push(' ');
      collect(part.children, pieces);
    } else if (!isHidden(part) && !(hasMath && part.name === 'tex-math')) {
      const edge = BLOCKS.has(part.name) ? '\n' : '';
      pieces.push(edge);
      collect(part.children, pieces);
      pieces.push(edge);
    }
  }
}

function isHidden({ name, attributes }: XmlNode): boolean {
  return HIDDEN.has(name) || (name === 'xref' && MARKS.has(attributes.get('ref-type') ?? ''));
}

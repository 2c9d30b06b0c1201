import { nfc } from '../../items/nfc.ts';
import { branch, leaf, type Markup } from '../../xml/markup.ts';

/** A subfield: its code and text; those without a text are left out. */
export type Subfield = readonly [code: string, text: string | undefined];

const BLANKS = /\s+/g;
const BREAK = /[\t\n\r\u2028\u2029]/;

/** A field of the tags 001 to 009. Its blanks count. */
export function controlField(tag: string, text: string | undefined): Markup | undefined {
  return leaf('controlfield', text, { tag });
}

/** A field with two indicators and subfields. Undefined when no subfield has a text. */
export function dataField(tag: string, indicators: string, ...subfields: readonly Subfield[]): Markup | undefined {
  return branch(
    'datafield',
    { tag, ind1: indicators.charAt(0), ind2: indicators.charAt(1) },
    subfields.map(([code, text]) => leaf('subfield', text === undefined ? text : inOneLine(text), { code })),
  );
}

/**
 * A MARC record has no line breaks: systems that turn this into ISO 2709 would keep them as stray characters. What is
 * put together of several texts may have to be composed anew.
 */
function inOneLine(text: string): string {
  const line = BREAK.test(text) ? text.replace(BLANKS, (run) => (BREAK.test(run) ? ' ' : run)) : text;
  return nfc(line);
}

import { shorten } from '../shorten.ts';
import { type Field, isListField, mayRepeat } from './labels.ts';
import { LookAhead } from './look-ahead.ts';
import { type PageLine, pageLines } from './page-line.ts';
import { splitHead } from './split-head.ts';

/** One labelled value. Its first line may stand beside the label or below it. */
export interface FieldValue {
  readonly field: Field;
  /** The label as printed. */
  readonly label: string;
  /** The line of the label. */
  readonly line: number;
  /** The lines of the value, blank ones left out. */
  readonly lines: readonly string[];
}

/** Something about a line that a person should know. */
export interface PageNote {
  readonly line: number;
  readonly text: string;
}

/** The parts of a page, before any of them is understood. */
export interface Page {
  readonly titles: readonly string[];
  readonly values: readonly FieldValue[];
  readonly notes: readonly PageNote[];
}

/** A value that is being read; `interrupted` after a blank line. */
type OpenValue = FieldValue & { readonly lines: string[]; interrupted: boolean };

/** Takes a page apart: title lines, labelled values, and a note about each line that is neither. */
export function readPage(text: string): Page {
  const { titles, rest } = splitHead(pageLines(text));
  const below = new LookAhead(rest);
  const notes: PageNote[] = [];
  const values: OpenValue[] = [];
  let open: OpenValue | undefined;
  for (const [at, line] of rest.entries()) {
    if (line.text === '') {
      if (open) open.interrupted = true;
      continue;
    }
    const label = line.labelled;
    if (label?.field && !(open?.field === 'abstract' && isProse(line, at, below))) {
      open = { field: label.field, label: label.label, line: line.line, lines: [], interrupted: false };
      if (label.value !== '') open.lines.push(label.value);
      values.push(open);
    } else if (open && goesOn(open, line, at, below)) {
      carryOn(open, line);
    } else if (label) {
      const text = `“${label.label}” is no label that is known here: “${shorten(label.value)}” was left out`;
      notes.push({ line: line.line, text });
      // What follows an unknown label belongs to it, not to the value before it.
      open = undefined;
    } else {
      notes.push({ line: line.line, text: `“${shorten(line.text)}” stands under no label and was left out` });
    }
  }
  for (const { label, line, lines } of values) {
    if (lines.length === 0) notes.push({ line, text: `“${label}” has no value` });
  }
  return { titles, values: values.filter(({ lines }) => lines.length > 0), notes };
}

/** Even in an abstract a paragraph may begin like a label: the entry that is meant comes below, with a bullet. */
function isProse(line: PageLine, at: number, below: LookAhead): boolean {
  const field = line.labelled?.field;
  return line.bullet === '' && field !== undefined && !mayRepeat(field) && below.repeatsWithBullet(field, at);
}

/** Does a line that begins with no known label carry on the value above it? */
function goesOn(open: OpenValue, line: PageLine, at: number, below: LookAhead): boolean {
  const isEntry = line.bullet !== '' && line.labelled !== undefined;
  if (open.field === 'abstract') return !(isEntry && beginsEntries(open, line, at, below));
  if (isEntry) return false;
  if (open.lines.length === 0) return true;
  if (/[,;]$/.test(open.lines.at(-1) ?? '')) return true;
  return isListField(open.field) && !line.labelled && (!open.interrupted || line.bullet !== '');
}

/**
 * An abstract may hold a list of its own, even one of `Label: text`. An entry that ends the abstract has the bullet
 * of the known ones and leads to them without any text between; a blank line, if there is one, stands above it.
 */
function beginsEntries(open: OpenValue, line: PageLine, at: number, below: LookAhead): boolean {
  const after = below.afterUnknownEntries(at);
  if (after === undefined) return open.interrupted;
  const isKnown = after.line.labelled?.field !== undefined && after.line.bullet === line.bullet;
  return isKnown && (open.interrupted || !after.apart);
}

function carryOn(open: OpenValue, line: PageLine): void {
  const isListed = line.bullet !== '' && open.field !== 'abstract';
  // Keywords, one below the other with a bullet each, are a list without separators.
  if (isListed && isListField(open.field)) {
    const last = open.lines.pop();
    if (last !== undefined) open.lines.push(/[,;]$/.test(last) ? last : `${last};`);
  }
  open.lines.push(isListed ? line.content : line.text);
  open.interrupted = false;
}

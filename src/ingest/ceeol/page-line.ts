import { isBlank, trimBlank } from '../trim-blank.ts';
import { type Field, fieldOfLabel, LONGEST_LABEL } from './labels.ts';

/** One line of an article page, or one part of it where several bulleted labels stand in one line. */
export interface PageLine {
  /** Number of the line in the file, from 1. */
  readonly line: number;
  /** The whole text, without white space at its ends. Empty for a blank line. */
  readonly text: string;
  /** The mark that begins a list entry, such as • or -; empty without one. */
  readonly bullet: string;
  /** The text without its bullet. */
  readonly content: string;
  /** `Label: value`, where the text begins so. `field` is missing when the label is not known. */
  readonly labelled?: { readonly label: string; readonly field?: Field; readonly value: string };
}

const BULLETS = '•·●○◦∙‣⁃▪▫■□◆◇►▶➢*+-–—';
/** Only these separate entries in the middle of a line: hyphens and asterisks are text there. */
const INNER_BULLETS = '•●▪◦‣∙|';
/** An unknown label is a few words: a longer beginning with a colon is a sentence. */
const UNKNOWN_LABEL = /^\p{L}[\p{L}\p{M}\p{N}()/.-]*(?: [\p{L}\p{M}\p{N}()/&.-]+){0,3}$/u;

/** Cuts the text of a page into lines. LF, CRLF and CR all end one. */
export function pageLines(text: string): PageLine[] {
  return text
    .split(/\r\n|\n|\r/)
    .flatMap((raw, index) => partsOfLine(trimBlank(raw)).map((part) => pageLine(index + 1, part)));
}

function pageLine(line: number, text: string): PageLine {
  const start = afterBullets(text);
  const bullet = start > 0 ? text.charAt(0) : '';
  const unlabelled = { line, text, bullet, content: text.slice(start) };
  const found = labelOf(text, start);
  if (!found) return unlabelled;
  const { label, field, end } = found;
  const value = trimBlank(text.slice(end));
  if (field) return { ...unlabelled, labelled: { label, field, value } };
  return UNKNOWN_LABEL.test(label) ? { ...unlabelled, labelled: { label, value } } : unlabelled;
}

function afterBullets(text: string): number {
  let start = 0;
  while (start < text.length && (BULLETS.includes(text.charAt(start)) || isBlank(text.charAt(start)))) start++;
  return start;
}

/** What stands before a colon near `start`, whether it is a label or not. */
function labelOf(text: string, start: number): { label: string; field: Field | undefined; end: number } | undefined {
  const head = text.slice(start, start + LONGEST_LABEL + 1);
  const colon = head.search(/[:：]/);
  if (colon < 1) return undefined;
  const label = trimBlank(head.slice(0, colon));
  return { label, field: fieldOfLabel(label), end: start + colon + 1 };
}

/** `Issue Year: 2018 • Issue No: 6` is two parts. A line is cut only before a known label. */
function partsOfLine(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let i = afterBullets(text) + 1; i < text.length; i++) {
    if (!INNER_BULLETS.includes(text.charAt(i))) continue;
    if (!labelOf(text, i + 1)?.field) continue;
    parts.push(trimBlank(text.slice(from, i)));
    from = text.charAt(i) === '|' ? i + 1 : i;
  }
  parts.push(trimBlank(text.slice(from)));
  return parts;
}

import { mayRepeat } from './labels.ts';
import { LookAhead } from './look-ahead.ts';
import type { PageLine } from './page-line.ts';

const COVER = /(?:^|\s)cover\s+image$/i;

/** The title lines stand before the first label. A line `… Cover Image` above them describes a picture. */
export function splitHead(lines: readonly PageLine[]): { titles: string[]; rest: PageLine[] } {
  const start = lines.findIndex((line) => line.text !== '');
  if (start < 0) return { titles: [], rest: [] };
  const below = new LookAhead(lines);
  const titles: string[] = [];
  let at = COVER.test(lines[start]?.text ?? '') ? start + 1 : start;
  for (; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || (line.labelled?.field && !isTitle(line, at, below, titles.length === 0))) break;
    // A line of dashes is a rule, not a title.
    if (/[\p{L}\p{N}\p{S}]/u.test(line.text)) titles.push(line.text);
  }
  const stems = new Set(titles.map(folded));
  const isCover = (title: string) => COVER.test(title) && stems.has(folded(title.replace(COVER, '')));
  return { titles: titles.filter((title) => !isCover(title)), rest: lines.slice(at) };
}

/** Two titles that differ in letter case and white space alone are one. */
export function folded(title: string): string {
  return title.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/**
 * A title may begin like a label: “Language: A History”. It is one when the same label comes once more. Labels
 * that may well be repeated (Keywords in two languages) count only where no title has been seen yet.
 */
function isTitle(line: PageLine, at: number, below: LookAhead, isFirst: boolean): boolean {
  const field = line.labelled?.field;
  if (line.bullet !== '' || !field || (!isFirst && mayRepeat(field))) return false;
  return below.repeats(field, at);
}

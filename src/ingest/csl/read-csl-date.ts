import type { ReadDate } from '../csv/read-date.ts';
import { dateOf, looseDate, shared } from './loose-date.ts';
import { firstText, objects, texts } from './texts.ts';

/**
 * A date variable of CSL: its date-parts with just the precision that they have, else its raw or literal text, or a
 * text alone. Undefined when there is none. Seasons, which stand for months 13 to 24 too, leave the year.
 */
export function readCslDate(value: unknown): (ReadDate & { text: string }) | undefined {
  const [text] = texts(value);
  if (text !== undefined) return { ...looseDate(text), text };
  const [date] = objects(value);
  if (!date) return undefined;
  const parts = readParts(date['date-parts']);
  const words = firstText(date['raw'], date['literal']);
  if (parts.length === 0) return words === undefined ? undefined : { ...looseDate(words), text: words };
  const shown = parts.map((numbers) => numbers.join('-')).join('/');
  const [from, to] = parts.map(dateOf);
  if (from === undefined) return { problem: 'names no year that can be kept', text: shown };
  const read = to === undefined ? { date: from } : shared(from, to);
  const isAbout = date['circa'] !== undefined && date['circa'] !== false && date['circa'] !== 0;
  return isAbout && read.problem === undefined
    ? { ...read, problem: 'is an estimate', text: shown }
    : { ...read, text: shown };
}

/** `[[2020, "3"], …]`, without what is empty: Crossref writes `[[null]]` where it knows nothing. */
function readParts(value: unknown): number[][] {
  if (!Array.isArray(value)) return [];
  // A single list is a mistake that is plain enough.
  const ranges: unknown[] = value.some(Array.isArray) ? value : [value];
  return ranges.slice(0, 2).flatMap((range) => {
    const numbers = texts(range).map(Number);
    return numbers.length === 0 || numbers[0] === 0 ? [] : [numbers.slice(0, 3)];
  });
}

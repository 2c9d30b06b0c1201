import { trimBlank } from '../trim-blank.ts';

/** What `Issue Year` says, as far as it can be read. */
export interface IssueYear {
  /** As printed: 4, III, 58-59. */
  readonly volume?: string;
  /** Four digits. */
  readonly year?: string;
  /** What could not be read, in words. */
  readonly problem?: string;
}

/** Years outside are slips of the pen: printing began after the first, and nobody prints ahead of the second. */
const FIRST_YEAR = 1400;
const LAST_YEAR = 2099;
const LONGEST_VOLUME = 40;

/** Reads `4/2018`, `III/2018` (volume and year) or `2018` (year alone). Nothing is guessed. */
export function readIssueYear(value: string): IssueYear {
  const text = value.endsWith('.') ? trimBlank(value.slice(0, -1)) : value;
  const slash = text.lastIndexOf('/');
  if (slash < 0 || isSpan(text)) return readYear(text);
  const before = trimBlank(text.slice(0, slash));
  const after = trimBlank(text.slice(slash + 1));
  if (before === '' || after === '') return readYear(before + after);
  if (isYear(before) && isVolume(after)) return { volume: after, year: before };
  const volume = before.replace(/^vol(?:ume)?\b\.?\s*(?=\S)/i, '');
  return isVolume(volume) ? { volume, ...readYear(after) } : readYear(text);
}

/** Reads a single year. */
export function readYear(text: string): IssueYear {
  if (isYear(text)) return { year: text };
  if (isSpan(text)) return { problem: 'it names several years' };
  return { problem: 'it names no year' };
}

function isYear(text: string): boolean {
  return /^\d{4}$/.test(text) && Number(text) >= FIRST_YEAR && Number(text) <= LAST_YEAR;
}

/** `2017-2018`, `2017/2018`, `2017/18`; but `2018/4` is a year and a volume. */
function isSpan(text: string): boolean {
  const found = /^(\d{4})\s*([\p{Pd}/])\s*(\d{4}|\d{2})$/u.exec(text);
  if (!found?.[1] || !found[3] || !isYear(found[1])) return false;
  const isNextYear = Number(found[3]) === (Number(found[1]) + 1) % 100;
  return found[3].length === 4 || found[2] !== '/' || isNextYear;
}

/** `58-59` and `58/59` are volumes; what holds a year (`4/2018` of `4/2018/5`) is not. */
function isVolume(text: string): boolean {
  if (text.length > LONGEST_VOLUME || !/[\p{L}\p{N}]/u.test(text)) return false;
  return !isSpan(text) && !text.split('/').some((part) => isYear(trimBlank(part)));
}

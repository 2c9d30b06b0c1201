import { isCalendarDate } from '../../items/calendar-date.ts';
import type { DateOrder } from './mapping.ts';

/** A date as precise as the text tells it, with a problem where it tells more than can be understood. */
export interface ReadDate {
  readonly date?: string;
  readonly problem?: string;
}

/** Years outside are slips of the pen or stand for "not known", as 9999 does. */
const FIRST_YEAR = 1000;
const LAST_YEAR = 2099;

/** What follows a day: `T23:00:00Z`, ` 12:00 AM`. */
const TIME = /[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[AP]M|[+-]\d{2}:?\d{2})?$/i;
const YEAR_FIRST = /^(\d{4})(?:-(\d{2}))?$/;
const WHOLE_YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const MONTH_AND_YEAR = /^(\d{1,2})[./](\d{4})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

const NONE: ReadDate = { problem: 'is no date that can be read' };

/**
 * Reads `2021`, `2021-06`, `2021-06-30`, `2021/6/30`, `20210630`, `30.06.2021`, `06/2021`, each with a time or
 * without. Where slashes or hyphens leave open which is the month, `order` tells; without it only the year is kept.
 */
export function readDate(text: string, order?: DateOrder): ReadDate {
  const day = text.slice(0, 80).replace(TIME, '').replace(/\.\s+/g, '.');
  const [, year, month] = YEAR_FIRST.exec(day) ?? [];
  if (year !== undefined) return dated(year, month);
  const [, y, , m, d] = WHOLE_YEAR_FIRST.exec(day) ?? [];
  if (y !== undefined) return dated(y, m, d);
  const [, y8, m8, d8] = COMPACT.exec(day) ?? [];
  if (y8 !== undefined) return dated(y8, m8, d8);
  const [, onlyMonth, itsYear] = MONTH_AND_YEAR.exec(day) ?? [];
  if (itsYear !== undefined) return dated(itsYear, onlyMonth);
  return readYearLast(day, order);
}

/** Which number of `30/06/2021` is the month, as far as this text alone tells. Undefined when both could be. */
export function orderOf(text: string): DateOrder | undefined {
  const [, first, separator, second] = YEAR_LAST.exec(text.slice(0, 80).replace(TIME, '')) ?? [];
  if (first === undefined || separator === '.') return undefined;
  if (Number(first) > 12 && Number(second) <= 12) return 'day-first';
  return Number(second) > 12 && Number(first) <= 12 ? 'month-first' : undefined;
}

function readYearLast(text: string, order: DateOrder | undefined): ReadDate {
  const [, first = '', separator, second = '', year = ''] = YEAR_LAST.exec(text) ?? [];
  if (separator === undefined) return NONE;
  // Nobody puts the month first and points between.
  const known = separator === '.' || Number(first) === Number(second) ? 'day-first' : (order ?? orderOf(text));
  if (known === 'day-first') return dated(year, second, first);
  if (known === 'month-first') return dated(year, first, second);
  if (Number(first) > 12 || Number(second) > 12) return NONE;
  return { ...dated(year), problem: 'leaves open which number is the month: only its year is kept' };
}

/** Zeros stand for what is not known, as databases write it: `2021-00-00` is 2021. */
function dated(year: string, month = '00', day = '00'): ReadDate {
  const parts = Number(month) === 0 ? [] : Number(day) === 0 ? [month] : [month, day];
  if (parts.length === 0 && Number(day) > 0) return NONE;
  const date = [year, ...parts.map((part) => part.padStart(2, '0'))].join('-');
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return NONE;
  if (parts[0] !== undefined && Number(parts[0]) > 12) return NONE;
  return isCalendarDate(date) ? { date } : NONE;
}

import { isCalendarDate } from '../../items/calendar-date.ts';
import { type ReadDate, readDate } from '../csv/read-date.ts';
import { monthOf } from './month.ts';

/**
 * A date in words: `12 March 2020`, `Mar 12, 2020`, `2020 Mar`, `c2020`, `2019/2020`, and what `readDate` of tables
 * reads. Of a range only what both ends share is kept, of two years the first; each with a problem that says so.
 */
export function looseDate(text: string): ReadDate {
  const short = text.slice(0, 80).trim();
  const plain = readDate(short);
  if (plain.date !== undefined) return plain;
  const [from = '', to = ''] = short.split(/\/|\.\./).map((part) => part.trim());
  if (to !== '' && from !== '') {
    const range = [readDate(from).date, readDate(to).date];
    if (range[0] !== undefined && range[1] !== undefined) return shared(range[0], range[1]);
  }
  const years = [...new Set(short.match(/(?<!\d)(?:1[0-9]|20)\d{2}(?!\d)/g) ?? [])];
  const [year] = years;
  if (year === undefined) return { problem: 'names no year that can be read' };
  if (years.length > 1) return { date: year, problem: 'is a range of years: only the first is kept' };
  const months = (short.match(/[A-Za-z]+/g) ?? []).flatMap((word) => monthOf(word) ?? []);
  const days = (short.replace(year, ' ').match(/(?<!\d)\d{1,2}(?!\d)/g) ?? []).map(Number);
  const [month] = months;
  if (month === undefined || months.length > 1 || days.length > 1) {
    const isBare = /^\W*(?:ca?\.?|©|circa)?\W*\d{4}\W*$/i.test(short);
    return isBare
      ? { date: year }
      : { date: year, problem: 'says more than a date of one day or month: only its year is kept' };
  }
  return { date: dateOf([Number(year), month, ...days]) ?? year };
}

/** Of a range what both ends share: `2020` of `2020-03/2020-05`. Where they share nothing, the first year. */
export function shared(from: string, to: string): ReadDate {
  if (from === to) return { date: from };
  const [year = '', month] = from.split('-');
  const [lastYear, lastMonth] = to.split('-');
  if (year !== lastYear) return { date: year, problem: 'is a range of years: only the first is kept' };
  const date = month !== undefined && month === lastMonth ? `${year}-${month}` : year;
  return { date, problem: 'is a range: only what both ends share is kept' };
}

/** The date of its numbers, as many of them as make sense; undefined without a year of our times or before. */
export function dateOf([year = 0, month = 0, day = 0]: readonly number[]): string | undefined {
  if (!Number.isInteger(year) || year < 1 || year > 2099) return undefined;
  const whole = String(year).padStart(4, '0');
  if (!Number.isInteger(month) || month < 1 || month > 12) return whole;
  const date = `${whole}-${String(month).padStart(2, '0')}`;
  const withDay = `${date}-${String(day).padStart(2, '0')}`;
  return Number.isInteger(day) && day >= 1 && day <= 31 && isCalendarDate(withDay) ? withDay : date;
}

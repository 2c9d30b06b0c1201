import { isCalendarDate } from '../items/calendar-date.ts';

const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;
const TIME = /^T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Whether a text is a date as W3C's profile of ISO 8601 has it: year, month or day. With `time`, a moment too. */
export function isW3cDate(text: string, { time = false } = {}): boolean {
  const isDate = (part: string) => DATE.test(part) && isCalendarDate(part);
  return isDate(text) || (time && isDate(text.slice(0, 10)) && text.length > 10 && TIME.test(text.slice(10)));
}

/**
 * Whether a date of the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or a time beginning with one, is in the proleptic
 * Gregorian calendar: no 30 February, no year 0000, which xsd:date does not have.
 */
export function isCalendarDate(text: string): boolean {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number);
  return year > 0 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

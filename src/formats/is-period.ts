/**
 * Whether what an item is about is a time, in a form that leaves no doubt: a year, a day, or a range with a slash.
 * `1990-05` is left out, since people write it for 1990 to 2005 too.
 */
export function isPeriod(text: string): boolean {
  return PERIOD.test(text);
}

const MONTH = '-(?:0[1-9]|1[0-2])';
const DAY = '-(?:0[1-9]|[12][0-9]|3[01])';
const DATE = `[0-9]{4}(?:${MONTH}(?:${DAY})?)?`;
const PERIOD = new RegExp(`^(?:[0-9]{4}(?:${MONTH}${DAY})?|${DATE}/${DATE})$`);

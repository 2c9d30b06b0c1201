const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A count for people: 12,345. */
export function count(number: number): string {
  return WHOLE.format(number);
}

/** An amount of bytes for people: 1.23 MB. */
export function bytes(number: number): string {
  const power = Math.min(UNITS.length - 1, number < 1 ? 0 : Math.floor(Math.log10(number) / 3));
  return `${SHORT.format(number / 1000 ** power)} ${UNITS[power]}`;
}

/** A count as an axis has room for it: 1.2k. */
export function shortCount(number: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(number);
}

/** A part of a whole: 42 %. Only the whole is 100 %. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.floor((100 * part) / whole)} %` : '0 %';
}

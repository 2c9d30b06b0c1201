const MOST_ITEMS = 500;
/** Of all formats together. */
const MOST_RECORDS = 1400;

/** Items that are written in one transaction in so many formats: it should not last longer than a tenth of a second. */
export function batchSize(formats: number): number {
  return Math.min(MOST_ITEMS, Math.floor(MOST_RECORDS / formats));
}

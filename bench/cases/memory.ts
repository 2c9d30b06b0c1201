import type { Row } from '../row.ts';

const MEGABYTES = 250;

/** The peak memory of the endpoint at the largest size beside that at the smallest. */
export function memory(rows: readonly Row[], report: (row: Row) => void): void {
  const sizes = [...new Set(rows.map(({ items }) => items))];
  const peakOf = (items: number) =>
    Math.max(...rows.filter((row) => row.items === items && isServing(row)).map(({ peakMemory = 0 }) => peakMemory));
  const [smallest = 0, largest = 0] = [Math.min(...sizes), Math.max(...sizes)];
  const [least, most] = [peakOf(smallest), peakOf(largest)];
  if (!(least > 0) || smallest === largest) return;
  report({
    items: largest,
    case: 'peak memory of the endpoint',
    peakMemory: most,
    reached: `${(most / least).toFixed(2)} × ${smallest.toLocaleString('en')} items`,
    wanted: `≤ 1.2, < ${MEGABYTES} MB`,
    met: most / least <= 1.2 && most < MEGABYTES * 1e6,
  });
  report({ items: largest, case: `at ${smallest.toLocaleString('en')} items`, control: true, peakMemory: least });
}

/** Imports have their memory too, but no requests. */
function isServing({ control, requestsPerSecond }: Row): boolean {
  return control !== true && requestsPerSecond !== undefined;
}

import type { Row } from './row.ts';

const COLUMNS: readonly (readonly [heading: string, cell: (row: Row) => string])[] = [
  ['case', ({ case: name, control }) => (control ? `  beside: ${name}` : name)],
  ['req/s', ({ requestsPerSecond }) => whole(requestsPerSecond)],
  ['records/s', ({ recordsPerSecond }) => whole(recordsPerSecond)],
  ['MB/s', ({ megabytesPerSecond }) => whole(megabytesPerSecond)],
  ['p50 ms', ({ p50 }) => fixed(p50)],
  ['p99 ms', ({ p99 }) => fixed(p99)],
  ['CPU s/M', ({ cpuSecondsPerMillion }) => fixed(cpuSecondsPerMillion)],
  ['DB s/M', ({ databaseSecondsPerMillion }) => fixed(databaseSecondsPerMillion)],
  ['RSS MB', ({ peakMemory }) => whole(peakMemory === undefined ? undefined : peakMemory / 1e6)],
  ['driver', ({ driverShare }) => (driverShare === undefined ? '' : `${Math.round(driverShare * 100)} %`)],
  ['reached', ({ reached }) => reached ?? ''],
  ['wanted', ({ wanted }) => wanted ?? ''],
  ['', ({ met }) => (met === undefined ? '' : met ? 'yes' : 'NO')],
];
/** Columns of text, which begin at the left. */
const TEXTS = new Set(['case', 'reached', 'wanted', '']);

/** The rows as one table for a terminal, in the order of sizes and cases, without columns that none of them fills. */
export function tableOf(rows: readonly Row[]): string {
  const columns = COLUMNS.filter(([, cell]) => rows.some((row) => cell(row) !== ''));
  const lines = [columns.map(([heading]) => heading)];
  let items: number | undefined;
  for (const row of rows) {
    if (row.items !== items) lines.push([`${row.items.toLocaleString('en')} items`]);
    items = row.items;
    lines.push(columns.map(([, cell]) => cell(row)));
  }
  const widths = columns.map((_, at) =>
    Math.max(...lines.filter((line) => line.length === columns.length).map((line) => (line[at] ?? '').length)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, at) => {
          const width = widths[at] ?? 0;
          return TEXTS.has(columns[at]?.[0] ?? '') ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function whole(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : Math.round(value).toLocaleString('en');
}

function fixed(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : value.toFixed(2);
}

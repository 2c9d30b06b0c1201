import type { Cost } from './measure.ts';
import type { Row } from './row.ts';

export type Figures = Omit<Row, 'items' | 'case'>;

/** The figures of a measurement in which so many records went out; nought where records are not what counts. */
export function figuresOf(cost: Cost, records: number): Figures {
  return {
    requestsPerSecond: cost.requests / cost.seconds,
    megabytesPerSecond: cost.bytes / 1e6 / cost.seconds,
    p50: cost.p50,
    p99: cost.p99,
    peakMemory: cost.peakMemory,
    driverShare: cost.driverCpuSeconds / (cost.driverCpuSeconds + cost.cpuSeconds + (cost.databaseSeconds ?? 0)),
    ...(records > 0 && {
      recordsPerSecond: records / cost.seconds,
      cpuSecondsPerMillion: cost.cpuSeconds / (records / 1e6),
      ...(cost.databaseSeconds !== undefined && { databaseSecondsPerMillion: cost.databaseSeconds / (records / 1e6) }),
    }),
  };
}

/** A finding: a ratio to something, and whether it is within a bound. */
export function atLeast(ratio: number, bound: number, of: string): Pick<Row, 'reached' | 'wanted' | 'met'> {
  return { reached: `${ratio.toFixed(2)} × ${of}`, wanted: `≥ ${bound}`, met: ratio >= bound };
}

export function atMost(ratio: number, bound: number, of: string): Pick<Row, 'reached' | 'wanted' | 'met'> {
  return { reached: `${ratio.toFixed(2)} × ${of}`, wanted: `≤ ${bound}`, met: ratio <= bound };
}

import type { Clock } from '../../src/clock.ts';
import { parseDatestamp } from '../../src/oai/datestamp.ts';

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  seconds: number;

  constructor(datestamp: string) {
    this.seconds = secondsOf(datestamp);
  }

  now(): number {
    return this.seconds;
  }

  monotonic(): number {
    return this.seconds;
  }

  set(datestamp: string): void {
    this.seconds = secondsOf(datestamp);
  }

  tick(seconds = 1): void {
    this.seconds += seconds;
  }
}

/** Seconds of a datestamp of either granularity. */
export function secondsOf(datestamp: string): number {
  const date = parseDatestamp(datestamp);
  if (!date) throw new Error(`not a datestamp: ${datestamp}`);
  return date.start;
}

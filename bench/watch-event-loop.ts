import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Loaded into a server by `--import`: writes how long its event loop was blocked, in milliseconds, to the file that
 * BENCH_EVENT_LOOP names, when the process ends. SIGUSR2 begins anew.
 */
const INTERVAL = 1;
const { BENCH_EVENT_LOOP: file } = process.env;
if (file !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution: INTERVAL });
  histogram.enable();
  process.on('SIGUSR2', () => histogram.reset());
  process.on('exit', () => {
    // A timer of one millisecond is never early: what it took beyond that is delay.
    const delay = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - INTERVAL);
    const { max } = histogram;
    writeFileSync(
      file,
      JSON.stringify({ p50: delay(histogram.percentile(50)), p99: delay(histogram.percentile(99)), max: delay(max) }),
    );
  });
}

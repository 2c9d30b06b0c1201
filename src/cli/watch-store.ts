import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Census } from '../usage/store-sample.ts';
import type { UsageRecorder } from '../usage/usage-recorder.ts';

/** A source file, or the one that was built of it. */
const CENSUS = new URL(import.meta.url.endsWith('.ts') ? './census-thread.ts' : './census-thread.js', import.meta.url);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Milliseconds from the start of the server to the first census. */
const SOON = 10_000;
/** A census that took no longer, in seconds, is taken every hour. */
const QUICK = 2;

/**
 * Has the usage file know how the store grows: a sample every hour, and a census of its items every day, of a small store
 * every hour. Answers how to stop.
 */
export function watchStore(
  database: string,
  store: Pick<Store, 'counts' | 'size' | 'quarantine'>,
  usage: Pick<UsageRecorder, 'sample' | 'census'>,
  logger: Pick<Logger, 'debug'>,
  clock: Pick<Clock, 'monotonic'>,
): () => Promise<void> {
  const sample = async () => {
    try {
      const { items, sets, formats } = await store.counts();
      usage.sample({ items, sets, formats, rejects: await store.quarantine.count(), bytes: await store.size() });
    } catch (error) {
      logger.debug({ err: error }, 'the store could not be looked at');
    }
  };
  let worker: Worker | undefined;
  let next: NodeJS.Timeout | undefined;
  const census = () => {
    const begun = clock.monotonic();
    worker = new Worker(CENSUS, { workerData: database });
    worker.on('message', (counted: Census) => usage.census(counted));
    worker.on('error', (error) => logger.debug({ err: error }, 'the items could not be counted by year'));
    worker.on('exit', () => {
      worker = undefined;
      if (next !== undefined) later(clock.monotonic() - begun < QUICK ? HOUR : DAY);
    });
  };
  const later = (milliseconds: number) => {
    next = setTimeout(census, milliseconds).unref();
  };
  void sample();
  later(SOON);
  const timer = setInterval(() => void sample(), HOUR).unref();
  return async () => {
    clearInterval(timer);
    clearTimeout(next);
    next = undefined;
    await worker?.terminate();
  };
}

import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { RequestObserver } from '../http/request-report.ts';
import type { Store } from '../store/store.ts';
import { UsageRecorder } from '../usage/usage-recorder.ts';
import { watchStore } from './watch-store.ts';

/** Keeps the usage file, of requests and of how the store grows; without one, nobody watches. */
export function startUsage(
  { usage: file, usageAddresses: addresses, usageRetention: retention, database }: Config,
  store: Store,
  logger: Logger,
  clock: Clock,
): { observers: RequestObserver[]; stop: () => Promise<void> } {
  if (file === undefined) return { observers: [], stop: async () => {} };
  const recorder = new UsageRecorder({ file, addresses, retention }, logger, clock);
  recorder.start();
  const stopWatching = watchStore(database, store, recorder, logger, clock);
  return {
    observers: [recorder.observe],
    stop: async () => {
      await stopWatching();
      recorder.stop();
    },
  };
}

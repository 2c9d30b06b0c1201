import type { Logger } from 'pino';
import type { RequestObserver } from '../http/request-report.ts';

/** One observer of several. One that fails is logged, once, and hurts neither answers nor the others. */
export function tellObservers(observers: readonly RequestObserver[], logger: Logger): RequestObserver {
  const failed = new Set<RequestObserver>();
  return (report) => {
    for (const observer of observers) {
      try {
        observer(report);
      } catch (error) {
        if (!failed.has(observer)) logger.error({ err: error }, 'what watches requests has failed');
        failed.add(observer);
      }
    }
  };
}

import { once } from 'node:events';
import { systemClock } from '../clock.ts';
import { Fault } from '../fault.ts';
import { SteadyClock } from '../steady-clock.ts';
import { openStore } from '../store/index.ts';
import { StoreBusy } from '../store/store.ts';
import { RECORD_LAYOUT } from '../xml/record-layout.ts';
import { type AnswerSettings, startAnswering } from './answering.ts';
import { createLogger } from './create-logger.ts';
import { type ReportBatch, ReportBatches } from './report-batches.ts';

/** What a worker tells the process that started it. */
export type WorkerWord =
  | 'answers'
  | ReportBatch
  | {
      fault: string;
      /** It is the store that cannot be had now, and the worker has no part in it. */
      busy: boolean;
    };

/**
 * As many answers a connection gets from one worker. Whichever worker is free takes the next connection, so this spreads
 * the work of harvesters that keep theirs for hours.
 */
const ANSWERS = 100;

/**
 * One of the processes that answer for `serve --workers`. It is told what to answer by, says that it answers, and ends
 * at the next word. Where the process that started it is gone, it ends by itself: node:cluster sees to that.
 */
async function work(): Promise<void> {
  const [settings] = (await once(process, 'message')) as [AnswerSettings];
  const logger = createLogger(settings.config, { interactive: process.stderr.isTTY === true });
  const clock = new SteadyClock(systemClock, (message) => logger.error(message));
  const store = await openStore(settings.config.database, RECORD_LAYOUT, clock.now(), 'write');
  const reports = new ReportBatches(say);
  try {
    const answering = await startAnswering(settings, store.answers, logger, clock, reports.add, {
      maxRequestsPerSocket: ANSWERS,
    });
    say('answers');
    await once(process, 'message');
    await answering.stop();
    await reports.flush();
  } finally {
    await store.close();
  }
}

function say(word: WorkerWord, then: () => void = () => {}): void {
  process.send?.(word, undefined, undefined, then);
}

// Ctrl+C and systemd tell all processes of a server at once; a worker waits for the one that started it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

try {
  await work();
  process.exit();
} catch (error) {
  const { message, cause } = error as Error;
  const busy = [error, cause].some((one) => one instanceof StoreBusy);
  const known = busy || error instanceof Fault;
  const fault = known ? message : `This is a fault of the program, please report it: ${message}`;
  say({ fault, busy }, () => process.exit(1));
}

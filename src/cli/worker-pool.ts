import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Fault } from '../fault.ts';
import { HttpServer } from '../http/http-server.ts';
import { type Answering, type AnswerSettings, listen, STOP_PATIENCE } from './answering.ts';
import type { ReportBatch } from './report-batches.ts';
import type { WorkerWord } from './serve-worker.ts';

/** What a worker runs: a source file, or the one that was built of it. */
const WORKER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './serve-worker.ts' : './serve-worker.js', import.meta.url),
);

/** A worker that answered for so many seconds did not die at once. */
const STEADY = 2;
/** The pause before a worker that died at once is started again, in milliseconds; it doubles each time. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 8_000;
/** As often in a row a worker may die at once, before the server gives up; waiting for the store does not count. */
const MOST_FAILURES = 5;
/** Beyond the patience that workers have with their clients, in milliseconds. */
const KILL_AFTER = STOP_PATIENCE + 2_000;

/** Processes that answer on one port over one store, kept at their number until they are stopped. */
export class WorkerPool implements Answering {
  readonly failed: Promise<never>;
  readonly #fail: (fault: Fault) => void;
  readonly #logger: Logger;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #running = new Map<Worker, Promise<string>>();
  readonly #stopping = new AbortController();
  readonly #settings: AnswerSettings;
  readonly #take: (batch: ReportBatch) => void;

  private constructor(
    settings: AnswerSettings,
    logger: Logger,
    clock: Pick<Clock, 'monotonic'>,
    take: (batch: ReportBatch) => void,
  ) {
    const { promise, reject } = Promise.withResolvers<never>();
    // Whoever waits for it gets it; until then it must not end the process.
    promise.catch(() => {});
    this.failed = promise;
    this.#fail = reject;
    this.#settings = settings;
    this.#logger = logger;
    this.#clock = clock;
    this.#take = take;
    // Node's round robin would leave connections hanging that were on their way to a worker when it died.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    cluster.setupPrimary({ exec: WORKER, args: [], execArgv: ['--no-warnings'], serialization: 'advanced' });
  }

  /** Answers when all of them do; `take` gets the reports of their requests. Throws a Fault where the port cannot be had, or one of them cannot begin. */
  static async start(
    { config, formats }: AnswerSettings,
    size: number,
    logger: Logger,
    clock: Pick<Clock, 'monotonic'>,
    take: (batch: ReportBatch) => void,
  ): Promise<WorkerPool> {
    // Whoever begins later is to have the same port, also where the system may choose it.
    const probe = new HttpServer(() => {});
    const port = await listen(probe, config);
    await probe.stop(0);
    const pool = new WorkerPool({ config: { ...config, port }, formats }, logger, clock, take);
    try {
      const begun = Array.from({ length: size }, () => new Promise<void>((begin) => void pool.#keep(begin)));
      await Promise.race([Promise.all(begun), pool.failed]);
      return pool;
    } catch (error) {
      await pool.stop();
      throw error;
    }
  }

  get port(): number {
    return this.#settings.config.port;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(
      [...this.#running].map(async ([worker, ended]) => {
        worker.send('stop', () => {});
        const end = setTimeout(() => worker.process.kill('SIGKILL'), KILL_AFTER);
        await ended;
        clearTimeout(end);
      }),
    );
  }

  /** Keeps one worker running, until the pool stops or gives up. */
  async #keep(begun: () => void): Promise<void> {
    const { signal } = this.#stopping;
    let everAnswered = false;
    let failures = 0;
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      let answersSince = Number.POSITIVE_INFINITY;
      const { reason, busy } = await this.#run(() => {
        answersSince = this.#clock.monotonic();
        everAnswered = true;
        begun();
      });
      if (signal.aborted) return;
      if (!everAnswered) return this.#fail(new Fault(reason));
      if (this.#clock.monotonic() - answersSince >= STEADY) {
        failures = 0;
        pause = FIRST_PAUSE;
      } else if (!busy) failures += 1;
      if (failures === MOST_FAILURES) {
        return this.#fail(new Fault(`A worker died as soon as it was started, ${failures} times in a row. ${reason}`));
      }
      this.#logger.error(`${reason} Another one is started in ${pause / 1000} seconds.`);
      await sleep(pause, undefined, { signal }).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /** Runs a worker until it ends; answers what it ended of, and whether that was a store that is busy. */
  async #run(begun: () => void): Promise<{ reason: string; busy: boolean }> {
    const worker = cluster.fork();
    const { pid } = worker.process;
    const ended = endOf(worker);
    this.#running.set(worker, ended);
    let last: Extract<WorkerWord, { fault: string }> | undefined;
    worker.on('message', (word: WorkerWord) => {
      if (word === 'answers') {
        this.#logger.info({ worker: pid }, 'a worker answers');
        begun();
      } else if ('reports' in word) this.#take(word);
      else last = word;
    });
    worker.send(this.#settings, () => {});
    const end = await ended;
    this.#running.delete(worker);
    return { reason: last?.fault ?? `Worker ${pid} ended (${end}).`, busy: last?.busy === true };
  }
}

/** Waits until a worker has ended and its last words are read; answers how it ended. */
function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    let ends = 0;
    let how = '';
    const end = () => {
      ends += 1;
      if (ends === 2) resolve(how);
    };
    worker.once('exit', (exitCode: number | null, signal: string | null) => {
      how = signal ?? `exit code ${exitCode}`;
      end();
    });
    worker.once('disconnect', end);
    // It could not be started, or cannot be spoken to.
    worker.once('error', (error) => {
      worker.process.kill('SIGKILL');
      resolve(error.message);
    });
  });
}

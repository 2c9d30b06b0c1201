import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { RequestObserver } from '../http/request-report.ts';
import type { KeptAddresses } from './harvester-key.ts';
import type { ListWalk } from './list-walk.ts';
import { ListWalks } from './list-walks.ts';
import { explainUsageError, openUsageFile, UsageFileBusy } from './open-usage-file.ts';
import { pruneUsage } from './prune-usage.ts';
import { readOpenWalks } from './read-open-walks.ts';
import type { Census, StoreSample } from './store-sample.ts';
import { UsageBatch } from './usage-batch.ts';
import { UsageWriter } from './usage-writer.ts';
import { writeCensus, writeSample } from './write-sample.ts';
import { WriterLease } from './writer-lease.ts';

/** Between two writings, in milliseconds. */
const WRITE_EVERY = 5_000;
/** A file that cannot be opened is tried again after so many seconds. */
const TRY_AGAIN = 60;
/** That the file is locked, or the disk full, is told of when it has lasted so many seconds. */
const PATIENCE = 60;
const PRUNE_EVERY = 86_400;

export interface UsageSettings {
  file: string;
  addresses: KeptAddresses;
  /** How long sums are kept, in seconds. */
  retention: number;
}

/**
 * Keeps the usage file: what it is told of requests is summed up in memory, and written every few seconds. Whatever is
 * wrong with the file, answers go on: it is logged once, and what cannot be kept is counted.
 */
export class UsageRecorder {
  readonly #settings: UsageSettings;
  readonly #logger: Pick<Logger, 'info' | 'warn'>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #lease = new WriterLease();
  #rows = new WeakMap<ListWalk, number>();
  /** Of the file that rows are of. */
  #inode: number | undefined;
  readonly #walks = new ListWalks();
  #batch: UsageBatch;
  #samples: ((db: Database.Database) => void)[] = [];
  #db: Database.Database | undefined;
  #timer: NodeJS.Timeout | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #prunedAt = Number.NEGATIVE_INFINITY;
  #busySince: number | undefined;
  #trouble: string | undefined;

  constructor(settings: UsageSettings, logger: Pick<Logger, 'info' | 'warn'>, clock: Pick<Clock, 'now'>) {
    this.#settings = settings;
    this.#logger = logger;
    this.#clock = clock;
    this.#batch = new UsageBatch(settings.addresses, this.#walks);
  }

  /** Is told of each request. */
  readonly observe: RequestObserver = (report) => this.#batch.add(report);

  /** Begins to write every few seconds, until it is stopped. */
  start(): void {
    this.flush();
    this.#timer = setInterval(() => this.flush(), WRITE_EVERY);
    this.#timer.unref();
  }

  /** Has a sample of the store written, dated now. */
  sample(sample: StoreSample): void {
    const at = this.#clock.now();
    this.#later((db) => writeSample(db, sample, at));
  }

  census(census: Census): void {
    const at = this.#clock.now();
    this.#later((db) => writeCensus(db, census, at));
  }

  /** Writes what has come together. Never throws; what could not be written is kept for the next time. */
  flush(): void {
    const now = this.#clock.now();
    try {
      const db = this.#opened(now);
      if (!db) return;
      if (!this.#lease.hold(db, now)) {
        const { file } = this.#settings;
        // That is how several servers on one store are, where nobody gave each a file of its own.
        this.#tell(`Another server writes to the usage file ${file}; this one does not until that one ends.`, 'info');
        return;
      }
      new UsageWriter(db, this.#rows).write(this.#batch);
      const { lost } = this.#batch;
      this.#batch = new UsageBatch(this.#settings.addresses, this.#walks);
      for (const write of this.#samples.splice(0)) write(db);
      if (this.#trouble !== undefined)
        this.#logger.info(`Usage is recorded again; ${lost} requests of meanwhile are not counted.`);
      this.#trouble = undefined;
      this.#busySince = undefined;
      if (now - this.#prunedAt >= PRUNE_EVERY || now < this.#prunedAt) {
        pruneUsage(db, now, this.#settings.retention);
        this.#prunedAt = now;
      }
    } catch (error) {
      const explained = explainUsageError(error, this.#settings.file);
      if (explained instanceof UsageFileBusy) {
        if (this.#passes(now)) return;
      } else this.#close();
      // Nothing that is wrong here may keep answers from anybody.
      this.#tell(`Usage is not recorded: ${explained instanceof Error ? explained.message : explained}`);
    }
  }

  /** Writes what is left, and lets go of the file. */
  stop(): void {
    clearInterval(this.#timer);
    this.#triedAt = Number.NEGATIVE_INFINITY;
    this.flush();
    try {
      if (this.#db) this.#lease.release(this.#db);
    } catch {
      // It ends by itself.
    }
    this.#close();
  }

  #close(): void {
    this.#db?.close();
    this.#db = undefined;
  }

  #later(write: (db: Database.Database) => void): void {
    // One an hour comes: in a day without a file, the oldest go.
    this.#samples = [...this.#samples.slice(-24), write];
  }

  /** The file; opened anew where somebody took it away, or put another one in its place. */
  #opened(now: number): Database.Database | undefined {
    const { file } = this.#settings;
    if (this.#db && inodeOf(file) !== this.#inode) this.#close();
    if (this.#db) return this.#db;
    if (now - this.#triedAt < TRY_AGAIN && now >= this.#triedAt) return undefined;
    this.#triedAt = now;
    const db = openUsageFile(file);
    this.#db = db;
    const inode = inodeOf(file);
    if (this.#inode === undefined) this.#resumeWalks(db);
    else if (inode !== this.#inode) this.#rows = new WeakMap();
    this.#inode = inode;
    this.#triedAt = Number.NEGATIVE_INFINITY;
    return db;
  }

  #resumeWalks(db: Database.Database): void {
    for (const { harvester, walk, row } of readOpenWalks(db)) {
      this.#walks.resume(harvester, walk);
      this.#rows.set(walk, row);
    }
  }

  /** Whether it is worth no word yet; the file is tried again the next time. */
  #passes(now: number): boolean {
    this.#triedAt = Number.NEGATIVE_INFINITY;
    this.#busySince ??= now;
    return now - this.#busySince < PATIENCE;
  }

  #tell(trouble: string, level: 'info' | 'warn' = 'warn'): void {
    if (this.#trouble !== trouble) this.#logger[level](trouble);
    this.#trouble = trouble;
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

import { systemClock } from '../../clock.ts';
import { Fault } from '../../fault.ts';
import type { Access } from '../access.ts';
import { clockMissing } from '../clock-missing.ts';
import { StoreBusy } from '../store.ts';
import { explainPostgresError, isConnectionLost, mixedUp } from './explain-postgres-error.ts';
import type { PostgresAddress } from './postgres-url.ts';
import type { Connections, HeldClock, Queries, Reading, Statement } from './queries.ts';
import type { Session } from './session.ts';
import { SessionFinder } from './session-finder.ts';
import { SessionPool } from './session-pool.ts';
import { READER_SETTINGS, SETTINGS } from './session-settings.ts';

/** How long a writer waits for another one, in milliseconds. */
const WRITER_PATIENCE = 10_000;

/** How long an answer waits for the clock row to be raised, in milliseconds: only a primary that hangs takes so long. */
const RAISE_PATIENCE = 500;

/** Connections that read for whoever writes, where answers are read from elsewhere. */
const READERS_OF_WRITERS = 2;

/** How long closing waits for what is being written, in milliseconds: a COMMIT may wait for a standby that is gone. */
const CLOSE_PATIENCE = 5000;

/** How long the clock row is left alone after it could not be raised, in seconds: this may be a standby. */
const RAISE_PAUSE = 5;

/** After so many milliseconds without an answer a server is taken for lost, by those who read and those who write. */
const READER_ANSWER = 35_000;
const WRITER_ANSWER = 300_000;

const HOLD_CLOCK = `BEGIN ISOLATION LEVEL READ COMMITTED;
  SELECT high, next_sequence AS "nextSequence", current_setting('oai_pmh.session', true) AS mark FROM clock FOR UPDATE`;

/** Raises the clock row to $1, unless somebody holds it. */
export const RAISE_CLOCK: Statement = {
  name: 'raise_clock',
  text: `UPDATE clock SET high = $1
    FROM (SELECT id FROM clock WHERE high < $1 FOR UPDATE SKIP LOCKED) AS free WHERE clock.id = free.id AND clock.high < $1`,
};

/**
 * The connections of one process to a store: some that read, and one each for writing and for raising the clock row,
 * made when they are first needed and again after they broke.
 */
export class PostgresConnections implements Connections {
  readonly #place: string;
  readonly #monotonic: () => number;
  readonly answers: Reading;
  readonly #answering: SessionPool;
  /** Those that read what whoever writes goes by. */
  readonly #readers: SessionPool;
  readonly #writer: SessionFinder;
  readonly #schemaChanger: SessionFinder;
  readonly #raiser: SessionFinder;
  #writing: Session | undefined;
  #patience = WRITER_PATIENCE;
  #patienceSet = WRITER_PATIENCE;
  /** What the connection that writes is doing; it does one thing after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #raising: Session | undefined;
  #raise: Promise<void> | undefined;
  #raisedTo = 0;
  #quietUntil = 0;

  constructor(address: PostgresAddress, monotonic: () => number = systemClock.monotonic, access: Access = 'make') {
    this.#place = address.redacted;
    this.#monotonic = monotonic;
    const { channelBinding, poolSize, target } = address;
    const reading = { settings: READER_SETTINGS, answerPatience: READER_ANSWER, channelBinding };
    const pool = (from: typeof target, size: number) =>
      new SessionPool(new SessionFinder(address, from, reading, monotonic), size, address.redacted, monotonic);
    this.#answering = pool(target, poolSize);
    // Who writes by what a standby says that is behind would write over what is newer.
    const isCurrent = access === 'read' || target === 'primary';
    this.#readers = isCurrent ? this.#answering : pool('primary', READERS_OF_WRITERS);
    this.answers = {
      read: (statement, values) => this.#read(this.#answering, statement, values),
      snapshot: (work) => this.#snapshot(this.#answering, work),
    };
    const settings = { ...SETTINGS, lock_timeout: `${WRITER_PATIENCE}ms`, statement_timeout: '0' };
    const writing = { settings, answerPatience: WRITER_ANSWER, channelBinding };
    this.#writer = new SessionFinder(address, 'primary', writing, monotonic);
    this.#schemaChanger = new SessionFinder(address, 'primary', { ...writing, answerPatience: 0 }, monotonic);
    const raising = {
      settings: { ...SETTINGS, lock_timeout: '20ms', statement_timeout: '5s' },
      answerPatience: READER_ANSWER,
      channelBinding,
    };
    this.#raiser = new SessionFinder(address, 'primary', raising, monotonic);
  }

  read<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]> {
    return this.#read(this.#readers, statement, values);
  }

  snapshot<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#snapshot(this.#readers, work);
  }

  async #read<Row>(pool: SessionPool, statement: Statement, values?: readonly unknown[]): Promise<Row[]> {
    return this.#explained(() => pool.use((session) => session.rows<Row>(statement, values)));
  }

  async #snapshot<T>(pool: SessionPool, work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#explained(() =>
      pool.use(async (session) => {
        try {
          await session.script('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
          const result = await work(session);
          await session.script('COMMIT');
          return result;
        } catch (error) {
          session.destroy();
          throw error;
        }
      }),
    );
  }

  async write<T>(
    work: (queries: Queries, clock: HeldClock) => Promise<T>,
    { rollBack = false }: { rollBack?: boolean } = {},
  ): Promise<T> {
    return this.#transaction(async (session) => {
      const { rows } = await session.script<HeldClock & { mark: string | null }>(HOLD_CLOCK);
      const [clock] = rows;
      if (!clock) throw clockMissing();
      if (clock.mark !== session.mark) throw mixedUp('not the connection that was set up', this.#place);
      return await work(session, clock);
    }, rollBack);
  }

  async session<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#alone(work);
  }

  /** A transaction on a connection of its own, whose statements may take as long as they need. */
  async changeSchema<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#explained(async () => {
      const session = await this.#schemaChanger.find();
      try {
        await session.script('BEGIN ISOLATION LEVEL READ COMMITTED');
        const result = await work(session);
        await session.script('COMMIT');
        return result;
      } finally {
        await session.close();
      }
    });
  }

  /** How long a write waits for another process's lock from now on, in milliseconds. */
  limitPatience(milliseconds: number): void {
    // 0 would mean for ever.
    this.#patience = Math.max(1, Math.floor(milliseconds));
  }

  /**
   * Raises the clock row to `now` in a transaction of its own, unless somebody holds it. Where that cannot be, it is left
   * for some seconds: answers then carry an older responseDate, which is just as true.
   */
  async raiseClock(now: number): Promise<void> {
    if (now <= this.#raisedTo || this.#raise || this.#monotonic() < this.#quietUntil) return;
    this.#raisedTo = now;
    const raise = this.#raiseTo(now).finally(() => {
      this.#raise = undefined;
    });
    this.#raise = raise;
    // A primary that waits for a synchronous standby which is gone would keep all answers waiting.
    await withinPatience(raise, RAISE_PATIENCE);
  }

  async close(): Promise<void> {
    if (!(await withinPatience(this.#work, CLOSE_PATIENCE))) this.#writing?.destroy();
    // It may wait for a standby that is gone.
    if (this.#raise) this.#raising?.destroy();
    const pools = new Set([this.#answering, this.#readers]);
    await Promise.all([...[...pools].map((pool) => pool.close()), this.#writing?.close(), this.#raising?.close()]);
  }

  async #raiseTo(now: number): Promise<void> {
    try {
      if (!this.#raising || this.#raising.broken) this.#raising = await this.#raiser.find();
      await this.#raising.run(RAISE_CLOCK, [now]);
    } catch (error) {
      this.#quietUntil = this.#monotonic() + RAISE_PAUSE;
      this.#raising?.destroy();
      const explained = explainPostgresError(error, this.#place);
      if (!(explained instanceof StoreBusy || explained instanceof Fault)) throw explained;
    }
  }

  async #transaction<T>(work: (session: Session) => Promise<T>, rollBack = false): Promise<T> {
    return this.#alone(async (session) => {
      let committing = false;
      try {
        const result = await work(session);
        committing = !rollBack;
        const { command, notices } = await session.script(rollBack ? 'ROLLBACK' : 'COMMIT');
        if (committing && command !== 'COMMIT') throw new Error('an error in a transaction was passed over');
        // All that a server has to say of a COMMIT is that nobody waited for its standby.
        const [notice] = notices;
        if (committing && notice !== undefined) throw unconfirmed(notice, this.#place);
        return result;
      } catch (error) {
        if (isConnectionLost(error) || session.broken) throw lost(error, committing, this.#place);
        if (committing) throw error;
        // A session that goes on keeps what it has noted of a run.
        await session.script('ROLLBACK').catch(() => session.destroy());
        throw error;
      }
    });
  }

  /** Work on the connection that writes, behind all that was begun before. */
  #alone<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const mine = this.#work.then(() => this.#explained(async () => work(await this.#writingSession())));
    this.#work = mine.catch(() => {});
    return mine;
  }

  async #writingSession(): Promise<Session> {
    if (!this.#writing || this.#writing.broken) {
      this.#writing = await this.#writer.find();
      this.#patienceSet = WRITER_PATIENCE;
    }
    const session = this.#writing;
    if (this.#patience !== this.#patienceSet) {
      await session.script(`SET lock_timeout = ${this.#patience}`);
      this.#patienceSet = this.#patience;
    }
    return session;
  }

  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // This server became a standby; another one takes writes now.
      if ((error as { code?: string }).code === '25006') this.#writing?.destroy();
      throw explainPostgresError(error, this.#place);
    }
  }
}

function lost(error: unknown, committing: boolean, place: string): StoreBusy {
  const { message } = error as Error;
  return new StoreBusy(
    committing
      ? `The connection to ${place} was lost while the batch was being committed (${message}). Run it again: what was written is found unchanged.`
      : `The connection to ${place} was lost (${message}). Nothing of this batch was written; run it again.`,
  );
}

function unconfirmed(notice: string, place: string): StoreBusy {
  return new StoreBusy(
    `${place} has written the batch, but nobody knows whether its standby has (${notice}). Run it again when the standby is there.`,
  );
}

/** Waits for work, but no longer than so many milliseconds; it goes on by itself then. Answers whether it ended. */
async function withinPatience(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), patience]);
  } finally {
    clearTimeout(timer);
  }
}

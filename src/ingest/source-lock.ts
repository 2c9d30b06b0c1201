import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Fault } from '../fault.ts';
import type { SourceRun } from '../store/source-ledger.ts';
import type { SourceParts } from './source-parts.ts';

/** How long a lock holds without being renewed, in seconds: a crashed run blocks the next one no longer. */
const LEASE = 120;

/** One at a time at each source, in all processes; a crashed process is found out. */
export class SourceLock {
  readonly #name: string;
  readonly #dryRun: boolean;
  readonly #parts: Pick<SourceParts, 'store' | 'clock'>;
  readonly #owner = `${hostname()} ${process.pid} ${randomUUID()}`;

  /** A dry run, or work that is no run, leaves the times of the last run alone. */
  constructor(name: string, parts: Pick<SourceParts, 'store' | 'clock'>, { dryRun }: { dryRun: boolean }) {
    this.#dryRun = dryRun;
    this.#name = name;
    this.#parts = parts;
  }

  /** Fault: somebody else holds it. */
  async take(): Promise<SourceRun> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const first = await store.sources.lock(this.#name, this.#owner, now, now + LEASE, { dryRun: this.#dryRun });
    if (first.locked) return first.run;
    const { lockOwner = '', lockUntil = 0 } = first.run;
    if (!isDeadHere(lockOwner)) {
      throw new Fault(
        `Source ${this.#name} is being synchronised by another process already (${lockOwner.split(' ').slice(0, 2).join(', process ')}).`,
      );
    }
    // Its process is gone: taken as if the lock had run out.
    const second = await store.sources.lock(this.#name, this.#owner, lockUntil + 1, now + LEASE, {
      dryRun: this.#dryRun,
    });
    if (!second.locked) throw new Fault(`Source ${this.#name} is being synchronised by another process already.`);
    return { ...second.run, started: now };
  }

  /** To be called before each write, and more often than the lease is long. Fault: somebody else has it by now. */
  async renew(): Promise<void> {
    const { store, clock } = this.#parts;
    if (await store.sources.renew(this.#name, this.#owner, clock.now() + LEASE)) return;
    throw new Fault(
      `Another process has taken over source ${this.#name}: this one stops here, and writes nothing more.`,
    );
  }

  /** Strikes the source off, and the lock with it. */
  async strike(): Promise<void> {
    await this.#parts.store.sources.strike(this.#name, this.#owner);
  }

  /** Ends the run: with its counts, or with why it failed. A dry run, or what is no run, has no end to tell. */
  async release(end?: { outcome: Record<string, number> } | { fault: string }): Promise<void> {
    const ended = this.#parts.clock.now();
    await this.#parts.store.sources.release(
      this.#name,
      this.#owner,
      this.#dryRun || end === undefined ? undefined : { ended, ...end },
    );
  }
}

/** True when the owner was a process of this machine that runs no longer. */
function isDeadHere(owner: string): boolean {
  const [host, pid] = owner.split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

import { StoreBusy } from '../store.ts';
import { isHarmless, type Session } from './session.ts';
import type { SessionFinder } from './session-finder.ts';

/** How long a reading waits for a connection that is free, in milliseconds. */
const PATIENCE = 5000;

/** Connections are renewed after so many seconds: a server that came back gets its share again. */
const LIFE = 600;

/** The connections that read: at most so many, each used by one reading at a time. */
export class SessionPool {
  readonly #finder: SessionFinder;
  readonly #monotonic: () => number;
  readonly #place: string;
  #free: number;
  #idle: { session: Session; born: number }[] = [];
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(finder: SessionFinder, size: number, place: string, monotonic: () => number) {
    this.#finder = finder;
    this.#free = size;
    this.#place = place;
    this.#monotonic = monotonic;
  }

  /** Work on a connection. One that broke, or on which something went wrong, is never used again. */
  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      const { session, born } = this.#takeIdle() ?? { session: await this.#finder.find(), born: this.#monotonic() };
      try {
        const result = await work(session);
        this.#giveBack(session, born);
        return result;
      } catch (error) {
        if (session.broken) this.#hangUp(session.host.name);
        if (isHarmless(error)) this.#giveBack(session, born);
        else session.destroy();
        throw error;
      }
    } finally {
      this.#leave();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#idle.splice(0).map(({ session }) => session.close()));
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(
          new StoreBusy(
            `All connections to ${this.#place} are in use: it is slow, or pool_size in OAI_DATABASE is too low.`,
          ),
        );
      }, PATIENCE);
      this.#waiting.push(enter);
    });
  }

  /** Hands the place on to the one that has waited longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  #takeIdle() {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.session.broken && this.#monotonic() - idle.born < LIFE) return idle;
      idle.session.destroy();
    }
    return undefined;
  }

  #giveBack(session: Session, born: number): void {
    if (this.#closed || session.broken) session.destroy();
    else this.#idle.push({ session, born });
  }

  /** What befell one connection to a host will have befallen the others, even if nothing has told them. */
  #hangUp(host: string): void {
    const lost = this.#idle.filter(({ session }) => session.host.name === host);
    this.#idle = this.#idle.filter((idle) => !lost.includes(idle));
    for (const { session } of lost) session.destroy();
  }
}

import { Fault } from '../../fault.ts';
import { StoreBusy } from '../store.ts';
import { explainPostgresError } from './explain-postgres-error.ts';
import type { PostgresAddress, PostgresHost, Target } from './postgres-url.ts';
import { Session, type SessionOptions } from './session.ts';

/** How long nobody tries again after a failure, in seconds: first, and at most. */
const PAUSE = 1;
const LONGEST_PAUSE = 5;

/**
 * Connects to the host that fits: where a server went down and another took its place, the next connection is to that
 * one. After a failure everybody is told so at once for some seconds, so that a server that comes back is not
 * trampled down.
 */
export class SessionFinder {
  readonly #address: PostgresAddress;
  readonly #target: Target;
  readonly #options: SessionOptions;
  readonly #monotonic: () => number;
  #hosts: readonly PostgresHost[];
  #failure: { error: unknown; until: number; pause: number } | undefined;

  constructor(address: PostgresAddress, target: Target, options: SessionOptions, monotonic: () => number) {
    this.#address = address;
    this.#hosts = address.hosts;
    this.#target = target;
    this.#options = options;
    this.#monotonic = monotonic;
  }

  /** A new connection. StoreBusy: none of the hosts can be reached, or none fits; Fault: somebody must do something. */
  async find(): Promise<Session> {
    const former = this.#failure;
    if (former && this.#monotonic() < former.until) throw former.error;
    try {
      const session = await this.#search();
      this.#failure = undefined;
      // The one that fitted is asked first from now on: others may be down.
      this.#hosts = [session.host, ...this.#address.hosts.filter((host) => host !== session.host)];
      return session;
    } catch (error) {
      const pause = Math.min((former?.pause ?? PAUSE / 2) * 2, LONGEST_PAUSE);
      this.#failure = { error, until: this.#monotonic() + pause, pause };
      throw error;
    }
  }

  async #search(): Promise<Session> {
    const errors: Error[] = [];
    let misfit: Session | undefined;
    for (const host of this.#target === 'prefer-standby' ? this.#address.hosts : this.#hosts) {
      try {
        const session = await Session.connect(host, this.#options);
        if (this.#fits(session)) {
          misfit?.destroy();
          return session;
        }
        if (misfit || this.#target !== 'prefer-standby') session.destroy();
        else misfit = session;
        errors.push(new StoreBusy(`${host.name} is ${session.isStandby ? 'a standby' : 'no standby'}.`));
      } catch (error) {
        const explained = explainPostgresError(error, this.#placeOf(host));
        const unexplained = !(explained instanceof StoreBusy || explained instanceof Fault);
        if (unexplained || this.#address.hosts.length === 1) {
          misfit?.destroy();
          throw explained;
        }
        errors.push(explained);
      }
    }
    if (misfit) return misfit;
    const wanted = this.#target === 'standby' ? 'is a standby' : this.#target === 'any' ? 'answers' : 'takes writes';
    const message = `No server of ${this.#address.redacted} ${wanted} now: ${errors.map((error) => error.message).join(' ')}`;
    throw errors.every((error) => error instanceof Fault) ? new Fault(message) : new StoreBusy(message);
  }

  #fits({ isStandby }: Session): boolean {
    switch (this.#target) {
      case 'any':
        return true;
      case 'primary':
        return !isStandby;
      case 'standby':
      case 'prefer-standby':
        return isStandby;
    }
  }

  #placeOf(host: PostgresHost): string {
    return this.#address.hosts.length === 1 ? this.#address.redacted : host.name;
  }
}

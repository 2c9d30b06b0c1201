import type { Clock } from './clock.ts';

/** A wall clock that runs ahead of the steady one by more than this, in seconds, is not believed. */
const BELIEVABLE = 86_400;

/**
 * A clock that does not follow a wall clock gone wild. The clock row never falls, so one request answered in
 * the year 2099 would date every later change 2099: a jump of more than a day past the process's monotonic
 * clock is refused and reported once. Steps backwards are harmless and passed on.
 */
export class SteadyClock implements Clock {
  readonly #clock: Clock;
  readonly #offset: number;
  readonly #report: (message: string) => void;
  #reported = false;

  constructor(clock: Clock, report: (message: string) => void) {
    this.#clock = clock;
    this.#offset = clock.now() - clock.monotonic();
    this.#report = report;
  }

  now(): number {
    const wall = this.#clock.now();
    const steady = Math.floor(this.#offset + this.#clock.monotonic());
    if (wall - steady <= BELIEVABLE) return wall;
    if (!this.#reported) {
      this.#reported = true;
      this.#report(
        'The clock of this machine has jumped ahead by more than a day and is not believed. If it is right now, restart the server.',
      );
    }
    return steady;
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }
}

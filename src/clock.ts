/** Where time comes from. Injected everywhere, so that tests own it. */
export interface Clock {
  /** Wall clock, in whole UTC seconds since 1970. May step in either direction. */
  now(): number;
  /** Seconds since some fixed moment; never steps. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Math.floor(Date.now() / 1000),
  monotonic: () => performance.now() / 1000,
};

/** Somebody who waits, and how much it has left of what it may use. */
interface Waiting {
  readonly remaining: () => number;
  readonly go: () => void;
  readonly end: NodeJS.Timeout;
}

/** So many may wait; each is a request that costs some kB. */
const LONGEST = 1_000;
/** For so long, in milliseconds. */
const PATIENCE = 10_000;

/**
 * A few places, and a line in front of them in which whoever has used least lately goes first: those who ask for a lot
 * wait for each other, and hardly anybody waits for them.
 */
export class FairLine {
  readonly #places: number;
  #taken = 0;
  readonly #line = new Set<Waiting>();

  constructor(places: number) {
    this.#places = places;
  }

  /**
   * Calls `go` when there is a place, or `giveUp` where there is none in time. Answers how to step out of the line.
   * Whoever went must leave.
   */
  enter(remaining: () => number, go: () => void, giveUp: () => void): () => void {
    if (this.#taken < this.#places && this.#line.size === 0) {
      this.#taken += 1;
      go();
      return () => {};
    }
    if (this.#line.size >= LONGEST) {
      giveUp();
      return () => {};
    }
    const stepOut = () => {
      clearTimeout(waiting.end);
      this.#line.delete(waiting);
    };
    const end = setTimeout(() => {
      stepOut();
      giveUp();
    }, PATIENCE);
    const waiting: Waiting = { remaining, go, end };
    this.#line.add(waiting);
    return stepOut;
  }

  /**
   * Gives a place back. The next one gets it in the next turn of the event loop: what has arrived meanwhile is in the
   * line by then, too.
   */
  leave(): void {
    setImmediate(() => {
      this.#taken -= 1;
      const next = this.#first();
      if (next === undefined) return;
      clearTimeout(next.end);
      this.#line.delete(next);
      this.#taken += 1;
      next.go();
    });
  }

  #first(): Waiting | undefined {
    let first: Waiting | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const waiting of this.#line) {
      const remaining = waiting.remaining();
      if (remaining <= most) continue;
      most = remaining;
      first = waiting;
    }
    return first;
  }
}

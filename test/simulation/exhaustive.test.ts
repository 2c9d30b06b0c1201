import type { Design } from './world.ts';

/**
 * The protocol of the clock row by itself, small enough to try every interleaving: two writers, two servers,
 * a clock that steps both ways, death at every step. Each action is one atomic step of somebody.
 */
interface Writer {
  at: 'idle' | 'has lock' | 'stamped' | 'verifying';
  stamp: number;
  /** The highest responseDate that had been given when this writer's change became visible. */
  promised: number;
}

interface State {
  wall: number;
  high: number;
  /** Number of the writer that holds the write lock, or -1. */
  lock: number;
  writers: readonly Writer[];
  /** What each server has read from the wall clock; -1: nothing yet. */
  servers: readonly number[];
  /** The highest responseDate that was given. */
  promised: number;
  /** A change has become visible with a datestamp before a responseDate that had been given already. */
  broken: boolean;
}

const LATEST = 5;
const START: State = {
  wall: 1,
  high: 0,
  lock: -1,
  writers: [0, 1].map(() => ({ at: 'idle', stamp: 0, promised: 0 })),
  servers: [-1, -1],
  promised: 0,
  broken: false,
};

function* following(state: State, design: Design): Generator<[name: string, next: State]> {
  for (const wall of [state.wall - 1, state.wall + 1]) {
    if (wall >= 0 && wall <= LATEST) yield [`clock ${wall}`, { ...state, wall }];
  }
  for (const number of state.writers.keys()) yield* writerSteps(state, number, design);
  for (const number of state.servers.keys()) yield* serverSteps(state, number, design);
}

function* writerSteps(state: State, number: number, design: Design): Generator<[string, State]> {
  const writer = state.writers[number];
  if (!writer) return;
  const become = (change: Partial<Writer>, rest: Partial<State> = {}): State => ({
    ...state,
    ...rest,
    writers: state.writers.map((other, index) => (index === number ? { ...other, ...change } : other)),
  });
  const free = state.lock === number ? -1 : state.lock;
  switch (writer.at) {
    case 'idle':
      // The first naive design has its datestamp before it has the lock; the clock may move in between.
      if (design === 'datestamp at statement') {
        yield [`w${number} stamps`, become({ at: 'stamped', stamp: state.wall })];
      } else if (state.lock === -1) {
        yield [`w${number} locks`, become({ at: 'has lock' }, { lock: number })];
      }
      return;
    case 'has lock': {
      const stamp = design === 'clock row' ? Math.max(state.wall, state.high) : state.wall;
      yield [`w${number} stamps`, become({ at: 'stamped', stamp })];
      break;
    }
    case 'stamped': {
      const high = design === 'clock row' ? writer.stamp : state.high;
      if (design === 'stamp, commit, verify') {
        yield [`w${number} commits`, become({ at: 'verifying', promised: state.promised }, { lock: free })];
      } else if (state.lock === number || state.lock === -1) {
        const broken = state.broken || writer.stamp < state.promised;
        yield [`w${number} commits`, become({ at: 'idle', stamp: 0 }, { lock: free, high, broken })];
      }
      break;
    }
    case 'verifying': {
      // Stamped again when the clock has moved on; then it is new to everybody.
      const broken = state.broken || (state.wall <= writer.stamp && writer.stamp < writer.promised);
      yield [`w${number} verifies`, become({ at: 'idle', stamp: 0, promised: 0 }, { broken })];
      const lost = state.broken || writer.stamp < writer.promised;
      yield [`w${number} dies`, become({ at: 'idle', stamp: 0, promised: 0 }, { broken: lost })];
      return;
    }
  }
  yield [`w${number} dies`, become({ at: 'idle', stamp: 0 }, { lock: free })];
}

function* serverSteps(state: State, number: number, design: Design): Generator<[string, State]> {
  const now = state.servers[number] ?? -1;
  const become = (read: number, rest: Partial<State> = {}): State => ({
    ...state,
    ...rest,
    servers: state.servers.map((other, index) => (index === number ? read : other)),
  });
  if (now === -1) {
    yield [`s${number} reads the clock`, become(state.wall)];
    return;
  }
  if (design === 'clock row' && state.lock === -1 && state.high < now) {
    yield [`s${number} raises`, { ...state, high: now }];
  }
  const responseDate = design === 'clock row' ? Math.min(now, state.high) : now;
  yield [`s${number} answers`, become(-1, { promised: Math.max(state.promised, responseDate) })];
}

/** Tries everything to a depth; answers the shortest way to a broken promise, and the number of states seen. */
function explore(design: Design, depth: number): { states: number; story: string[] | undefined } {
  const seen = new Set([JSON.stringify(START)]);
  let frontier: { state: State; story: string[] }[] = [{ state: START, story: [] }];
  for (let level = 0; level < depth; level += 1) {
    const next: typeof frontier = [];
    for (const { state, story } of frontier) {
      for (const [name, after] of following(state, design)) {
        const key = JSON.stringify(after);
        if (seen.has(key)) continue;
        seen.add(key);
        if (after.broken) return { states: seen.size, story: [...story, name] };
        next.push({ state: after, story: [...story, name] });
      }
    }
    frontier = next;
  }
  return { states: seen.size, story: undefined };
}

describe('every interleaving of the write protocol', () => {
  test('the clock row keeps the promise in all of them', () => {
    const { states, story } = explore('clock row', 40);
    expect(story).toBeUndefined();
    expect(states).toBeGreaterThan(30_000);
  });

  test.each([
    ['datestamp at statement', 5],
    ['stamp, commit, verify', 7],
  ] as const)('the naive design "%s" breaks it within %i steps', (design, steps) => {
    const { story } = explore(design, 22);
    expect(story?.length).toBeLessThanOrEqual(steps);
  });
});

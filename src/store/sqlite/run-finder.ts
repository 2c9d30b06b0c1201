import type Database from 'better-sqlite3';
import { StoreDamaged } from '../damaged.ts';
import { HEAD_COLUMNS, type RunHead } from '../run.ts';
import type { Place } from '../store.ts';

/** Runs that are read at once: a page of 100 records and one more, where they are full. */
const RUNS_AT_ONCE = 5;

/** Finds runs by places. All methods must run in the snapshot of one answer. */
export class RunFinder {
  readonly #around: Database.Statement<[Place], RunHead>;
  readonly #from: Database.Statement<[Place, Place, Place], RunHead>;

  constructor(db: Database.Database) {
    this.#around = db.prepare<[Place], RunHead>(RUN_AROUND);
    this.#from = db.prepare<[Place, Place, Place], RunHead>(RUNS_FROM);
  }

  /** The run that the record at this place lies in. */
  around(place: Place): RunHead {
    const run = this.#around.get(place);
    if (!run || run.last < place) throw new StoreDamaged(`no run holds place ${place}`);
    return run;
  }

  /** Runs that have records behind one place and before another one, in order. */
  *between(after: Place, end: Place): Generator<RunHead> {
    for (let behind = after; ; ) {
      const runs = this.#from.all(behind + 1, behind + 1, end);
      // The first one may end before it: only where a run begins is known by its key.
      for (const run of runs) if (run.last > behind) yield run;
      const last = runs.at(-1);
      if (!last || runs.length < RUNS_AT_ONCE) return;
      behind = last.last;
    }
  }
}

export const RUN_AROUND = `SELECT ${HEAD_COLUMNS} FROM run WHERE first_place <= ? ORDER BY first_place DESC LIMIT 1`;

/** From the run that holds or precedes a place. */
export const RUNS_FROM = `SELECT ${HEAD_COLUMNS} FROM run
  WHERE first_place >= coalesce((SELECT max(first_place) FROM run WHERE first_place <= ?), ?) AND first_place < ?
  ORDER BY first_place LIMIT ${RUNS_AT_ONCE}`;

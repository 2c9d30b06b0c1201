import type Database from 'better-sqlite3';
import type { Granularity } from '../../oai/granularity.ts';
import { type PackedPiece, unpack } from '../packed.ts';
import type { Place, RecordLayout } from '../store.ts';
import { RUN_COLUMNS, type RunRow } from './run-row.ts';
import { UnpackedRuns } from './unpacked-runs.ts';

/** Runs that are read at once: a page of 100 records and one more, where they are full. */
const RUNS_AT_ONCE = 5;

/** How much of a datestamp is its time of day: `T12:00:00Z`. */
const DAY_LENGTH = 10;
const TIME_LENGTH = 10;

interface RecordRow {
  place: Place;
  /** Of the record, in bytes. */
  size: number;
  deleted: 0 | 1;
  /** Length of the identifier in the header, in bytes. */
  identifier: number;
}

/** One record out of a run. */
export interface RecordOfRun {
  place: Place;
  /** In bytes, where datestamps have seconds. */
  size: number;
  pieces: Buffer[];
}

/** Records of a run that a page wants: all, or those at these places, in order. */
export interface Wanted {
  run: RunRow;
  places: readonly Place[] | 'all';
}

/** Reads records out of runs. All methods must run in the snapshot of one answer. */
export class RunReader {
  readonly #layout: RecordLayout;
  readonly #unpacked = new UnpackedRuns();
  readonly #around: Database.Statement<[Place], RunRow>;
  readonly #from: Database.Statement<[Place, Place, Place], RunRow>;
  readonly #records: Database.Statement<[Place, Place], RecordRow>;

  constructor(db: Database.Database, layout: RecordLayout) {
    this.#layout = layout;
    this.#around = db.prepare<[Place], RunRow>(RUN_AROUND);
    this.#from = db.prepare<[Place, Place, Place], RunRow>(RUNS_FROM);
    this.#records = db.prepare<[Place, Place], RecordRow>(RECORDS_OF_RUN);
  }

  /** The run that the record at this place lies in. */
  around(place: Place): RunRow {
    const run = this.#around.get(place);
    if (!run || run.last < place) throw damaged(`no run holds place ${place}`);
    return run;
  }

  /** Runs that have records behind one place and before another one, in order. */
  *between(after: Place, end: Place): Generator<RunRow> {
    for (let from = after + 1; ; ) {
      const runs = this.#from.all(from, from, end);
      for (const run of runs) if (run.last > after) yield run;
      const last = runs.at(-1);
      if (!last || runs.length < RUNS_AT_ONCE) return;
      from = last.last + 1;
    }
  }

  /** A whole run, as it is kept. */
  whole(run: RunRow): PackedPiece {
    const { packed, size, crc } = run;
    return { packed, size, crc, plain: () => this.#plain(run) };
  }

  /** Single records of a run, in order, as they are sent. */
  *records(run: RunRow, places: Wanted['places'], granularity: Granularity): Generator<RecordOfRun> {
    const plain = this.#plain(run);
    let at = 0;
    let next = 0;
    for (const row of this.#rows(run)) {
      const bytes = plain.subarray(at, at + row.size);
      at += row.size;
      if (places !== 'all' && places[next] !== row.place) continue;
      next += 1;
      yield {
        place: row.place,
        size: row.size,
        pieces: granularity === 'day' ? this.#withoutTime(row, bytes) : [bytes],
      };
    }
  }

  #rows(run: RunRow): RecordRow[] {
    const rows = this.#records.all(run.first, run.last);
    const size = rows.reduce((sum, row) => sum + row.size, 0);
    if (rows.length !== run.records || size !== run.size) throw damaged(`the run at ${run.first} does not fit`);
    return rows;
  }

  #plain(run: RunRow): Buffer {
    try {
      return this.#unpacked.get(run, () => unpack(run));
    } catch (error) {
      throw damaged((error as Error).message);
    }
  }

  /** Kept are seconds; of the datestamp in the header, a repository with day granularity shows the day alone. */
  #withoutTime({ deleted, identifier }: RecordRow, bytes: Buffer): Buffer[] {
    const { recordOpen, deletedHeaderOpen, headerOpen, afterIdentifier } = this.#layout;
    const before = recordOpen + (deleted ? deletedHeaderOpen : headerOpen) + afterIdentifier;
    const day = Buffer.byteLength(before) + identifier + DAY_LENGTH;
    return [bytes.subarray(0, day), bytes.subarray(day + TIME_LENGTH)];
  }
}

export const RUN_AROUND = `SELECT ${RUN_COLUMNS} FROM run WHERE first_place <= ? ORDER BY first_place DESC LIMIT 1`;

/** From the run that holds or precedes a place. */
export const RUNS_FROM = `SELECT ${RUN_COLUMNS} FROM run
  WHERE first_place >= coalesce((SELECT max(first_place) FROM run WHERE first_place <= ?), ?) AND first_place < ?
  ORDER BY first_place LIMIT ${RUNS_AT_ONCE}`;

export const RECORDS_OF_RUN = `SELECT place, size, deleted, octet_length(identifier) AS identifier
  FROM record WHERE place BETWEEN ? AND ? ORDER BY place`;

/** Like SQLite's own error, so that it is explained in the same words. */
function damaged(what: string): Error {
  return Object.assign(new Error(what), { code: 'SQLITE_CORRUPT' });
}

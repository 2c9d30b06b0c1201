import type Database from 'better-sqlite3';
import type { Granularity } from '../../oai/granularity.ts';
import type { Packed } from '../packed.ts';
import type { Place, RecordLayout } from '../store.ts';
import { damaged } from './damaged.ts';
import { HEAD_COLUMNS, PLAIN_RECORDS, type RunHead } from './run-row.ts';
import { unpackRun } from './unpack-run.ts';

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
  run: RunHead;
  places: readonly Place[] | 'all';
}

/** Reads records out of runs. All methods must run in the snapshot of one answer. */
export class RunReader {
  readonly #layout: RecordLayout;
  readonly #around: Database.Statement<[Place], RunHead>;
  readonly #from: Database.Statement<[Place, Place, Place], RunHead>;
  readonly #packed: Database.Statement<[Place], Buffer>;
  readonly #plain: Database.Statement<[Place, Place], Buffer>;
  readonly #plainAround: Database.Statement<[Place, Place], { first: Place; plain: Buffer }>;
  readonly #records: Database.Statement<[Place, Place, number], RecordRow>;

  constructor(db: Database.Database, layout: RecordLayout) {
    this.#layout = layout;
    this.#around = db.prepare<[Place], RunHead>(RUN_AROUND);
    this.#from = db.prepare<[Place, Place, Place], RunHead>(RUNS_FROM);
    this.#packed = db.prepare<[Place], Buffer>('SELECT packed FROM run WHERE first_place = ?').pluck();
    this.#plain = db.prepare<[Place, Place], Buffer>(PLAIN_OF_RUN).pluck();
    this.#plainAround = db.prepare<[Place, Place], { first: Place; plain: Buffer }>(PLAIN_AROUND);
    this.#records = db.prepare<[Place, Place, number], RecordRow>(RECORDS_OF_RUN);
  }

  /** The run that the record at this place lies in. */
  around(place: Place): RunHead {
    const run = this.#around.get(place);
    if (!run || run.last < place) throw damaged(`no run holds place ${place}`);
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

  /** A whole run, as it is kept. */
  packed({ first, size, crc }: RunHead): Packed {
    const packed = this.#packed.get(first);
    if (!packed) throw damaged(`the run at ${first} is not there`);
    return { packed, size, crc };
  }

  /** A whole run, unpacked. */
  plain(run: RunHead): Buffer[] {
    const kept = this.#plain.all(run.first, run.last);
    if (kept.length === 0) return [unpackRun(this.packed(run))];
    const size = kept.reduce((sum, { length }) => sum + length, 0);
    if (size !== run.size) throw damaged(`what is kept plain of the run at ${run.first} does not fit`);
    return kept;
  }

  /** Single records of a run, in order, as they are sent. */
  *records(run: RunHead, places: Wanted['places'], granularity: Granularity): Generator<RecordOfRun> {
    for (const { row, bytes } of this.#bytes(run, places)) {
      const pieces = granularity === 'day' ? this.#withoutTime(row, bytes) : [bytes];
      yield { place: row.place, size: row.size, pieces };
    }
  }

  *#bytes(run: RunHead, places: Wanted['places']): Generator<{ row: RecordRow; bytes: Buffer }> {
    const wanted = places === 'all' ? this.#rows(run).map(({ place }) => place) : places;
    for (let index = 0; index < wanted.length; ) {
      const begun = index;
      const { plain, rows } = this.#partAround(wanted[index] ?? 0, run);
      let at = 0;
      for (const row of rows) {
        const start = at;
        at += row.size;
        if (row.place !== wanted[index] || at > plain.length) continue;
        index += 1;
        yield { row, bytes: plain.subarray(start, at) };
      }
      if (index === begun) throw damaged(`place ${wanted[index]} is not in its run`);
    }
  }

  /** Where records are kept plain, a few with the wanted one among them, else the whole run. */
  #partAround(place: Place, run: RunHead): { plain: Buffer; rows: readonly RecordRow[] } {
    const kept = this.#plainAround.get(place, run.first);
    if (kept) return { plain: kept.plain, rows: this.#records.all(kept.first, run.last, PLAIN_RECORDS) };
    return { plain: unpackRun(this.packed(run)), rows: this.#rows(run) };
  }

  #rows(run: RunHead): RecordRow[] {
    const rows = this.#records.all(run.first, run.last, run.records + 1);
    const size = rows.reduce((sum, row) => sum + row.size, 0);
    if (rows.length !== run.records || size !== run.size) throw damaged(`the run at ${run.first} does not fit`);
    return rows;
  }

  /** Kept are seconds; of the datestamp in the header, a repository with day granularity shows the day alone. */
  #withoutTime({ deleted, identifier }: RecordRow, bytes: Buffer): Buffer[] {
    const { recordOpen, deletedHeaderOpen, headerOpen, afterIdentifier } = this.#layout;
    const before = recordOpen + (deleted ? deletedHeaderOpen : headerOpen) + afterIdentifier;
    const day = Buffer.byteLength(before) + identifier + DAY_LENGTH;
    return [bytes.subarray(0, day), bytes.subarray(day + TIME_LENGTH)];
  }
}

export const RUN_AROUND = `SELECT ${HEAD_COLUMNS} FROM run WHERE first_place <= ? ORDER BY first_place DESC LIMIT 1`;

/** From the run that holds or precedes a place. */
export const RUNS_FROM = `SELECT ${HEAD_COLUMNS} FROM run
  WHERE first_place >= coalesce((SELECT max(first_place) FROM run WHERE first_place <= ?), ?) AND first_place < ?
  ORDER BY first_place LIMIT ${RUNS_AT_ONCE}`;

export const PLAIN_OF_RUN = 'SELECT plain FROM plain_run WHERE first_place BETWEEN ? AND ? ORDER BY first_place';

export const PLAIN_AROUND = `SELECT first_place AS first, plain FROM plain_run WHERE first_place <= ? AND first_place >= ?
  ORDER BY first_place DESC LIMIT 1`;

export const RECORDS_OF_RUN = `SELECT place, size, deleted, octet_length(identifier) AS identifier
  FROM record WHERE place BETWEEN ? AND ? ORDER BY place LIMIT ?`;

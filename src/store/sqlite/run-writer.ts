import type Database from 'better-sqlite3';
import { pack } from '../packed.ts';
import type { Place } from '../store.ts';
import { damaged } from './damaged.ts';
import { endOfFormat, formatOf } from './place.ts';
import { FULL_BYTES, FULL_RECORDS, PLAIN_RECORDS, RUN_COLUMNS, type RunRow } from './run-row.ts';
import { unpackRun } from './unpack-run.ts';

/** Statements of a RunWriter. */
export interface RunStatements {
  around: Database.Statement<[place: Place], RunRow>;
  behind: Database.Statement<[place: Place, end: Place], RunRow>;
  remaining: Database.Statement<[first: Place, last: Place], PlacedSize>;
  insert: Database.Statement<[RunRow]>;
  insertPlain: Database.Statement<[first: Place, plain: Buffer]>;
  drop: Database.Statement<[first: Place]>;
  dropPlain: Database.Statement<[first: Place, last: Place]>;
}

interface PlacedSize {
  place: Place;
  /** Of the record, in bytes. */
  size: number;
}

/** Prepares them, once a connection. */
export function runStatements(db: Database.Database): RunStatements {
  return {
    around: db.prepare<[Place], RunRow>(
      `SELECT ${RUN_COLUMNS} FROM run WHERE first_place <= ? ORDER BY first_place DESC LIMIT 1`,
    ),
    behind: db.prepare<[Place, Place], RunRow>(
      `SELECT ${RUN_COLUMNS} FROM run WHERE first_place > ? AND first_place < ? ORDER BY first_place LIMIT 1`,
    ),
    remaining: db.prepare<[Place, Place], PlacedSize>(
      'SELECT place, size FROM record WHERE place BETWEEN ? AND ? ORDER BY place',
    ),
    insert: db.prepare<[RunRow]>(
      `INSERT INTO run (first_place, last_place, records, size, crc, packed)
       VALUES (@first, @last, @records, @size, @crc, @packed)`,
    ),
    insertPlain: db.prepare<[Place, Buffer]>('INSERT INTO plain_run (first_place, plain) VALUES (?, ?)'),
    drop: db.prepare<[Place]>('DELETE FROM run WHERE first_place = ?'),
    dropPlain: db.prepare<[Place, Place]>('DELETE FROM plain_run WHERE first_place BETWEEN ? AND ?'),
  };
}

/** Some records of a run that is being made. */
interface Draft {
  places: Place[];
  pieces: Buffer[];
  size: number;
}

/**
 * Brings the runs to what a batch makes of the records: what it takes away is cut out, what it adds is packed behind
 * the last run of its format. Rows of `record` are not its business, but must be written before `write`.
 */
export class RunWriter {
  readonly #sql: RunStatements;
  readonly #keptPlain: (formatId: number) => boolean;
  readonly #added = new Map<Place, Buffer>();
  readonly #removed: PlacedSize[] = [];

  constructor(sql: RunStatements, keptPlain: (formatId: number) => boolean) {
    this.#sql = sql;
    this.#keptPlain = keptPlain;
  }

  /** Places come in ascending order within a format. */
  add(place: Place, record: Buffer): void {
    this.#added.set(place, record);
  }

  remove(place: Place, size: number): void {
    if (!this.#added.delete(place)) this.#removed.push({ place, size });
  }

  write(): void {
    this.#cut();
    const formats = new Map<number, [Place, Buffer][]>();
    for (const entry of this.#added) {
      const format = formatOf(entry[0]);
      const entries = formats.get(format);
      if (entries) entries.push(entry);
      else formats.set(format, [entry]);
    }
    for (const [format, entries] of formats) this.#append(format, entries);
  }

  #cut(): void {
    const removed = this.#removed.sort((a, b) => a.place - b.place);
    for (let index = 0; index < removed.length; ) {
      const run = this.#sql.around.get(removed[index]?.place ?? 0);
      if (!run) throw damaged('a record lies in no run');
      const gone = [];
      for (let one = removed[index]; one && one.place <= run.last; one = removed[index]) {
        gone.push(one);
        index += 1;
      }
      if (gone.length === 0) throw damaged('a record lies in no run');
      this.#drop(run);
      if (gone.length < run.records) this.#merge(run, this.#without(run, gone), removed[index]?.place);
    }
  }

  /** What is left of a run. */
  #without(run: RunRow, gone: readonly PlacedSize[]): Draft {
    const plain = unpackRun(run);
    const left = this.#sql.remaining.all(run.first, run.last);
    const draft: Draft = { places: [], pieces: [], size: 0 };
    let at = 0;
    for (const { place, size, stays } of inOrder(left, gone)) {
      if (stays) extend(draft, place, plain.subarray(at, at + size));
      at += size;
    }
    return draft;
  }

  /** Runs that have become small are put together again; not with one that is still to be cut. */
  #merge(run: RunRow, draft: Draft, nextRemoved = Number.POSITIVE_INFINITY): void {
    const next = this.#sql.behind.get(run.last, endOfFormat(formatOf(run.last)));
    const whole = next && next.last < nextRemoved;
    if (whole && draft.places.length + next.records <= FULL_RECORDS && draft.size + next.size <= FULL_BYTES) {
      this.#drop(next);
      this.#take(next, draft);
    }
    this.#insert(draft);
  }

  #append(format: number, entries: readonly (readonly [Place, Buffer])[]): void {
    let draft = this.#lastRun(format);
    for (const [place, record] of entries) {
      const full = draft.places.length >= FULL_RECORDS || draft.size + record.length > FULL_BYTES;
      if (full && draft.places.length > 0) {
        this.#insert(draft);
        draft = { places: [], pieces: [], size: 0 };
      }
      extend(draft, place, record);
    }
    this.#insert(draft);
  }

  /** Takes up the format's last run where it has room. */
  #lastRun(format: number): Draft {
    const draft: Draft = { places: [], pieces: [], size: 0 };
    const tail = this.#sql.around.get(endOfFormat(format));
    if (!tail || formatOf(tail.first) !== format) return draft;
    if (tail.records >= FULL_RECORDS || tail.size >= FULL_BYTES) return draft;
    this.#drop(tail);
    this.#take(tail, draft);
    return draft;
  }

  /** Puts all records of a run, which must be dropped, behind those of a draft. */
  #take(run: RunRow, draft: Draft): void {
    const plain = unpackRun(run);
    let at = 0;
    for (const { place, size } of this.#sql.remaining.all(run.first, run.last)) {
      extend(draft, place, plain.subarray(at, at + size));
      at += size;
    }
  }

  #insert({ places, pieces }: Draft): void {
    const [first] = places;
    const last = places.at(-1);
    if (first === undefined || last === undefined) return;
    const packed = pack(Buffer.concat(pieces));
    this.#sql.insert.run({ first, last, records: places.length, ...packed });
    if (!this.#keptPlain(formatOf(first))) return;
    for (const [index, place] of places.entries()) {
      if (index % PLAIN_RECORDS > 0) continue;
      this.#sql.insertPlain.run(place, Buffer.concat(pieces.slice(index, index + PLAIN_RECORDS)));
    }
  }

  #drop({ first, last }: RunRow): void {
    this.#sql.drop.run(first);
    // Also of a format that is kept plain no longer.
    this.#sql.dropPlain.run(first, last);
  }
}

function extend(draft: Draft, place: Place, record: Buffer): void {
  draft.places.push(place);
  draft.pieces.push(record);
  draft.size += record.length;
}

/** Both lists as one, by place. */
function inOrder(left: readonly PlacedSize[], gone: readonly PlacedSize[]) {
  return [...left.map((one) => ({ ...one, stays: true })), ...gone.map((one) => ({ ...one, stays: false }))].sort(
    (a, b) => a.place - b.place,
  );
}

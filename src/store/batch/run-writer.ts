import { StoreDamaged } from '../damaged.ts';
import { pack } from '../packed.ts';
import { endOfFormat, formatOf } from '../place.ts';
import { FULL_BYTES, FULL_RECORDS, PLAIN_RECORDS, type Run } from '../run.ts';
import type { Place } from '../store.ts';
import { unpackRun } from '../unpack-run.ts';
import type { PlacedSize, RunTables } from './batch-tables.ts';

/** Some records of a run that is being made. */
interface Draft {
  places: Place[];
  pieces: Buffer[];
  size: number;
}

/**
 * Brings the runs to what a batch makes of the records: what it takes away is cut out, what it adds is packed behind
 * the last run of its format. Rows of `record` are not its business.
 */
export class RunWriter {
  readonly #keptPlain: (formatId: number) => boolean;
  readonly #added = new Map<Place, Buffer>();
  readonly #removed: PlacedSize[] = [];

  constructor(keptPlain: (formatId: number) => boolean) {
    this.#keptPlain = keptPlain;
  }

  /** Places whose records are to be cut out of their runs. */
  get removed(): readonly Place[] {
    return this.#removed.map(({ place }) => place);
  }

  /** Formats that get records behind their last run. */
  get extended(): readonly number[] {
    return [...new Set([...this.#added.keys()].map(formatOf))];
  }

  /** Places come in ascending order within a format. */
  add(place: Place, record: Buffer): void {
    this.#added.set(place, record);
  }

  remove(place: Place, size: number): void {
    if (!this.#added.delete(place)) this.#removed.push({ place, size });
  }

  /** Changes the runs; the rows of `record` must have been written. */
  write(tables: RunTables): void {
    const formats = new Map<number, { tailBegan: Place; entries: [Place, Buffer][] }>();
    for (const entry of this.#added) {
      const format = formatOf(entry[0]);
      const known = formats.get(format);
      if (known) known.entries.push(entry);
      else formats.set(format, { tailBegan: tables.tail(format)?.first ?? 0, entries: [entry] });
    }
    const rewriting = new Rewriting(tables, this.#keptPlain);
    rewriting.cut(this.#removed.sort((a, b) => a.place - b.place));
    for (const [format, { tailBegan, entries }] of formats) rewriting.append(format, entries, tailBegan);
  }
}

/** One bringing of the runs to what they are to be. */
class Rewriting {
  readonly #tables: RunTables;
  readonly #keptPlain: (formatId: number) => boolean;

  constructor(tables: RunTables, keptPlain: (formatId: number) => boolean) {
    this.#tables = tables;
    this.#keptPlain = keptPlain;
  }

  cut(removed: readonly PlacedSize[]): void {
    for (let index = 0; index < removed.length; ) {
      const run = this.#tables.around(removed[index]?.place ?? 0);
      if (!run) throw new StoreDamaged('a record lies in no run');
      const gone = [];
      for (let one = removed[index]; one && one.place <= run.last; one = removed[index]) {
        gone.push(one);
        index += 1;
      }
      if (gone.length === 0) throw new StoreDamaged('a record lies in no run');
      this.#drop(run);
      if (gone.length < run.records) this.#merge(run, this.#without(run, gone), removed[index]?.place);
    }
  }

  /** What is left of a run. */
  #without(run: Run, gone: readonly PlacedSize[]): Draft {
    const plain = unpackRun(run);
    const left = this.#tables.remaining(run.first, run.last);
    const draft: Draft = { places: [], pieces: [], size: 0 };
    let at = 0;
    for (const { place, size, stays } of inOrder(left, gone)) {
      if (stays) extend(draft, place, plain.subarray(at, at + size));
      at += size;
    }
    return draft;
  }

  /** Runs that have become small are put together again; not with one that is still to be cut. */
  #merge(run: Run, draft: Draft, nextRemoved = Number.POSITIVE_INFINITY): void {
    const next = this.#tables.behind(run.last, endOfFormat(formatOf(run.last)));
    const whole = next && next.last < nextRemoved;
    if (whole && draft.places.length + next.records <= FULL_RECORDS && draft.size + next.size <= FULL_BYTES) {
      this.#drop(next);
      this.#take(next, draft);
    }
    this.#insert(draft);
  }

  /** Packs records behind a format's last run, which began at a place before anything was cut. */
  append(format: number, entries: readonly (readonly [Place, Buffer])[], tailBegan: Place): void {
    let draft = this.#lastRun(format, tailBegan);
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

  /** Takes up the format's last run where it has room, and something is left of it. */
  #lastRun(format: number, tailBegan: Place): Draft {
    const draft: Draft = { places: [], pieces: [], size: 0 };
    const tail = this.#tables.tail(format);
    if (!tail || tail.last < tailBegan) return draft;
    if (tail.records >= FULL_RECORDS || tail.size >= FULL_BYTES) return draft;
    this.#drop(tail);
    this.#take(tail, draft);
    return draft;
  }

  /** Puts all records of a run, which must be dropped, behind those of a draft. */
  #take(run: Run, draft: Draft): void {
    const plain = unpackRun(run);
    let at = 0;
    for (const { place, size } of this.#tables.remaining(run.first, run.last)) {
      extend(draft, place, plain.subarray(at, at + size));
      at += size;
    }
  }

  #insert({ places, pieces }: Draft): void {
    const [first] = places;
    const last = places.at(-1);
    if (first === undefined || last === undefined) return;
    const packed = pack(Buffer.concat(pieces));
    this.#tables.insert({ first, last, records: places.length, ...packed });
    if (!this.#keptPlain(formatOf(first))) return;
    for (const [index, place] of places.entries()) {
      if (index % PLAIN_RECORDS > 0) continue;
      this.#tables.insertPlain(place, Buffer.concat(pieces.slice(index, index + PLAIN_RECORDS)));
    }
  }

  #drop({ first, last }: Run): void {
    this.#tables.drop(first);
    // Also of a format that is kept plain no longer.
    this.#tables.dropPlain(first, last);
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

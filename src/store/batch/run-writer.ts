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

/** A record that is cut out of its run. */
interface Removed extends PlacedSize {
  /** Where it goes instead, and what becomes of its bytes. */
  moved?: { to: Place; change: (record: Buffer) => Buffer };
}

/**
 * Brings the runs to what a batch makes of the records: what it takes away is cut out, what it adds is packed behind
 * the last run of its format. Rows of `record` are not its business.
 */
export class RunWriter {
  readonly #keptPlain: (formatId: number) => boolean;
  /** Undefined: of one that is moved, and still lies in its run. */
  readonly #added = new Map<Place, Buffer | undefined>();
  readonly #removed: Removed[] = [];

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

  /** Moves a record that no change of this batch has added, as `change` makes it. */
  move({ place, size }: PlacedSize, to: Place, change: (record: Buffer) => Buffer): void {
    this.#removed.push({ place, size, moved: { to, change } });
    this.#added.set(to, undefined);
  }

  /** Changes the runs; the rows of `record` must have been written. */
  write(tables: RunTables): void {
    const formats = new Map<number, { tailBegan: Place; places: Place[] }>();
    for (const place of this.#added.keys()) {
      const format = formatOf(place);
      const known = formats.get(format);
      if (known) known.places.push(place);
      else formats.set(format, { tailBegan: tables.tail(format)?.first ?? 0, places: [place] });
    }
    const rewriting = new Rewriting(tables, this.#keptPlain);
    rewriting.cut(this.#removed.sort((a, b) => a.place - b.place));
    for (const [format, { tailBegan, places }] of formats) {
      const entries = places.map((place) => {
        const record = this.#added.get(place) ?? rewriting.moved.get(place);
        if (!record) throw new StoreDamaged('a record lies in no run');
        return [place, record] as const;
      });
      rewriting.append(format, entries, tailBegan);
    }
  }
}

/** One bringing of the runs to what they are to be. */
class Rewriting {
  /** Records that were cut out to be moved, by their new places. */
  readonly moved = new Map<Place, Buffer>();
  readonly #tables: RunTables;
  readonly #keptPlain: (formatId: number) => boolean;

  constructor(tables: RunTables, keptPlain: (formatId: number) => boolean) {
    this.#tables = tables;
    this.#keptPlain = keptPlain;
  }

  cut(removed: readonly Removed[]): void {
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
      const stays = gone.length < run.records;
      if (!stays && gone.every(({ moved }) => !moved)) continue;
      const rest = this.#without(run, gone);
      if (stays) this.#merge(run, rest, removed[index]?.place);
    }
  }

  /** What is left of a run. What is moved is kept aside. */
  #without(run: Run, gone: readonly Removed[]): Draft {
    const plain = unpackRun(run);
    const left = this.#tables.remaining(run.first, run.last);
    const draft: Draft = { places: [], pieces: [], size: 0 };
    let at = 0;
    for (const { place, size, stays, moved } of inOrder(left, gone)) {
      const record = plain.subarray(at, at + size);
      if (stays) extend(draft, place, record);
      else if (moved) this.moved.set(moved.to, moved.change(record));
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
function inOrder(left: readonly PlacedSize[], gone: readonly Removed[]): (Removed & { stays: boolean })[] {
  return [...left.map((one) => ({ ...one, stays: true })), ...gone.map((one) => ({ ...one, stays: false }))].sort(
    (a, b) => a.place - b.place,
  );
}

import type { Granularity } from '../../oai/granularity.ts';
import { clockMissing } from '../clock-missing.ts';
import { StoreDamaged } from '../damaged.ts';
import type { Packed } from '../packed.ts';
import type { PageRuns } from '../pages/record-page.ts';
import type { PlacedRecord } from '../pages/run-parts.ts';
import type { RecordOfRun, Wanted } from '../pages/run-reader.ts';
import { withoutTime } from '../pages/without-time.ts';
import type { RunHead } from '../run.ts';
import type { Place, RecordLayout } from '../store.ts';
import { unpackRun } from '../unpack-run.ts';
import { NotFetched } from './not-fetched.ts';
import type { RangeRow } from './page-parameters.ts';

/** A row of the statement placesSql; what its columns are, the kind tells. */
export interface PlacedRow {
  kind: 'range' | 'run' | 'packed' | 'place';
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
  g: number;
  bytes: Buffer | null;
}

/** A record, or where it lies. */
interface Placed extends PlacedRecord {
  /** Bytes before it in its run, or in what is kept plain of it. */
  before: number;
  /** NULL: it is to be cut out of its run. */
  bytes: Buffer | null;
}

/** The records of a page one by one. Where it needs a part of a run that was fetched packed, records throws NotFetched. */
export class PlacedRecords implements PageRuns {
  readonly range: RangeRow;
  readonly #layout: RecordLayout;
  readonly #runs: (RunHead & { whole: boolean })[] = [];
  readonly #packed = new Map<Place, Buffer>();
  readonly #unpacked = new Map<Place, Buffer>();
  readonly #placed: Placed[] = [];
  readonly #byPlace: ReadonlyMap<Place, Placed>;

  constructor(rows: readonly PlacedRow[], layout: RecordLayout) {
    this.#layout = layout;
    let range: RangeRow | undefined;
    for (const { kind, a, b, c, d, e, f, g, bytes } of rows) {
      switch (kind) {
        case 'range':
          range = { high: a, next_sequence: b, format_id: c, after: d, end: e, everything: f, counted: g };
          break;
        case 'run':
          this.#runs.push({ first: a, last: b, records: c, size: d, crc: e, whole: f === 1 });
          break;
        case 'packed':
          if (bytes) this.#packed.set(a, bytes);
          break;
        case 'place':
          this.#placed.push({ place: a, size: b, deleted: c === 1 ? 1 : 0, identifier: d, before: f, bytes });
      }
    }
    if (!range) throw clockMissing();
    this.range = range;
    this.#runs.sort((one, other) => one.first - other.first);
    this.#placed.sort((one, other) => one.place - other.place);
    this.#byPlace = new Map(this.#placed.map((placed) => [placed.place, placed]));
  }

  /** What the page wants of each run, in harvest order. */
  *wanted(): Generator<Wanted> {
    let index = 0;
    for (const run of this.#runs) {
      if (run.whole) {
        yield { run, places: 'all' };
        continue;
      }
      const places: Place[] = [];
      for (let placed = this.#placed[index]; placed && placed.place <= run.last; placed = this.#placed[index]) {
        places.push(placed.place);
        index += 1;
      }
      yield { run, places };
    }
    if (index < this.#placed.length) throw new StoreDamaged(`no run holds place ${this.#placed[index]?.place}`);
  }

  packed({ first, size, crc }: RunHead): Packed {
    const packed = this.#packed.get(first);
    if (!packed) throw new StoreDamaged(`the run at ${first} is not there`);
    return { packed, size, crc };
  }

  plain(run: RunHead): Buffer[] {
    const records = this.#placed.filter(({ place }) => place >= run.first && place <= run.last);
    const plain = records.flatMap(({ bytes }) => bytes ?? []);
    if (plain.length === 0) return [this.#open(run)];
    const size = plain.reduce((sum, { length }) => sum + length, 0);
    if (size !== run.size) throw new StoreDamaged(`what is kept plain of the run at ${run.first} does not fit`);
    return [Buffer.concat(plain)];
  }

  *records(run: RunHead, places: Wanted['places'], granularity: Granularity): Generator<RecordOfRun> {
    if (places === 'all') throw new NotFetched();
    for (const place of places) {
      const placed = this.#byPlace.get(place);
      if (!placed) throw new StoreDamaged(`place ${place} is not in its run`);
      const bytes = placed.bytes ?? this.#open(run).subarray(placed.before, placed.before + placed.size);
      if (bytes.length !== placed.size) throw new StoreDamaged(`the run at ${run.first} does not fit`);
      const pieces = granularity === 'day' ? withoutTime(this.#layout, placed, bytes) : [bytes];
      yield { place: placed.place, size: placed.size, pieces };
    }
  }

  #open(run: RunHead): Buffer {
    const known = this.#unpacked.get(run.first);
    if (known) return known;
    const plain = unpackRun(this.packed(run));
    this.#unpacked.set(run.first, plain);
    return plain;
  }
}

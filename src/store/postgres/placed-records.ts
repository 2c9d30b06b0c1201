import type { Granularity } from '../../oai/granularity.ts';
import { StoreDamaged } from '../damaged.ts';
import type { Packed } from '../packed.ts';
import type { PageRuns } from '../pages/record-page.ts';
import type { RecordOfRun, Wanted } from '../pages/run-reader.ts';
import { withoutTime } from '../pages/without-time.ts';
import type { RunHead } from '../run.ts';
import type { Place, RecordLayout } from '../store.ts';
import { unpackRun } from '../unpack-run.ts';
import type { RangeRow } from './page-parameters.ts';

/** A row of the statement placesSql; what its columns are, the kind tells. */
export interface PlacedRow {
  kind: 'range' | 'run' | 'packed' | 'plain' | 'place';
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
  g: number;
  bytes: Buffer | null;
}

/** Where a record lies. */
interface Placed {
  place: Place;
  size: number;
  deleted: 0 | 1;
  /** Length of the identifier in the header, in bytes. */
  identifier: number;
  /** First place of what it is cut out of: a part that is kept plain, or its run. */
  base: Place;
  isPlain: boolean;
  /** Bytes before it there. */
  offset: number;
}

/** The records of a page one by one, and what they are cut out of. */
export class PlacedRecords implements PageRuns {
  readonly range: RangeRow;
  readonly #layout: RecordLayout;
  readonly #runs: RunHead[] = [];
  readonly #packed = new Map<Place, Buffer>();
  readonly #plain = new Map<Place, Buffer>();
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
          this.#runs.push({ first: a, last: b, records: c, size: d, crc: e });
          break;
        case 'packed':
          if (bytes) this.#packed.set(a, bytes);
          break;
        case 'plain':
          if (bytes) this.#plain.set(a, bytes);
          break;
        case 'place':
          this.#placed.push({
            place: a,
            size: b,
            deleted: c === 1 ? 1 : 0,
            identifier: d,
            base: e,
            isPlain: f === 1,
            offset: g,
          });
      }
    }
    if (!range) throw new StoreDamaged('the clock row is missing');
    this.range = range;
    this.#runs.sort((one, other) => one.first - other.first);
    this.#placed.sort((one, other) => one.place - other.place);
    this.#byPlace = new Map(this.#placed.map((placed) => [placed.place, placed]));
  }

  /** What the page wants of each run, in harvest order. */
  *wanted(): Generator<Wanted> {
    let index = 0;
    for (const run of this.#runs) {
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

  /** The whole run in the parts that it is kept in. */
  plain(run: RunHead): Buffer[] {
    const parts = [...this.#plain].filter(([first]) => first >= run.first && first <= run.last);
    if (parts.length === 0) return [this.#open(run)];
    const plain = parts.sort(([one], [other]) => one - other).map(([, bytes]) => bytes);
    const size = plain.reduce((sum, { length }) => sum + length, 0);
    if (size !== run.size) throw new StoreDamaged(`what is kept plain of the run at ${run.first} does not fit`);
    return plain;
  }

  *records(run: RunHead, places: Wanted['places'], granularity: Granularity): Generator<RecordOfRun> {
    for (const place of places) {
      const placed = typeof place === 'number' ? this.#byPlace.get(place) : undefined;
      if (!placed) throw new StoreDamaged(`place ${place} is not in its run`);
      const base = placed.isPlain ? this.#plain.get(placed.base) : this.#open(run);
      const bytes = base?.subarray(placed.offset, placed.offset + placed.size);
      if (bytes?.length !== placed.size) throw new StoreDamaged(`the run at ${run.first} does not fit`);
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

import type { Granularity } from '../../oai/granularity.ts';
import { StoreDamaged } from '../damaged.ts';
import type { Packed } from '../packed.ts';
import { PLAIN_RECORDS, type RunHead } from '../run.ts';
import type { Place, RecordLayout } from '../store.ts';
import { unpackRun } from '../unpack-run.ts';
import type { PlacedRecord, RunParts } from './run-parts.ts';
import { withoutTime } from './without-time.ts';

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

/** Reads records out of runs, the same in every store. */
export class RunReader {
  readonly #parts: RunParts;
  readonly #layout: RecordLayout;

  constructor(parts: RunParts, layout: RecordLayout) {
    this.#parts = parts;
    this.#layout = layout;
  }

  /** A whole run, as it is kept. */
  packed({ first, size, crc }: RunHead): Packed {
    const packed = this.#parts.packed(first);
    if (!packed) throw new StoreDamaged(`the run at ${first} is not there`);
    return { packed, size, crc };
  }

  /** A whole run, unpacked. */
  plain(run: RunHead): readonly Buffer[] {
    const kept = this.#parts.plain(run.first, run.last);
    if (kept.length === 0) return [unpackRun(this.packed(run))];
    const size = kept.reduce((sum, { length }) => sum + length, 0);
    if (size !== run.size) throw new StoreDamaged(`what is kept plain of the run at ${run.first} does not fit`);
    return kept;
  }

  /** Single records of a run, in order, as they are sent. */
  *records(run: RunHead, places: Wanted['places'], granularity: Granularity): Generator<RecordOfRun> {
    for (const { row, bytes } of this.#bytes(run, places)) {
      const pieces = granularity === 'day' ? withoutTime(this.#layout, row, bytes) : [bytes];
      yield { place: row.place, size: row.size, pieces };
    }
  }

  *#bytes(run: RunHead, places: Wanted['places']): Generator<{ row: PlacedRecord; bytes: Buffer }> {
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
      if (index === begun) throw new StoreDamaged(`place ${wanted[index]} is not in its run`);
    }
  }

  /** Where records are kept plain, a few with the wanted one among them, else the whole run. */
  #partAround(place: Place, run: RunHead): { plain: Buffer; rows: readonly PlacedRecord[] } {
    const kept = this.#parts.plainAround(place, run.first);
    if (kept) return { plain: kept.plain, rows: this.#parts.records(kept.first, run.last, PLAIN_RECORDS) };
    return { plain: unpackRun(this.packed(run)), rows: this.#rows(run) };
  }

  #rows(run: RunHead): readonly PlacedRecord[] {
    const rows = this.#parts.records(run.first, run.last, run.records + 1);
    const size = rows.reduce((sum, row) => sum + row.size, 0);
    if (rows.length !== run.records || size !== run.size)
      throw new StoreDamaged(`the run at ${run.first} does not fit`);
    return rows;
  }
}

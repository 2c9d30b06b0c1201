import type { Packed } from '../packed.ts';
import type { PageRuns } from '../pages/record-page.ts';
import type { RecordOfRun, Wanted } from '../pages/run-reader.ts';
import type { RunHead } from '../run.ts';
import { unpackRun } from '../unpack-run.ts';
import { NotFetched } from './not-fetched.ts';
import type { RangeRow } from './page-parameters.ts';

/** A run of the statement wholeRunsSql. Its bytes are there where it surely fits on the page. */
export interface WholeRunRow extends RangeRow, RunHead {
  /** NULL: there is none. */
  first: number;
  packed: Buffer | null;
  plain: Buffer | null;
}

/** Runs that a page takes as wholes. Where it needs a part of one, or more runs, all methods throw NotFetched. */
export class WholeRuns implements PageRuns {
  readonly #rows: readonly WholeRunRow[];
  readonly #limit: number;

  /** The rows in order, which are all of the list where there are fewer than the limit. */
  constructor(rows: readonly WholeRunRow[], limit: number) {
    this.#rows = rows;
    this.#limit = limit;
  }

  *wanted(): Generator<Wanted> {
    for (const run of this.#rows) {
      const whole = run.first > run.after && run.last < run.end;
      if (!whole) throw new NotFetched();
      yield { run, places: 'all' };
    }
    if (this.#rows.length >= this.#limit) throw new NotFetched();
  }

  packed(run: RunHead): Packed {
    const { packed, size, crc } = run as WholeRunRow;
    if (packed === null) throw new NotFetched();
    return { packed, size, crc };
  }

  plain(run: RunHead): Buffer[] {
    const { plain } = run as WholeRunRow;
    return [plain ?? unpackRun(this.packed(run))];
  }

  // biome-ignore lint/correctness/useYield: there is nothing to give
  *records(): Generator<RecordOfRun> {
    throw new NotFetched();
  }
}

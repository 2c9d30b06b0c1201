import type { PlacedSize, RunTables } from '../batch/batch-tables.ts';
import type { RunWriter } from '../batch/run-writer.ts';
import { StoreDamaged } from '../damaged.ts';
import { endOfFormat, formatOf } from '../place.ts';
import { FULL_RECORDS, type Run } from '../run.ts';
import type { Place } from '../store.ts';
import * as sql from './batch-sql.ts';
import { columnsOf } from './columns-of.ts';
import { joined } from './joined.ts';
import { portionsOf } from './portions-of.ts';
import type { Queries } from './queries.ts';

/** A run as it was fetched; of full ones that can only be passed over, the bytes are not fetched. */
type FetchedRun = Omit<Run, 'packed'> & { packed: Buffer | null };

/**
 * The runs as a batch sees them: those that it touches are fetched in two statements, changed here, and sent in four. The
 * rows of `record` must have been sent before.
 */
export class FetchedRuns implements RunTables {
  readonly #runs: FetchedRun[];
  readonly #records: readonly PlacedSize[];
  readonly #dropped: Place[] = [];
  readonly #new = new Map<Place, Run>();
  readonly #droppedPlain: { first: Place; last: Place }[] = [];
  readonly #newPlain = new Map<Place, Buffer>();

  private constructor(runs: FetchedRun[], records: readonly PlacedSize[]) {
    this.#runs = runs;
    this.#records = records;
  }

  /** Fetches what this writing of runs can touch. */
  static async fetch(queries: Queries, { removed, extended }: RunWriter): Promise<FetchedRuns> {
    if (removed.length === 0 && extended.length === 0) return new FetchedRuns([], []);
    const runs = await queries.rows<FetchedRun>(sql.RUNS, [removed, extended.map(endOfFormat), FULL_RECORDS]);
    const opened = runs.filter(({ packed }) => packed !== null);
    const records =
      opened.length === 0
        ? []
        : await queries.rows<PlacedSize>(
            sql.RECORDS_OF_RUNS,
            columnsOf(
              opened,
              (run) => run.first,
              (run) => run.last,
            ),
          );
    return new FetchedRuns(runs, records);
  }

  around(place: Place): Run | undefined {
    return this.#whole(this.#runs[firstAt(this.#runs, ({ first }) => first > place) - 1]);
  }

  behind(last: Place, end: Place): Run | undefined {
    const run = this.#runs[firstAt(this.#runs, ({ first }) => first > last)];
    return run && run.first < end ? this.#whole(run) : undefined;
  }

  tail(formatId: number): Run | undefined {
    const run = this.around(endOfFormat(formatId));
    return run && formatOf(run.first) === formatId ? run : undefined;
  }

  remaining(first: Place, last: Place): readonly PlacedSize[] {
    const from = firstAt(this.#records, ({ place }) => place >= first);
    const to = firstAt(this.#records, ({ place }) => place > last);
    return this.#records.slice(from, to);
  }

  insert(run: Run): void {
    this.#runs.splice(
      firstAt(this.#runs, ({ first }) => first > run.first),
      0,
      run,
    );
    this.#new.set(run.first, run);
  }

  insertPlain(first: Place, plain: Buffer): void {
    this.#newPlain.set(first, plain);
  }

  drop(first: Place): void {
    this.#runs.splice(
      firstAt(this.#runs, (run) => run.first >= first),
      1,
    );
    if (!this.#new.delete(first)) this.#dropped.push(first);
  }

  dropPlain(first: Place, last: Place): void {
    this.#droppedPlain.push({ first, last });
    for (const place of this.#newPlain.keys()) if (place >= first && place <= last) this.#newPlain.delete(place);
  }

  /** Sends what has changed. */
  async send(queries: Queries): Promise<void> {
    if (this.#dropped.length > 0) await queries.run(sql.DROP_RUNS, [this.#dropped]);
    if (this.#droppedPlain.length > 0) {
      const ranges = columnsOf(
        this.#droppedPlain,
        (range) => range.first,
        (range) => range.last,
      );
      await queries.run(sql.DROP_PLAIN, ranges);
    }
    for (const runs of portionsOf(this.#new.values())) {
      const { bytes, starts, lengths } = joined(runs.map(({ packed }) => packed));
      const heads = columnsOf(
        runs,
        (run) => run.first,
        (run) => run.last,
        (run) => run.records,
        (run) => run.size,
        (run) => run.crc,
      );
      await queries.run(sql.INSERT_RUNS, [...heads, bytes, starts, lengths]);
    }
    for (const parts of portionsOf(this.#newPlain)) {
      const { bytes, starts, lengths } = joined(parts.map(([, plain]) => plain));
      await queries.run(sql.INSERT_PLAIN, [parts.map(([first]) => first), bytes, starts, lengths]);
    }
  }

  #whole(run: FetchedRun | undefined): Run | undefined {
    if (run === undefined) return undefined;
    // Only its head will be looked at: it is full.
    return { ...run, packed: run.packed ?? NO_BYTES };
  }
}

const NO_BYTES = Buffer.alloc(0);

/** Index of the first entry of a sorted list for which this holds, or its length. */
function firstAt<T>(entries: readonly T[], holds: (entry: T) => boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry === undefined) throw new StoreDamaged('a list of runs has a hole');
    if (holds(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

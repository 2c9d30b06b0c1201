import { setImmediate as nextTurn } from 'node:timers/promises';
import { EXIT, Fault } from '../../fault.ts';
import { type Checksum, checksumsOf } from './checksums.ts';
import type { CopyTarget, TableReader } from './copy-ends.ts';
import type { CopyingNote } from './copying-note.ts';
import { readOne, readRows } from './read-rows.ts';
import { RowDigest } from './row-digest.ts';
import { CLOCK, CONTENTS, FORMAT, OAI_SET, REPOSITORY, SOURCE, TALLY } from './stored-table.ts';

export interface CopyOptions {
  /** Throw away what an unfinished copy brought into the target. */
  fresh: boolean;
  /** Aborted when it is to stop; it can be gone on with. */
  stop: AbortSignal;
  /** Rows that have been copied or compared since the last time, out of about `all` of them. */
  progress(step: 'copied' | 'compared', rows: number, all: number): void;
}

/** A part of both stores. */
export interface ComparedPart {
  source: Checksum;
  /** Undefined: the target has no such format. */
  target: Checksum | undefined;
  same: boolean;
}

/**
 * Copies a store into another one, row by row, and compares the two. The source must stand still: see holdSource. Goes on
 * where an earlier copy of the same contents ended, however it ended. The target is a store of its own only when all
 * parts are the same: the clock row comes last, so that it is not behind any answer of the source that was given
 * meanwhile. Faults: stopped; the target has contents; the source has changed since an earlier copy.
 */
export async function copyStore(
  source: TableReader,
  target: CopyTarget,
  { fresh, stop, progress }: CopyOptions,
): Promise<ComparedPart[]> {
  const goOn = async () => {
    // A signal to stop comes in between.
    await nextTurn();
    if (stop.aborted) throw new Fault('Stopped. Run the same command again to go on.');
  };
  if (source.description === target.description) {
    throw new Fault(`${source.description} cannot be copied into itself. Name another store with --to.`, EXIT.usage);
  }
  const note: CopyingNote = { from: source.description, state: await stateOf(source) };
  const begun = JSON.parse(await target.begin(JSON.stringify(note), { fresh })) as CopyingNote;
  if (begun.state !== note.state) {
    throw new Fault(
      `${target.description} is an unfinished copy of ${begun.from} as it was then. ${source.description} has changed since, or is another store: use --fresh to begin anew.`,
    );
  }
  const all = await rowsOf(source);
  for (const table of CONTENTS) {
    let last = await target.last(table);
    for await (const rows of readRows(source, table, last)) {
      await goOn();
      await target.append(table, rows.map(target.kept), last);
      last = rows.at(-1);
      progress('copied', rows.length, all);
    }
  }
  const check = (reader: TableReader) =>
    checksumsOf(reader, target.kept, async (rows) => {
      await goOn();
      progress('compared', rows, 2 * all);
    });
  // One after the other: both are computed on one core.
  const parts = pairs(await check(source), await check(target));
  if (parts.every(({ same }) => same))
    await target.finish(await readOne(source, REPOSITORY), await readOne(source, CLOCK));
  return parts;
}

/** A digest of what hardly anything can be written without: that a copy goes on from the same contents. */
async function stateOf(source: TableReader): Promise<string> {
  const digest = new RowDigest();
  digest.add(await readOne(source, REPOSITORY));
  // The clock row rises with answers too; its sequence number with changes only.
  digest.add({ next: (await readOne(source, CLOCK))['next_sequence'] ?? null });
  for (const table of [FORMAT, OAI_SET, SOURCE])
    for await (const rows of readRows(source, table)) for (const row of rows) digest.add(row);
  return digest.end();
}

/** About how many rows all tables have: counting them would read the whole store. */
async function rowsOf(source: TableReader): Promise<number> {
  let rows = 0;
  let items = 0;
  for await (const sizes of readRows(source, TALLY)) {
    for (const { set_id: set, records } of sizes) {
      rows += Number(records);
      if (set === 0) items = Math.max(items, Number(records));
    }
  }
  return rows + items;
}

function pairs(source: readonly Checksum[], target: readonly Checksum[]): ComparedPart[] {
  return source.map((part) => {
    const other = target.find((one) => one.part === part.part);
    return { source: part, target: other, same: other?.checksum === part.checksum };
  });
}

import { Fault } from '../../fault.ts';
import { StoreDamaged } from '../damaged.ts';
import { formatOf } from '../place.ts';
import { unpackRun } from '../unpack-run.ts';
import type { TableReader } from './copy-ends.ts';
import { readRows } from './read-rows.ts';
import { RowDigest } from './row-digest.ts';
import { CONTENTS, FORMAT, PLAIN_RUN, RECORD, type Row, RUN, type StoredTable } from './stored-table.ts';

/** What a part of a store comes to. */
export interface Checksum {
  /** A metadataPrefix, or `table` and its name. */
  part: string;
  /** Records of the format, or rows of the table. */
  count: number;
  /** Of these records, those that are deleted. */
  deleted: number;
  /** SHA-256 of all values in order, runs unpacked; in hexadecimal digits. */
  checksum: string;
}

/** Tables whose rows belong to a format, as the place that is their key tells. */
const OF_A_FORMAT: readonly StoredTable[] = [RECORD, RUN, PLAIN_RUN];

/**
 * Counts and checksums of a store: of each format with its records in harvest order, and of each other table. Throws a
 * Fault where a run is damaged. `kept`: see CopyTarget.
 */
export async function checksumsOf(
  reader: TableReader,
  kept: (row: Row) => Row,
  progress: (rows: number) => Promise<void>,
): Promise<Checksum[]> {
  const formats = await formatSums(reader);
  const others: Sum[] = [];
  for (const table of CONTENTS) {
    const whole = new Sum(`table ${table.name}`);
    for await (const rows of readRows(reader, table)) {
      for (const row of rows) {
        const sum = OF_A_FORMAT.includes(table) ? formats.get(formatOf(Number(row[table.key[0] ?? '']))) : whole;
        sum?.add(table, table === RUN ? unpacked(row, reader.description) : kept(row));
      }
      await progress(rows.length);
    }
    if (!OF_A_FORMAT.includes(table)) others.push(whole);
  }
  return [...formats.values(), ...others].map((sum) => sum.end());
}

async function formatSums(reader: TableReader): Promise<Map<number, Sum>> {
  const sums = new Map<number, Sum>();
  for await (const rows of readRows(reader, FORMAT))
    for (const row of rows) sums.set(Number(row['format_id']), new Sum(String(row['metadata_prefix'])));
  return sums;
}

/** A run with the bytes of its records in place of what they were packed to. */
function unpacked({ packed, ...run }: Row, description: string): Row {
  try {
    const plain = unpackRun({ packed: packed as Buffer, size: Number(run['size']), crc: Number(run['crc']) });
    return { ...run, plain };
  } catch (error) {
    if (!(error instanceof StoreDamaged)) throw error;
    throw new Fault(`The store ${description} is damaged (${error.message}). Put back a backup of it.`);
  }
}

class Sum {
  readonly #part: string;
  readonly #digest = new RowDigest();
  #count = 0;
  #deleted = 0;

  constructor(part: string) {
    this.#part = part;
  }

  add(table: StoredTable, row: Row): void {
    this.#digest.add(row);
    if (table === RUN || table === PLAIN_RUN) return;
    this.#count += 1;
    if (table === RECORD && row['deleted'] === 1) this.#deleted += 1;
  }

  end(): Checksum {
    return { part: this.#part, count: this.#count, deleted: this.#deleted, checksum: this.#digest.end() };
  }
}

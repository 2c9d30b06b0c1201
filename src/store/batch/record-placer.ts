import { formatDatestamp, type UtcSeconds } from '../../oai/datestamp.ts';
import { closure, type SetSpec } from '../../oai/set-spec.ts';
import { StoreDamaged } from '../damaged.ts';
import { datestampAt } from '../datestamp-at.ts';
import { digestOf } from '../digest-of.ts';
import { placeOf } from '../place.ts';
import type { RecordLayout } from '../store.ts';
import type { BatchTables, RecordRow } from './batch-tables.ts';
import { RunWriter } from './run-writer.ts';
import { TallyChanges } from './tally-changes.ts';

const NO_BYTES = Buffer.alloc(0);

/** What a record is to become. */
export interface Version {
  deleted: boolean;
  /** Minimal list, separated by blanks. */
  setSpecs: string;
  body: string;
}

/** Puts the records of one batch in their places: the same datestamp for all, a sequence number for each item. */
export class RecordPlacer {
  readonly runs: RunWriter;
  readonly #tally = new TallyChanges();
  readonly #tables: BatchTables;
  readonly #layout: RecordLayout;
  readonly #datestamp: UtcSeconds;
  readonly #stamp: string;
  readonly #setIds = new Map<SetSpec, number>();
  readonly #formatIds = new Map<string, number>();
  #plainFormats: ReadonlySet<number> | undefined;

  constructor(tables: BatchTables, layout: RecordLayout, datestamp: UtcSeconds) {
    this.#tables = tables;
    this.#layout = layout;
    this.#datestamp = datestamp;
    this.#stamp = formatDatestamp(datestamp);
    this.runs = new RunWriter((id) => this.#keptPlain().has(id));
  }

  /** Numbers of the formats that are kept unpacked too. */
  #keptPlain(): ReadonlySet<number> {
    this.#plainFormats ??= new Set(this.#layout.keptPlain.flatMap((prefix) => this.#tables.formatId(prefix) ?? []));
    return this.#plainFormats;
  }

  formatId(metadataPrefix: string): number {
    const known = this.#formatIds.get(metadataPrefix) ?? this.#tables.formatId(metadataPrefix);
    const id = known ?? this.#tables.insertFormat(metadataPrefix);
    this.#formatIds.set(metadataPrefix, id);
    return id;
  }

  /** Makes the set when it is new; its name is that of its rule, else its setSpec until somebody gives it one. */
  setId(setSpec: SetSpec): number {
    const known = this.#setIds.get(setSpec) ?? this.#tables.set(setSpec)?.set_id;
    const id = known ?? this.#makeSet(setSpec);
    this.#setIds.set(setSpec, id);
    return id;
  }

  #makeSet(setSpec: SetSpec): number {
    const colon = setSpec.lastIndexOf(':');
    const setName = this.#tables.slugName(setSpec.slice(0, Math.max(colon, 0)), setSpec.slice(colon + 1));
    return this.#tables.insertSet(setSpec, setName ?? setSpec, setName === undefined ? 0 : 1);
  }

  /** Puts a record at the end of harvest order and takes its former version away. */
  place(
    item: { id: number; identifier: string },
    sequence: number,
    format: number,
    former: RecordRow | undefined,
    version: Version,
  ): void {
    if (former) {
      this.#tables.dropRecord(former.place);
      this.runs.remove(former.place, former.size);
      const sets = this.#memberships(former.set_specs);
      for (const set of sets) this.#tables.dropMember(set, former.place);
      this.#tally.add(format, sets, -1, former.deleted ? -1 : 0);
    }
    const at = placeOf(format, sequence);
    const { setSpecs } = version;
    const deleted = version.deleted ? 1 : 0;
    const identifier = this.#layout.escapeIdentifier(item.identifier);
    const record = this.#record(identifier, version);
    const digest = version.deleted ? NO_BYTES : digestOf(version.body);
    this.runs.add(at, record);
    this.#tables.insertRecord({
      place: at,
      item_id: item.id,
      format_id: format,
      datestamp: this.#datestamp,
      deleted,
      identifier,
      set_specs: setSpecs,
      size: record.length,
      digest,
    });
    const sets = this.#memberships(setSpecs);
    for (const set of sets) this.#tables.insertMember(set, at);
    this.#tally.add(format, sets, 1, deleted);
  }

  /** Puts a record at the end of harvest order as it is, with a new datestamp. Not one that this batch has placed. */
  redate(item: { id: number; identifier: string }, sequence: number, record: RecordRow): void {
    const at = placeOf(record.format_id, sequence);
    const identifier = this.#layout.escapeIdentifier(item.identifier);
    this.#tables.dropRecord(record.place);
    this.#tables.insertRecord({ ...record, place: at, item_id: item.id, datestamp: this.#datestamp, identifier });
    for (const set of this.#memberships(record.set_specs)) {
      this.#tables.dropMember(set, record.place);
      this.#tables.insertMember(set, at);
    }
    const start = datestampAt(this.#layout, {
      deleted: record.deleted,
      identifier: Buffer.byteLength(identifier),
    });
    this.runs.move(record, at, (bytes) => restamped(bytes, start, this.#stamp));
  }

  /** Writes what has become of the sizes of lists: once, when all records are in their places. */
  writeTallies(): void {
    for (const change of this.#tally.all()) this.#tables.changeTally(change);
  }

  /** A record as it is sent where datestamps have seconds. */
  #record(identifier: string, { deleted, setSpecs, body }: Version): Buffer {
    const layout = this.#layout;
    const sets = setSpecs === '' ? [] : setSpecs.split(' ');
    const open = layout.recordOpen + (deleted ? layout.deletedHeaderOpen : layout.headerOpen) + identifier;
    const stamped = open + layout.afterIdentifier + this.#stamp + layout.afterDatestamp;
    const header = stamped + sets.map((set) => layout.setOpen + set + layout.setClose).join('') + layout.headerClose;
    return Buffer.from(header + body + layout.recordClose);
  }

  /** The sets of a list and all above them. */
  #memberships(setSpecs: string): number[] {
    return setSpecs === '' ? [] : closure(setSpecs.split(' ')).map((setSpec) => this.setId(setSpec));
  }
}

/** A record with another datestamp, which takes as much room and begins at this byte. */
function restamped(record: Buffer, start: number, datestamp: string): Buffer {
  const end = start + datestamp.length;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(record.toString('latin1', start, end))) {
    throw new StoreDamaged('a record has no datestamp where its header must have one');
  }
  return Buffer.concat([record.subarray(0, start), Buffer.from(datestamp), record.subarray(end)]);
}

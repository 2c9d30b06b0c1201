import { systemClock } from '../../clock.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Granularity } from '../../oai/granularity.ts';
import type { ItemRow } from '../batch/batch-tables.ts';
import { clockMissing } from '../clock-missing.ts';
import { StoreDamaged } from '../damaged.ts';
import { differenceOf } from '../difference-of.ts';
import { withoutTime } from '../pages/without-time.ts';
import { type StateRow, StateRows } from '../state-rows.ts';
import {
  type Change,
  type Difference,
  type ItemFormats,
  type Page,
  type PageQuery,
  type RecordLayout,
  type RecordReading,
  type RepositoryState,
  type SetsPage,
  StoreBusy,
  type StoredItem,
  type StoreReader,
} from '../store.ts';
import { toStoredItem } from '../stored-item.ts';
import { unpackRun } from '../unpack-run.ts';
import type { PostgresConnections } from './postgres-connections.ts';
import type { Reading } from './queries.ts';
import { readPage } from './read-page.ts';
import * as sql from './read-sql.ts';

/** Token keys are read again after so many seconds. */
const KEYS_LIFE = 1;

interface RecordRow {
  high: UtcSeconds;
  /** Whether some record of the item is disseminated. */
  seen: boolean;
  /** NULL: none in this format; then all that follows is NULL too. */
  place: number | null;
  size: number;
  deleted: 0 | 1;
  identifier: number;
  run_size: number;
  crc: number;
  plain: Buffer | null;
  packed: Buffer | null;
  offset: number;
}

/** What reads each answer by one statement: one snapshot, with the clock row in it. */
export class PostgresReader implements StoreReader {
  readonly #connections: PostgresConnections;
  readonly #reading: Reading;
  readonly #layout: RecordLayout;
  readonly #monotonic: () => number;
  readonly #states = new StateRows();
  #keys: Buffer[] = [];
  #keysRead = Number.NEGATIVE_INFINITY;

  /** It reads by some of these connections. */
  constructor(
    connections: PostgresConnections,
    reading: Reading,
    layout: RecordLayout,
    monotonic: () => number = systemClock.monotonic,
  ) {
    this.#connections = connections;
    this.#reading = reading;
    this.#layout = layout;
    this.#monotonic = monotonic;
  }

  advanceClock(now: UtcSeconds): Promise<void> {
    return this.#connections.raiseClock(now);
  }

  async readState(): Promise<RepositoryState> {
    return this.#toState(await this.#reading.read<StateRow>(sql.STATE));
  }

  #toState([row]: readonly StateRow[]): RepositoryState {
    const state = this.#states.toState(row);
    this.#keys = state.tokenKeys;
    this.#keysRead = this.#monotonic();
    return state;
  }

  async readTokenKeys({ fresh = false } = {}): Promise<Buffer[]> {
    if (!fresh && this.#monotonic() - this.#keysRead < KEYS_LIFE) return this.#keys;
    if (!fresh) return (await this.readState()).tokenKeys;
    try {
      return this.#toState(await this.#connections.read<StateRow>(sql.STATE)).tokenKeys;
    } catch (error) {
      // Where nobody can be asked who writes, what is known here must do.
      if (!(error instanceof StoreBusy)) throw error;
      return (await this.readState()).tokenKeys;
    }
  }

  async readSampleIdentifier(): Promise<string | undefined> {
    const [row] = await this.#reading.read<{ identifier: string }>(sql.SAMPLE);
    return row?.identifier;
  }

  readPage(query: PageQuery): Promise<Page> {
    return readPage(this.#reading, query, this.#layout);
  }

  async readRecord(identifier: string, metadataPrefix: string, granularity: Granularity): Promise<RecordReading> {
    const [row] = await this.#reading.read<RecordRow>(sql.RECORD, [identifier, metadataPrefix]);
    if (!row) throw clockMissing();
    const { high, seen, place, size, offset, packed } = row;
    if (!seen) return { high, found: 'noSuchItem' };
    if (place === null) return { high, found: 'noSuchFormat' };
    const base = row.plain ?? (packed && unpackRun({ packed, size: row.run_size, crc: row.crc }));
    const bytes = base?.subarray(offset, offset + size);
    if (bytes?.length !== size) throw new StoreDamaged(`no run holds place ${place}`);
    const pieces = granularity === 'day' ? withoutTime(this.#layout, row, bytes) : [bytes];
    return { high, found: 'record', bytes: Buffer.concat(pieces) };
  }

  async readItemFormats(identifier: string): Promise<ItemFormats> {
    const rows = await this.#reading.read<{ high: number; metadata_prefix: string | null; deleted: 0 | 1 }>(
      sql.ITEM_FORMATS,
      [identifier],
    );
    if (rows.length === 0) throw clockMissing();
    const prefixes = rows.flatMap(({ metadata_prefix, deleted }) => (deleted === 0 ? (metadata_prefix ?? []) : []));
    return { high: rows[0]?.high ?? 0, known: rows[0]?.metadata_prefix != null, metadataPrefixes: prefixes };
  }

  async readSets({ after = '', limit, size = false }: { after?: string; limit: number; size?: boolean }) {
    const rows = await this.#reading.read<{
      high: number;
      set_spec: string | null;
      set_name: string;
      size: number;
    }>(sql.SETS_PAGE, [after, limit + 1, size]);
    if (rows.length === 0) throw clockMissing();
    const sets = rows.flatMap(({ set_spec: setSpec, set_name: setName }) =>
      setSpec === null ? [] : [{ setSpec, setName }],
    );
    const page: SetsPage = {
      high: rows[0]?.high ?? 0,
      sets: sets.slice(0, limit),
      more: sets.length > limit,
      size: rows[0]?.size ?? 0,
    };
    return page;
  }

  async readItem(identifier: string): Promise<StoredItem | undefined> {
    const [row] = await this.#reading.read<ItemRow>(sql.ITEM, [identifier]);
    return row && toStoredItem(row);
  }

  async compare(changes: readonly Extract<Change, { kind: 'put' }>[], offered: readonly string[]): Promise<Difference> {
    const rows = await this.#reading.read<{
      identifier: string;
      metadata_prefix: string;
      set_specs: string;
      digest: Buffer;
    }>(sql.ALIVE, [changes.map(({ identifier }) => identifier)]);
    const alive = Map.groupBy(rows, ({ identifier }) => identifier);
    return differenceOf(changes, offered, (identifier) => alive.get(identifier) ?? []);
  }
}

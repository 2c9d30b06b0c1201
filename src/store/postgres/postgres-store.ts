import { randomBytes } from 'node:crypto';
import { Fault } from '../../fault.ts';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Access, Migrated } from '../access.ts';
import type { ItemRow } from '../batch/batch-tables.ts';
import type {
  Change,
  Counts,
  Difference,
  Maintenance,
  Outcome,
  PageQuery,
  RecordLayout,
  RenderingProgress,
  Store,
  StoredItem,
} from '../store.ts';
import { toStoredItem } from '../stored-item.ts';
import { type OpenedPostgres, openPostgres } from './open-postgres.ts';
import { PostgresActLog } from './postgres-act-log.ts';
import type { PostgresConnections } from './postgres-connections.ts';
import { PostgresQuarantine } from './postgres-quarantine.ts';
import { PostgresReader } from './postgres-reader.ts';
import { PostgresRestamping } from './postgres-restamping.ts';
import { PostgresSetLedger } from './postgres-set-ledger.ts';
import { PostgresSources } from './postgres-sources.ts';
import * as sql from './read-sql.ts';
import * as repository from './repository-sql.ts';
import { writeBatch } from './write-batch.ts';

/** A store in a PostgreSQL database. Any number of processes on any number of machines may have it open at once. */
export class PostgresStore implements Store {
  readonly description: string;
  readonly migrated: Migrated | undefined;
  readonly sources: PostgresSources;
  readonly quarantine: PostgresQuarantine;
  readonly sets: PostgresSetLedger;
  readonly restamping: PostgresRestamping;
  readonly acts: PostgresActLog;
  readonly #connections: PostgresConnections;
  readonly #layout: RecordLayout;
  readonly answers: PostgresReader;
  /** What it reads itself, to go by when it writes. */
  readonly #reader: PostgresReader;

  constructor({ connections, migrated, description }: OpenedPostgres, layout: RecordLayout) {
    this.description = description;
    this.migrated = migrated;
    this.#connections = connections;
    this.#layout = layout;
    this.answers = new PostgresReader(connections, connections.answers, layout);
    this.#reader = new PostgresReader(connections, connections, layout);
    this.sources = new PostgresSources(connections);
    this.quarantine = new PostgresQuarantine(connections);
    this.sets = new PostgresSetLedger(connections);
    this.restamping = new PostgresRestamping(connections);
    this.acts = new PostgresActLog(connections);
  }

  advanceClock(now: UtcSeconds): Promise<void> {
    return this.#reader.advanceClock(now);
  }

  readState() {
    return this.#reader.readState();
  }

  readTokenKeys(options?: { fresh?: boolean }) {
    return this.#reader.readTokenKeys(options);
  }

  readSampleIdentifier() {
    return this.#reader.readSampleIdentifier();
  }

  readPage(query: PageQuery) {
    return this.#reader.readPage(query);
  }

  readRecord(...query: Parameters<PostgresReader['readRecord']>) {
    return this.#reader.readRecord(...query);
  }

  readItemFormats(identifier: string) {
    return this.#reader.readItemFormats(identifier);
  }

  readSets(query: Parameters<PostgresReader['readSets']>[0]) {
    return this.#reader.readSets(query);
  }

  readItem(identifier: string): Promise<StoredItem | undefined> {
    return this.#reader.readItem(identifier);
  }

  write(changes: readonly Change[], now: () => UtcSeconds, { dryRun = false } = {}): Promise<Outcome[]> {
    return this.#connections.write((queries, clock) => writeBatch(queries, clock, changes, now, this.#layout), {
      rollBack: dryRun,
    });
  }

  async claimIdentifier(repositoryIdentifier: string): Promise<void> {
    // Mostly there is nothing to claim, and this may be a standby.
    if ((await this.answers.readState()).repositoryIdentifier === repositoryIdentifier) return;
    await this.#connections.write(async (queries) => {
      const [row] = await queries.rows<{ current: string | null; used: boolean }>(repository.IDENTIFIER);
      if (row?.current === repositoryIdentifier) return;
      if (row?.used && row.current !== null) {
        throw new Fault(
          `The records of ${this.description} bear the repository identifier ${row.current}; it cannot become ${repositoryIdentifier}, since identifiers are for ever. Set OAI_REPOSITORY_IDENTIFIER=${row.current}, or name another store.`,
        );
      }
      await queries.run(repository.SET_IDENTIFIER, [repositoryIdentifier]);
    });
  }

  async noteRendering(rendering: string, expected?: { before: string | undefined }): Promise<boolean> {
    const values = [rendering, expected === undefined, expected?.before ?? null];
    return (await this.#connections.write((queries) => queries.run(repository.NOTE_RENDERING, values))) === 1;
  }

  async noteRenderingProgress(progress: RenderingProgress): Promise<void> {
    await this.#connections.write((queries) => queries.run(repository.NOTE_PROGRESS, [JSON.stringify(progress)]));
  }

  async noteMaintenance(maintenance: Maintenance | undefined): Promise<void> {
    const value = maintenance === undefined ? null : JSON.stringify(maintenance);
    await this.#connections.write((queries) => queries.run(repository.NOTE_MAINTENANCE, [value]));
  }

  limitPatience(milliseconds: number): void {
    this.#connections.limitPatience(milliseconds);
  }

  compare(...query: Parameters<PostgresReader['compare']>): Promise<Difference> {
    return this.#reader.compare(...query);
  }

  async *items(from = ''): AsyncGenerator<StoredItem> {
    for (let after = from; ; ) {
      const rows = await this.#connections.read<ItemRow>(sql.ITEMS_BEHIND, [after]);
      for (const row of rows) yield toStoredItem(row);
      const last = rows.at(-1);
      if (!last) return;
      after = last.identifier;
    }
  }

  async due(now: UtcSeconds): Promise<StoredItem[]> {
    return (await this.#connections.read<ItemRow>(sql.DUE, [now])).map(toStoredItem);
  }

  counts(): Promise<Counts> {
    return this.#connections.snapshot(async (queries) => {
      const formats = await queries.rows<Counts['formats'][number]>(sql.COUNTS_OF_FORMATS);
      const [counts] = await queries.rows<Omit<Counts, 'formats'>>(sql.COUNTS);
      return { items: 0, sets: 0, waiting: 0, ...counts, formats };
    });
  }

  async rotateTokenKey({ keepPrevious }: { keepPrevious: boolean }): Promise<void> {
    const values = [randomBytes(32), keepPrevious];
    await this.#connections.write((queries) => queries.run(repository.ROTATE_KEY, values));
  }

  async size(): Promise<number> {
    const [row] = await this.#connections.read<{ bytes: number }>(repository.SIZE);
    return row?.bytes ?? 0;
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}

/** Opens the store at a URL of PostgreSQL. Faults: see openPostgres. */
export async function openPostgresStore(
  url: string,
  layout: RecordLayout,
  now: UtcSeconds,
  access: Access,
): Promise<PostgresStore> {
  return new PostgresStore(await openPostgres(url, now, access), layout);
}

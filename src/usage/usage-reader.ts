import type Database from 'better-sqlite3';
import type { HarvesterKey } from './harvester-key.ts';
import { nameOf } from './known-harvesters.ts';
import { lastComplete } from './last-complete.ts';
import { type ListRow, walkOf } from './list-row.ts';
import type { ListWalk } from './list-walk.ts';
import { openUsageFileForReading } from './open-usage-file.ts';
import type { Census, StoreSample } from './store-sample.ts';
import type { Asked, Refusal } from './usage-batch.ts';
import { SUMS, type UsageSums } from './usage-sums.ts';

/** Who harvests, and what it came to. Times are UTC seconds. */
export interface Harvester extends HarvesterKey, UsageSums {
  id: number;
  /** The service that it says it is, or the program. */
  name: string;
  firstSeen: number;
  lastSeen: number;
}

/** A walk, and whose it is. */
export interface HarvesterWalk extends ListWalk {
  harvester: number;
}

/** Sums of a stretch of time that begins at `from`. */
export interface UsageInterval extends UsageSums {
  from: number;
}

const SUMMED = SUMS.map((sum) => `total(${sum}) AS ${sum}`).join(', ');
const ROWS = 'harvester_id AS id, agent, network, mailbox, first_seen AS firstSeen, last_seen AS lastSeen';

/** Reads a usage file; a process of its own may write to it meanwhile. To be closed. */
export class UsageReader {
  readonly #db: Database.Database;

  private constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Undefined where there is no file yet. Throws a Fault where it cannot be read. */
  static open(path: string): UsageReader | undefined {
    const db = openUsageFileForReading(path);
    return db && new UsageReader(db);
  }

  /** Harvesters by when they were last seen, the latest first, with sums since `since`. */
  harvesters(since = 0): Harvester[] {
    return this.#db
      .prepare<[number], Omit<Harvester, 'name'>>(
        `SELECT ${ROWS}, ${SUMMED} FROM harvester LEFT JOIN hour USING (harvester_id)
         WHERE hour >= ? OR hour IS NULL GROUP BY harvester_id ORDER BY last_seen DESC, harvester_id`,
      )
      .all(since)
      .map((row) => ({ ...row, name: nameOf(row) }));
  }

  harvester(id: number): Harvester | undefined {
    const row = this.#db
      .prepare<[number], Omit<Harvester, 'name'>>(
        `SELECT ${ROWS}, ${SUMMED} FROM harvester LEFT JOIN hour USING (harvester_id)
         WHERE harvester_id = ? GROUP BY harvester_id`,
      )
      .get(id);
    return row && { ...row, name: nameOf(row) };
  }

  /** Sums of intervals of so many seconds since `since`, of one harvester or all; those in which nothing happened are left out. */
  intervals(since: number, seconds: number, harvester?: number): UsageInterval[] {
    const whose = harvester === undefined ? '' : 'AND harvester_id = @harvester';
    return this.#db
      .prepare<[object], UsageInterval>(
        `SELECT hour - hour % @seconds AS "from", ${SUMMED} FROM hour WHERE hour >= @since ${whose} GROUP BY 1 ORDER BY 1`,
      )
      .all({ since, seconds, harvester });
  }

  totals(since: number): UsageSums {
    return this.#db.prepare<[number], UsageSums>(`SELECT ${SUMMED} FROM hour WHERE hour >= ?`).get(since) as UsageSums;
  }

  /** Requests of people and crawlers by what they looked at. */
  visits(since: number): { kind: string; requests: number; bytes: number }[] {
    return this.#db
      .prepare<[number], { kind: string; requests: number; bytes: number }>(
        'SELECT kind, total(requests) AS requests, total(bytes) AS bytes FROM visit WHERE hour >= ? GROUP BY kind ORDER BY kind',
      )
      .all(since);
  }

  /** Walks that have not come to an end and moved since then, the latest first. */
  openWalks(since: number, limit: number): HarvesterWalk[] {
    return this.#walks('SELECT * FROM list WHERE ended IS NULL AND last >= ? ORDER BY last DESC LIMIT ?', since, limit);
  }

  /** The newest walks of a harvester. */
  walksOf(harvester: number, limit: number): HarvesterWalk[] {
    return this.#walks(
      'SELECT * FROM list WHERE harvester_id = ? ORDER BY last DESC, list_id DESC LIMIT ?',
      harvester,
      limit,
    );
  }

  /** Of each harvester the last complete run: a list of records or headers that was seen from its first page to its last. */
  lastCompleteRuns(): Map<number, HarvesterWalk> {
    const walks = this.#walks(`SELECT * FROM list WHERE list_id IN (${lastComplete('harvester_id')})`);
    return new Map(walks.map((walk) => [walk.harvester, walk]));
  }

  asked(harvester: number): Asked[] {
    return this.#db
      .prepare<[number], Asked>(
        `SELECT verb, metadata_prefix AS metadataPrefix, set_spec AS "set", requests, records, last FROM asked
         WHERE harvester_id = ? ORDER BY requests DESC, verb, metadata_prefix, set_spec`,
      )
      .all(harvester);
  }

  refusals(harvester: number): Refusal[] {
    return this.#db
      .prepare<[number], Refusal>(
        'SELECT code, requests, last, example FROM refusal WHERE harvester_id = ? ORDER BY requests DESC, code',
      )
      .all(harvester);
  }

  /** Samples of the store since then, without its formats, in order of time. */
  samples(since: number): (Omit<StoreSample, 'formats'> & { at: number })[] {
    return this.#db
      .prepare<[number], Omit<StoreSample, 'formats'> & { at: number }>(
        'SELECT at, items, sets, rejects, bytes FROM sample WHERE at >= ? ORDER BY at',
      )
      .all(since);
  }

  /** The last census, and when it was taken. */
  census(): (Census & { at: number }) | undefined {
    const row = this.#db.prepare<[], { at: number; content: string }>('SELECT at, content FROM census').get();
    return row && { ...(JSON.parse(row.content) as Census), at: row.at };
  }

  close(): void {
    this.#db.close();
  }

  #walks(sql: string, ...values: unknown[]): HarvesterWalk[] {
    return this.#db
      .prepare<unknown[], ListRow>(sql)
      .all(...values)
      .map((row) => ({ ...walkOf(row), harvester: row.harvester_id }));
  }
}

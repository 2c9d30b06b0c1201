import type Database from 'better-sqlite3';
import type { HarvesterKey } from './harvester-key.ts';
import { lastComplete } from './last-complete.ts';
import type { ListWalk } from './list-walk.ts';
import { type HarvesterBatch, OTHERS, type UsageBatch } from './usage-batch.ts';
import { SUMS } from './usage-sums.ts';

/** Harvesters that are told apart; beyond, they are counted together. */
const MOST_HARVESTERS = 1000;
/** Lists and combinations of arguments that are kept of each harvester: the newest. */
const MOST_LISTS = 200;
const MOST_ASKED = 100;

/** Writes batches into the usage file, each in one transaction. */
export class UsageWriter {
  readonly #db: Database.Database;
  /** Rows of walks that are in the file. */
  readonly #rows: WeakMap<ListWalk, number>;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(db: Database.Database, rows: WeakMap<ListWalk, number>) {
    this.#db = db;
    this.#rows = rows;
    this.#statements = prepare(db);
  }

  /** Throws the errors of SQLite; nothing is written then. */
  write({ harvesters, visits }: UsageBatch): void {
    const written: [ListWalk, number][] = [];
    this.#db
      .transaction(() => {
        for (const visit of visits.values()) this.#statements.visit.run(visit);
        for (const harvester of harvesters.values()) this.#writeHarvester(harvester, written);
      })
      .immediate();
    for (const [walk, row] of written) this.#rows.set(walk, row);
  }

  #writeHarvester({ key, first, last, hours, asked, refusals, walks }: HarvesterBatch, written: [ListWalk, number][]) {
    const statements = this.#statements;
    const harvester = this.#harvesterRow(key, first, last);
    for (const [hour, sums] of hours) statements.hour.run({ harvester, hour, ...sums });
    for (const one of asked.values()) statements.asked.run({ harvester, ...one });
    for (const refusal of refusals.values()) statements.refusal.run({ harvester, ...refusal });
    for (const walk of walks) written.push([walk, this.#writeWalk(harvester, walk)]);
    if (walks.size > 0) statements.trimLists.run({ harvester, kept: MOST_LISTS });
    if (asked.size > 0) statements.trimAsked.run({ harvester, kept: MOST_ASKED });
  }

  #harvesterRow(key: HarvesterKey, first: number, last: number): number {
    const { findHarvester, countHarvesters, addHarvester, seeHarvester } = this.#statements;
    const found = findHarvester.get(key);
    if (found !== undefined) {
      seeHarvester.run({ harvester: found, last });
      return found;
    }
    if (key !== OTHERS && (countHarvesters.get() ?? 0) >= MOST_HARVESTERS)
      return this.#harvesterRow(OTHERS, first, last);
    return Number(addHarvester.run({ ...key, first, last }).lastInsertRowid);
  }

  #writeWalk(harvester: number, walk: ListWalk): number {
    const values = {
      ...walk,
      harvester,
      ended: walk.ended ?? null,
      whole: walk.whole ? 1 : 0,
      points: JSON.stringify(walk.points),
    };
    const row = this.#rows.get(walk);
    // It may have been trimmed off meanwhile.
    if (row !== undefined && this.#statements.updateList.run({ ...values, row }).changes === 1) return row;
    return Number(this.#statements.addList.run(values).lastInsertRowid);
  }
}

function prepare(db: Database.Database) {
  const sums = SUMS.join(', ');
  return {
    findHarvester: db
      .prepare<[HarvesterKey], number>(
        'SELECT harvester_id FROM harvester WHERE agent = @agent AND network = @network AND mailbox = @mailbox',
      )
      .pluck(),
    countHarvesters: db.prepare<[], number>('SELECT count(*) FROM harvester').pluck(),
    addHarvester: db.prepare(
      `INSERT INTO harvester (agent, network, mailbox, first_seen, last_seen)
       VALUES (@agent, @network, @mailbox, @first, @last)`,
    ),
    seeHarvester: db.prepare('UPDATE harvester SET last_seen = max(last_seen, @last) WHERE harvester_id = @harvester'),
    hour: db.prepare(
      `INSERT INTO hour (harvester_id, hour, ${sums}) VALUES (@harvester, @hour, ${SUMS.map((sum) => `@${sum}`).join(', ')})
       ON CONFLICT DO UPDATE SET ${SUMS.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`,
    ),
    visit: db.prepare(
      `INSERT INTO visit (kind, hour, requests, bytes) VALUES (@kind, @hour, @requests, @bytes)
       ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, bytes = bytes + excluded.bytes`,
    ),
    asked: db.prepare(
      `INSERT INTO asked (harvester_id, verb, metadata_prefix, set_spec, requests, records, last)
       VALUES (@harvester, @verb, @metadataPrefix, @set, @requests, @records, @last)
       ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, records = records + excluded.records,
         last = excluded.last`,
    ),
    refusal: db.prepare(
      `INSERT INTO refusal (harvester_id, code, requests, last, example)
       VALUES (@harvester, @code, @requests, @last, @example)
       ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, last = excluded.last, example = excluded.example`,
    ),
    addList: db.prepare(
      `INSERT INTO list (harvester_id, verb, metadata_prefix, set_spec, from_date, until_date, began, last, ended, pages,
         delivered, size, whole, points)
       VALUES (@harvester, @verb, @metadataPrefix, @set, @from, @until, @began, @last, @ended, @pages,
         @delivered, @size, @whole, @points)`,
    ),
    updateList: db.prepare(
      `UPDATE list SET last = @last, ended = @ended, whole = @whole, pages = @pages, delivered = @delivered, size = @size, points = @points
       WHERE list_id = @row AND harvester_id = @harvester`,
    ),
    // The last complete runs stay, of everything and of what changed, however many others follow.
    trimLists: db.prepare(
      `DELETE FROM list WHERE harvester_id = @harvester
         AND list_id NOT IN (SELECT list_id FROM list WHERE harvester_id = @harvester ORDER BY last DESC LIMIT @kept)
         AND list_id NOT IN (${lastComplete("from_date = ''", 'harvester_id = @harvester')})`,
    ),
    trimAsked: db.prepare(
      `DELETE FROM asked WHERE harvester_id = @harvester
         AND (verb, metadata_prefix, set_spec) NOT IN (
           SELECT verb, metadata_prefix, set_spec FROM asked WHERE harvester_id = @harvester
           ORDER BY last DESC LIMIT @kept)`,
    ),
  };
}

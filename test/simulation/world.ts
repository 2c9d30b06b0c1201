import Database from 'better-sqlite3';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';
import { SqliteReader } from '../../src/store/sqlite/sqlite-reader.ts';
import { batchWriter } from '../../src/store/sqlite/write-batch.ts';
import type { Change } from '../../src/store/store.ts';
import { PLAIN_LAYOUT } from '../store-contract.ts';
import { interposed } from './interposed.ts';
import { type Action, type Edit, HARVESTERS, type Moment, SERVERS, WRITERS, type Write } from './schedule.ts';
import { SimulatedHarvester } from './simulated-harvester.ts';

/**
 * How datestamps and response dates come about. `clock row` is what the product does; the two others are the
 * designs that everybody tries first, and are here to show that the simulation catches them.
 */
export type Design = 'clock row' | 'datestamp at statement' | 'stamp, commit, verify';

/** 2026-01-01T23:59:50Z: a day ends soon. */
export const T0 = 1_767_311_990;

/** A process is ended here. */
export class Killed extends Error {}

interface Writer {
  db: Database.Database;
  batch(changes: readonly Change[], now: () => number): unknown;
}

/** Several writing and serving processes on one SQLite file, and harvesters that follow the protocol. */
export class World {
  readonly #design: Design;
  readonly #writers: Writer[];
  readonly #servers: { db: Database.Database; reader: SqliteReader; ticker: Database.Database }[];
  readonly #snapshotSql: Database.Statement;
  #now = T0;
  #highestPromise = 0;
  #step = 0;
  #write: Write | undefined;
  #harvesters: SimulatedHarvester[] = [];
  #story: string[] = [];
  #lastPlace = new Map<number, number>();
  readonly statistics = { commits: 0, kills: 0, killsInTransaction: 0, answers: 0 };

  constructor(path: string, design: Design) {
    this.#design = design;
    const first = openDatabase(path, T0).db;
    this.#writers = Array.from({ length: WRITERS }, (_, index) => {
      const db = index === 0 ? first : new Database(path, { timeout: 0 });
      // Speed only: a simulated crash is a rollback, and no power is cut here.
      db.pragma('synchronous = OFF');
      const wrapped = interposed(db, {
        before: () => this.#pass(),
        bend: (sql, row) =>
          this.#design === 'clock row' || !sql.startsWith('SELECT high') ? row : { ...(row as object), high: 0 },
      });
      return { db, batch: batchWriter(wrapped, PLAIN_LAYOUT) };
    });
    this.#servers = Array.from({ length: SERVERS }, () => {
      const db = new Database(path, { readonly: true, timeout: 0 });
      const ticker = new Database(path, { timeout: 0 });
      ticker.pragma('synchronous = OFF');
      return { db, reader: new SqliteReader(db, PLAIN_LAYOUT), ticker };
    });
    this.#snapshotSql = first.prepare(
      'SELECT format_id, place, identifier, datestamp FROM record WHERE place > ? AND format_id = ? ORDER BY place',
    );
  }

  close(): void {
    for (const { db } of this.#writers) db.close();
    for (const { db, ticker } of this.#servers) {
      db.close();
      ticker.close();
    }
  }

  /** Runs a schedule on an empty store; throws an Error that tells the story when something was lost. */
  run(actions: readonly Action[]): void {
    this.#reset();
    try {
      for (const action of actions) {
        if (action.do === 'write') this.#doWrite(action);
        else this.#doMoment(action);
      }
      this.#finish();
    } catch (error) {
      throw new Error(`${(error as Error).message}\nWhat happened:\n  ${this.#story.join('\n  ')}`);
    }
  }

  #reset(): void {
    this.#writers[0]?.db.exec(
      `DELETE FROM member; DELETE FROM record; DELETE FROM run; DELETE FROM plain_run; DELETE FROM item; DELETE FROM tick; DELETE FROM tally;
       UPDATE clock SET high = ${T0}, next_sequence = 1`,
    );
    this.#now = T0;
    this.#highestPromise = 0;
    this.#story = [];
    this.#lastPlace = new Map();
    this.#harvesters = HARVESTERS.map((what) => new SimulatedHarvester(what));
  }

  #doMoment(moment: Moment): void {
    switch (moment.do) {
      case 'clock':
        this.#now += moment.by;
        this.#tell(`the clock moves by ${moment.by} to ${this.#second(this.#now)}`);
        return;
      case 'raise':
        this.#raise(moment.server);
        return;
      case 'harvest':
        this.#harvest(moment.harvester, moment.server, moment.limit);
    }
  }

  /** As the endpoint does it: now first, then the clock row, then the snapshot. */
  #harvest(number: number, server: number, limit: number): boolean {
    const harvester = this.#harvesters[number];
    const reader = this.#servers[server]?.reader;
    if (!harvester || !reader) throw new Error('no such actor');
    const now = this.#now;
    this.#raise(server);
    const { after, selection, granularity } = harvester.request();
    const page = reader.readPage({
      selection,
      ...(after === undefined ? {} : { after }),
      limit,
      maxBytes: 1e9,
      part: 'record',
      granularity,
    });
    const responseDate = this.#design === 'clock row' ? Math.min(now, page.high) : now;
    this.#highestPromise = Math.max(this.#highestPromise, responseDate);
    this.statistics.answers += 1;
    const records = harvester.receive(page, responseDate);
    this.#tell(`harvester ${number} gets ${records || 'nothing'} with responseDate ${this.#second(responseDate)}`);
    return page.more;
  }

  #raise(server: number): void {
    try {
      this.#servers[server]?.ticker.prepare('UPDATE clock SET high = @now WHERE high < @now').run({ now: this.#now });
    } catch {
      // Locked by a writer: left alone, as the product does.
    }
  }

  #doWrite(write: Write): void {
    const writer = this.#writers[write.writer];
    if (!writer) throw new Error('no such writer');
    this.#write = write;
    this.#step = 0;
    this.#tell(`writer ${write.writer} begins`);
    const early = this.#now;
    const now = () => (this.#design === 'datestamp at statement' ? early : this.#now);
    try {
      this.#transaction(writer, write.edits, now);
      if (this.#design === 'stamp, commit, verify') this.#verify(writer, write.edits);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.statistics.kills += 1;
      if (writer.db.inTransaction) {
        this.statistics.killsInTransaction += 1;
        writer.db.exec('ROLLBACK');
      }
      this.#tell(`writer ${write.writer} is killed before step ${this.#step}`);
    }
    this.#write = undefined;
  }

  #transaction(writer: Writer, edits: readonly Edit[], now: () => number): void {
    this.#pass();
    writer.db.exec('BEGIN IMMEDIATE');
    this.#pass();
    writer.batch(edits.map(toChange), now);
    this.#pass();
    writer.db.exec('COMMIT');
    this.#afterCommit();
    this.#pass();
  }

  /** The third design's second half: when the clock has moved on since, stamp again. */
  #verify(writer: Writer, edits: readonly Edit[]): void {
    const stamped = writer.db.prepare('SELECT max(datestamp) FROM record').pluck().get() as number | null;
    if (stamped === null || stamped >= this.#now) return;
    const again = edits.map((edit) => (edit.edit === 'put' ? { ...edit, version: edit.version + 100 } : edit));
    this.#transaction(writer, again, () => this.#now);
  }

  /** One step of the write protocol: what happens meanwhile, and perhaps death. */
  #pass(): void {
    const write = this.#write;
    if (!write) return;
    const step = this.#step;
    for (const { moment } of write.meanwhile.filter((entry) => entry.step === step)) this.#doMoment(moment);
    if (write.killedAt === step) throw new Killed();
    this.#step += 1;
  }

  /** The promise itself: nothing may become visible that is dated before an answer that did not show it. */
  #afterCommit(): void {
    this.statistics.commits += 1;
    const formats = this.#writers[0]?.db.prepare('SELECT format_id FROM format').pluck().all() as number[];
    for (const format of formats) {
      const rows = this.#snapshotSql.all(this.#lastPlace.get(format) ?? 0, format) as {
        place: number;
        identifier: string;
        datestamp: number;
      }[];
      for (const { place, identifier, datestamp } of rows) {
        this.#lastPlace.set(format, place);
        this.#tell(`${identifier} is committed with datestamp ${this.#second(datestamp)}`);
        if (this.#design === 'clock row' && datestamp < this.#highestPromise) {
          throw new Error(`${identifier} appeared with a datestamp before a responseDate that was given already`);
        }
      }
    }
  }

  /** Everybody harvests to the end, and then once more; then each mirror must hold what the store holds. */
  #finish(): void {
    for (const [number, harvester] of this.#harvesters.entries()) {
      for (let lists = 0; lists < 2; ) {
        if (!this.#harvest(number, number % SERVERS, 2)) lists += 1;
      }
      const reader = this.#servers[0]?.reader;
      const whole = new SimulatedHarvester(harvester.what);
      const { selection, granularity } = whole.request();
      const page = reader?.readPage({ selection, limit: 1000, maxBytes: 1e9, part: 'record', granularity });
      if (page) whole.receive(page, 0);
      const lost = harvester.misses(whole);
      if (lost !== undefined) throw new Error(`harvester ${number} ${lost}`);
    }
  }

  #second(time: number): string {
    return `T${time >= T0 ? '+' : ''}${time - T0}`;
  }

  #tell(sentence: string): void {
    this.#story.push(this.#write ? `  (step ${this.#step}) ${sentence}` : sentence);
  }
}

/** What a batch writes for an edit. */
export function toChange(edit: Edit): Change {
  if (edit.edit === 'delete') return { kind: 'delete', identifier: edit.id, by: 'source' };
  const body = `v${edit.version}`;
  const prefixes = edit.version % 2 === 1 ? ['oai_dc', 'odd'] : ['oai_dc'];
  return {
    kind: 'put',
    identifier: edit.id,
    content: body,
    sets: edit.set === undefined ? [] : [edit.set],
    bodies: new Map(prefixes.map((prefix) => [prefix, body])),
  };
}

import { PostgresConnections, RAISE_CLOCK } from '../../src/store/postgres/postgres-connections.ts';
import { readPostgresUrl } from '../../src/store/postgres/postgres-url.ts';
import type { Queries, Statement } from '../../src/store/postgres/queries.ts';
import { readPage } from '../../src/store/postgres/read-page.ts';
import { writeBatch } from '../../src/store/postgres/write-batch.ts';
import { PLAIN_LAYOUT } from '../store-contract.ts';
import { type Action, type Edit, HARVESTERS, type Moment, SERVERS, WRITERS, type Write } from './schedule.ts';
import { SimulatedHarvester } from './simulated-harvester.ts';
import { type Design, Killed, T0, toChange } from './world.ts';

const EMPTY: Statement = {
  name: 'empty',
  text: `WITH a AS (DELETE FROM member), b AS (DELETE FROM record), c AS (DELETE FROM run), d AS (DELETE FROM plain_run),
    e AS (DELETE FROM item), f AS (DELETE FROM tick), g AS (DELETE FROM tally)
    UPDATE clock SET high = ${T0}, next_sequence = 1`,
};

const NEW_RECORDS: Statement = {
  name: 'new_records',
  text: `SELECT place, identifier, datestamp FROM record WHERE place <> ALL ($1) ORDER BY place`,
};

const NEWEST: Statement = { name: 'newest', text: 'SELECT max(datestamp) AS datestamp FROM record' };

/** World, on PostgreSQL: several writing and serving processes on one database, each with connections of its own. */
export class PostgresWorld {
  readonly #design: Design;
  readonly #writers: PostgresConnections[];
  readonly #servers: PostgresConnections[];
  #now = T0;
  #highestPromise = 0;
  #step = 0;
  #inTransaction = false;
  #write: Write | undefined;
  #harvesters: SimulatedHarvester[] = [];
  #story: string[] = [];
  #seen: number[] = [];
  readonly statistics = { commits: 0, kills: 0, killsInTransaction: 0, answers: 0 };

  /** The database must hold a store. */
  constructor(url: string, design: Design) {
    this.#design = design;
    const connect = () => new PostgresConnections(readPostgresUrl(url));
    this.#writers = Array.from({ length: WRITERS }, connect);
    this.#servers = Array.from({ length: SERVERS }, connect);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#writers, ...this.#servers].map((connections) => connections.close()));
  }

  /** Runs a schedule on an empty store; rejects with an Error that tells the story when something was lost. */
  async run(actions: readonly Action[]): Promise<void> {
    await this.#reset();
    try {
      for (const action of actions) {
        if (action.do === 'write') await this.#doWrite(action);
        else await this.#doMoment(action);
      }
      await this.#finish();
    } catch (error) {
      throw new Error(`${(error as Error).message}\nWhat happened:\n  ${this.#story.join('\n  ')}`);
    }
  }

  async #reset(): Promise<void> {
    await this.#writers[0]?.session((queries) => queries.run(EMPTY));
    this.#now = T0;
    this.#highestPromise = 0;
    this.#story = [];
    this.#seen = [];
    this.#harvesters = HARVESTERS.map((what) => new SimulatedHarvester(what));
  }

  async #doMoment(moment: Moment): Promise<void> {
    switch (moment.do) {
      case 'clock':
        this.#now += moment.by;
        this.#tell(`the clock moves by ${moment.by} to ${second(this.#now)}`);
        return;
      case 'raise':
        await this.#raise(moment.server);
        return;
      case 'harvest':
        await this.#harvest(moment.harvester, moment.server, moment.limit);
    }
  }

  /** As the endpoint does it: now first, then the clock row, then the snapshot. */
  async #harvest(number: number, server: number, limit: number): Promise<boolean> {
    const harvester = this.#harvesters[number];
    const connections = this.#servers[server];
    if (!harvester || !connections) throw new Error('no such actor');
    const now = this.#now;
    await this.#raise(server);
    const { after, selection, granularity } = harvester.request();
    const query = { selection, ...(after === undefined ? {} : { after }), limit, maxBytes: 1e9, granularity };
    const page = await readPage(connections, { ...query, part: 'record' }, PLAIN_LAYOUT);
    const responseDate = this.#design === 'clock row' ? Math.min(now, page.high) : now;
    this.#highestPromise = Math.max(this.#highestPromise, responseDate);
    this.statistics.answers += 1;
    const records = harvester.receive(page, responseDate);
    this.#tell(`harvester ${number} gets ${records || 'nothing'} with responseDate ${second(responseDate)}`);
    return page.more;
  }

  /** The product's own statement, each time: the product itself sends it once a second. */
  async #raise(server: number): Promise<void> {
    await this.#servers[server]?.session((queries) => queries.run(RAISE_CLOCK, [this.#now]));
  }

  async #doWrite(write: Write): Promise<void> {
    const writer = this.#writers[write.writer];
    if (!writer) throw new Error('no such writer');
    this.#write = write;
    this.#step = 0;
    this.#tell(`writer ${write.writer} begins`);
    const early = this.#now;
    const now = () => (this.#design === 'datestamp at statement' ? early : this.#now);
    try {
      await this.#transaction(writer, write.edits, now);
      if (this.#design === 'stamp, commit, verify') await this.#verify(writer, write.edits);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.statistics.kills += 1;
      if (this.#inTransaction) this.statistics.killsInTransaction += 1;
      this.#tell(`writer ${write.writer} is killed before step ${this.#step}`);
    }
    this.#inTransaction = false;
    this.#write = undefined;
  }

  async #transaction(writer: PostgresConnections, edits: readonly Edit[], now: () => number): Promise<void> {
    await this.#pass();
    await writer.write(async (queries, clock) => {
      this.#inTransaction = true;
      await this.#pass();
      const held = this.#design === 'clock row' ? clock : { ...clock, high: 0 };
      await writeBatch(this.#interposed(queries), held, edits.map(toChange), now, PLAIN_LAYOUT);
      await this.#pass();
    });
    this.#inTransaction = false;
    await this.#afterCommit();
    await this.#pass();
  }

  /** Between two statements of a transaction others act, clocks step, or the process dies. */
  #interposed(queries: Queries): Queries {
    return {
      rows: async (statement, values) => {
        await this.#pass();
        return queries.rows(statement, values);
      },
      run: async (statement, values) => {
        await this.#pass();
        return queries.run(statement, values);
      },
    };
  }

  /** The third design's second half: when the clock has moved on since, stamp again. */
  async #verify(writer: PostgresConnections, edits: readonly Edit[]): Promise<void> {
    const [stamped] = await writer.read<{ datestamp: number | null }>(NEWEST);
    if (stamped === undefined || stamped.datestamp === null || stamped.datestamp >= this.#now) return;
    const again = edits.map((edit) => (edit.edit === 'put' ? { ...edit, version: edit.version + 100 } : edit));
    await this.#transaction(writer, again, () => this.#now);
  }

  /** One step of the write protocol: what happens meanwhile, and perhaps death. */
  async #pass(): Promise<void> {
    const write = this.#write;
    if (!write) return;
    const step = this.#step;
    for (const { moment } of write.meanwhile.filter((entry) => entry.step === step)) await this.#doMoment(moment);
    if (write.killedAt === step) throw new Killed();
    this.#step += 1;
  }

  /** The promise itself: nothing may become visible that is dated before an answer that did not show it. */
  async #afterCommit(): Promise<void> {
    this.statistics.commits += 1;
    const rows = await this.#writers[0]?.read<{ place: number; identifier: string; datestamp: number }>(NEW_RECORDS, [
      this.#seen,
    ]);
    for (const { place, identifier, datestamp } of rows ?? []) {
      this.#seen.push(place);
      this.#tell(`${identifier} is committed with datestamp ${second(datestamp)}`);
      if (this.#design === 'clock row' && datestamp < this.#highestPromise) {
        throw new Error(`${identifier} appeared with a datestamp before a responseDate that was given already`);
      }
    }
  }

  /** Everybody harvests to the end, and then once more; then each mirror must hold what the store holds. */
  async #finish(): Promise<void> {
    for (const [number, harvester] of this.#harvesters.entries()) {
      for (let lists = 0; lists < 2; ) {
        if (!(await this.#harvest(number, number % SERVERS, 2))) lists += 1;
      }
      const whole = new SimulatedHarvester(harvester.what);
      const { selection, granularity } = whole.request();
      const all = { selection, limit: 1000, maxBytes: 1e9, part: 'record', granularity } as const;
      const [server] = this.#servers;
      if (server) whole.receive(await readPage(server, all, PLAIN_LAYOUT), 0);
      const lost = harvester.misses(whole);
      if (lost !== undefined) throw new Error(`harvester ${number} ${lost}`);
    }
  }

  #tell(sentence: string): void {
    this.#story.push(this.#write ? `  (step ${this.#step}) ${sentence}` : sentence);
  }
}

function second(time: number): string {
  return `T${time >= T0 ? '+' : ''}${time - T0}`;
}

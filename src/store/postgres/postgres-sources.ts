import type { Seen, SourceLedger, SourceRun } from '../source-ledger.ts';
import { type SourceRow, toRun } from '../source-row.ts';
import { columnsOf } from './columns-of.ts';
import type { Connections, Queries, Statement } from './queries.ts';
import { storable } from './storable.ts';

const statement = (name: string, text: string): Statement => ({ name: `sources ${name}`, text });

const RUN = 'name, lock_owner, lock_until, started, ended, outcome, fault, state';

const LOCK = statement(
  'lock',
  `INSERT INTO source (name, lock_owner, lock_until, started) VALUES ($1, $2, $3, $4)
   ON CONFLICT (name) DO UPDATE SET lock_owner = $2, lock_until = $3, started = coalesce($4, source.started)
   WHERE source.lock_owner IS NULL OR source.lock_owner = $2 OR source.lock_until <= $5 OR source.lock_until IS NULL
   RETURNING ${RUN}`,
);

const ONE_RUN = statement('one run', `SELECT ${RUN} FROM source WHERE name = $1`);

const RUNS = statement('runs', `SELECT ${RUN} FROM source ORDER BY name`);

const RENEW = statement('renew', 'UPDATE source SET lock_until = $3 WHERE name = $1 AND lock_owner = $2');

/** Nothing else is known of it: the lock of a dry run alone brought it in. */
const RELEASE_UNKNOWN = statement(
  'release unknown',
  'DELETE FROM source WHERE name = $1 AND lock_owner = $2 AND started IS NULL AND state IS NULL',
);

const RELEASE = statement(
  'release',
  'UPDATE source SET lock_owner = NULL, lock_until = NULL WHERE name = $1 AND lock_owner = $2',
);

const END = statement(
  'end',
  `UPDATE source SET lock_owner = NULL, lock_until = NULL, ended = $3, outcome = coalesce($4, outcome), fault = $5
   WHERE name = $1 AND lock_owner = $2`,
);

const SAVE_STATE = statement('save state', 'UPDATE source SET state = $2 WHERE name = $1');

const STRIKE = statement('strike', 'DELETE FROM source WHERE name = $1 AND lock_owner = $2');

/** The place of the item that holds; NULL where none does. */
const MAKE_SEEN = statement(
  'make seen',
  'CREATE TEMP TABLE IF NOT EXISTS seen (identifier text COLLATE "C" PRIMARY KEY, place text)',
);

const EMPTY_SEEN = statement('empty seen', 'TRUNCATE pg_temp.seen');

const LOOK_UP_SEEN = statement(
  'look up seen',
  'SELECT identifier, place FROM pg_temp.seen WHERE identifier = ANY ($1::text[])',
);

const NOTE_SEEN = statement(
  'note seen',
  `INSERT INTO pg_temp.seen SELECT * FROM unnest($1::text[], $2::text[])
   ON CONFLICT (identifier) DO UPDATE SET place = excluded.place`,
);

/** Temporary tables are not looked at by the server itself: without this it would guess how large it is. */
const MEASURE_SEEN = statement('measure seen', 'ANALYZE pg_temp.seen');

const UNSEEN = 'NOT EXISTS (SELECT FROM pg_temp.seen WHERE seen.identifier = item.identifier)';

const COUNT_UNSEEN = statement(
  'count unseen',
  `SELECT (SELECT count(*) FROM item WHERE source = $1 AND deleted IS NULL) AS "all",
    (SELECT count(*) FROM item WHERE source = $1 AND deleted IS NULL AND ${UNSEEN}) AS unseen`,
);

const LIST_UNSEEN = statement(
  'list unseen',
  `SELECT identifier FROM item WHERE identifier > $1 AND source = $2 AND deleted IS NULL AND ${UNSEEN}
   ORDER BY identifier LIMIT $3`,
);

const ITEM_COUNTS = statement(
  'item counts',
  'SELECT source AS name, count(*) AS items FROM item WHERE deleted IS NULL GROUP BY source ORDER BY source',
);

const ITEMS_OF = statement(
  'items of',
  'SELECT identifier FROM item WHERE identifier > $1 AND source = $2 ORDER BY identifier LIMIT $3',
);

const HAND_OVER = statement(
  'hand over',
  'UPDATE item SET source = $3 WHERE identifier = ANY ($1::text[]) AND source = $2',
);

/**
 * The source ledger in PostgreSQL. What a run has seen lies in a temporary table of the connection that writes: where
 * that connection is lost, so is the table, and whatever asks for it ends with a Fault instead of an empty answer.
 */
export class PostgresSources implements SourceLedger {
  readonly #connections: Connections;
  #hasSeen = false;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async lock(
    name: string,
    owner: string,
    now: number,
    until: number,
    { dryRun = false } = {},
  ): Promise<{ locked: boolean; run: SourceRun }> {
    return this.#connections.session(async (queries) => {
      for (;;) {
        const [mine] = await queries.rows<SourceRow>(LOCK, [name, owner, until, dryRun ? null : now, now]);
        if (mine) return { locked: true, run: toRun(mine) };
        const [theirs] = await queries.rows<SourceRow>(ONE_RUN, [name]);
        if (theirs) return { locked: false, run: toRun(theirs) };
        // Struck off in between.
      }
    });
  }

  async renew(name: string, owner: string, until: number): Promise<boolean> {
    return (await this.#run(RENEW, [name, owner, until])) === 1;
  }

  async release(
    name: string,
    owner: string,
    end: { ended: number; outcome?: Record<string, number>; fault?: string } | undefined,
  ): Promise<void> {
    if (end !== undefined) {
      const outcome = end.outcome === undefined ? null : JSON.stringify(end.outcome);
      await this.#run(END, [name, owner, end.ended, outcome, storable(end.fault)]);
    } else if ((await this.#run(RELEASE_UNKNOWN, [name, owner])) === 0) {
      await this.#run(RELEASE, [name, owner]);
    }
  }

  async saveState(name: string, state: unknown): Promise<void> {
    await this.#run(SAVE_STATE, [name, JSON.stringify(state)]);
  }

  async runs(): Promise<SourceRun[]> {
    return (await this.#connections.read<SourceRow>(RUNS)).map(toRun);
  }

  async forgetSeen(): Promise<void> {
    await this.#connections.session((queries) => this.#beginSeen(queries));
  }

  async markSeen(entries: readonly Seen[]): Promise<(string | undefined)[]> {
    return this.#withSeen(async (queries) => {
      const identifiers = entries.map(({ identifier }) => storable(identifier));
      const rows = await queries.rows<{ identifier: string; place: string | null }>(LOOK_UP_SEEN, [
        [...new Set(identifiers)],
      ]);
      const known = new Map(rows.map(({ identifier, place }) => [identifier, place]));
      const noted = new Map<string, string | null>();
      const note = (identifier: string, place: string | null) => {
        known.set(identifier, place);
        noted.set(identifier, place);
      };
      const repeated = entries.map(({ seen, place }, index) => {
        const identifier = identifiers[index] ?? '';
        const holds = seen === 'item' ? storable(place) : null;
        const first = known.get(identifier);
        if (first === undefined) note(identifier, holds);
        else if (seen === 'item' && first !== null) return first;
        else if (seen !== 'refusal') note(identifier, holds);
        return undefined;
      });
      if (noted.size > 0) {
        const columns = columnsOf(
          [...noted],
          ([identifier]) => identifier,
          ([, place]) => place,
        );
        await queries.run(NOTE_SEEN, columns);
      }
      return repeated;
    });
  }

  async countUnseen(name: string): Promise<{ all: number; unseen: number }> {
    return this.#withSeen(async (queries) => {
      await queries.run(MEASURE_SEEN);
      const [counts] = await queries.rows<{ all: number; unseen: number }>(COUNT_UNSEEN, [name]);
      return counts ?? { all: 0, unseen: 0 };
    });
  }

  async unseen(name: string, after: string, limit: number): Promise<string[]> {
    return this.#withSeen((queries) => identifiersOf(queries, LIST_UNSEEN, [after, name, limit]));
  }

  async itemCounts(): Promise<{ name: string; items: number }[]> {
    return this.#connections.read(ITEM_COUNTS);
  }

  async itemsOf(name: string, after: string, limit: number): Promise<string[]> {
    return this.#connections.session((queries) => identifiersOf(queries, ITEMS_OF, [after, name, limit]));
  }

  async handOver(identifiers: readonly string[], from: string, to: string): Promise<void> {
    await this.#connections.write((queries) => queries.run(HAND_OVER, [identifiers, from, to]));
  }

  async strike(name: string, owner: string): Promise<void> {
    await this.#run(STRIKE, [name, owner]);
  }

  #run(one: Statement, values: readonly unknown[]): Promise<number> {
    return this.#connections.session((queries) => queries.run(one, values));
  }

  async #beginSeen(queries: Queries): Promise<void> {
    await queries.run(MAKE_SEEN);
    await queries.run(EMPTY_SEEN);
    this.#hasSeen = true;
  }

  #withSeen<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#connections.session(async (queries) => {
      if (!this.#hasSeen) await this.#beginSeen(queries);
      return await work(queries);
    });
  }
}

async function identifiersOf(queries: Queries, one: Statement, values: readonly unknown[]): Promise<string[]> {
  return (await queries.rows<{ identifier: string }>(one, values)).map(({ identifier }) => identifier);
}

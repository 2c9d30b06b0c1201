import { randomBytes } from 'node:crypto';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import { placeOf } from '../place.ts';
import type { Restamping } from '../restamping.ts';
import type { Place } from '../store.ts';
import type { Connections, Queries, Statement } from './queries.ts';

const statement = (name: string, text: string): Statement => ({ name: `restamping ${name}`, text });

const BEGIN = statement(
  'begin',
  `UPDATE repository SET restamp_before = $1, token_key = $2, previous_token_key = NULL
   WHERE restamp_before IS NULL OR NOT $3::boolean`,
);

const RAISE = statement('raise', 'UPDATE clock SET high = $1 WHERE high < $1');

const STATE = statement(
  'state',
  `SELECT restamp_before AS before, coalesce((SELECT sum(records) FROM tally WHERE set_id = 0), 0)::bigint AS records
   FROM repository`,
);

const FORMATS = statement('formats', 'SELECT format_id FROM format ORDER BY format_id');

const COUNT = statement('count', 'SELECT count(*) AS records FROM record WHERE place >= $1 AND place < $2');

const OLDEST = statement(
  'oldest',
  `SELECT place, item.identifier FROM record JOIN item USING (item_id)
   WHERE place >= $1 AND place < $2 ORDER BY place LIMIT $3::integer`,
);

const END = statement('end', 'UPDATE repository SET restamp_before = NULL');

interface State {
  /** The sequence number before which records have their old datestamps; null: none is begun. */
  before: number | null;
  /** All that there are. */
  records: number;
  formats: number[];
}

/** Dating all records of a store in PostgreSQL anew. */
export class PostgresRestamping implements Restamping {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  begin(now: UtcSeconds, { resume = false } = {}): Promise<{ resumed: boolean }> {
    return this.#connections.write(async (queries, { nextSequence }) => {
      if ((await queries.run(BEGIN, [nextSequence, randomBytes(32), resume])) === 0) return { resumed: true };
      await queries.run(RAISE, [now]);
      return { resumed: false };
    });
  }

  left(): Promise<{ begun: boolean; records: number }> {
    return this.#connections.snapshot(async (queries) => {
      const { before, records, formats } = await readState(queries);
      if (before === null) return { begun: false, records };
      let left = 0;
      for (const format of formats) {
        const range = [placeOf(format, 0), placeOf(format, before)];
        left += (await queries.rows<{ records: number }>(COUNT, range))[0]?.records ?? 0;
      }
      return { begun: true, records: left };
    });
  }

  async *remaining(limit: number): AsyncGenerator<string[]> {
    const { before, formats } = await this.#connections.session(readState);
    for (const format of formats) {
      for (let from = placeOf(format, 0); ; ) {
        const range = [from, placeOf(format, before ?? 0), limit];
        const rows = await this.#connections.session((queries) =>
          queries.rows<{ place: Place; identifier: string }>(OLDEST, range),
        );
        const last = rows.at(-1);
        if (!last) break;
        yield rows.map(({ identifier }) => identifier);
        from = last.place + 1;
      }
    }
  }

  async end(): Promise<void> {
    await this.#connections.write((queries) => queries.run(END));
  }
}

async function readState(queries: Queries): Promise<State> {
  const [state] = await queries.rows<Omit<State, 'formats'>>(STATE);
  const formats = await queries.rows<{ format_id: number }>(FORMATS);
  return { before: null, records: 0, ...state, formats: formats.map(({ format_id }) => format_id) };
}

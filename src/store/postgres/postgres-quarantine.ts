import { OF_ERASED, type Quarantine, type Reject, type StoredReject } from '../quarantine.ts';
import { type RejectRow, toReject } from '../reject-row.ts';
import { columnsOf } from './columns-of.ts';
import { portionsOf } from './portions-of.ts';
import type { Connections, Queries, Statement } from './queries.ts';
import { storable } from './storable.ts';

const statement = (name: string, text: string): Statement => ({ name: `quarantine ${name}`, text });

const COLUMNS = 'reject_id, source, path, line, identifier, reason, raw, rejected';

const MAKE_REFUSED = statement(
  'make refused',
  'CREATE TEMP TABLE IF NOT EXISTS refused (reject_id bigint PRIMARY KEY)',
);

const EMPTY_REFUSED = statement('empty refused', 'TRUNCATE pg_temp.refused');

const NOTE_REFUSED = statement(
  'note refused',
  'INSERT INTO pg_temp.refused SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING',
);

const ERASED = statement('erased', 'SELECT identifier FROM item WHERE identifier = ANY ($1::text[]) AND erased = 1');

/** Of several the oldest is renewed: it comes last, and so holds in a map. */
const FORMER = statement(
  'former',
  `SELECT reject_id, source, path, line, identifier FROM (
     SELECT reject.* FROM unnest($1::text[], $2::text[]) AS new (source, identifier)
     JOIN reject ON reject.source = new.source AND left(reject.identifier, 500) = left(new.identifier, 500)
       AND reject.identifier = new.identifier
     UNION ALL
     SELECT reject.* FROM unnest($3::text[], $4::text[], $5::bigint[]) AS new (source, path, line)
     JOIN reject ON reject.source = new.source AND left(reject.identifier, 500) IS NULL AND reject.path = new.path
       AND reject.line IS NOT DISTINCT FROM new.line
   ) AS former ORDER BY reject_id DESC`,
);

const HIGHEST = statement('highest', 'SELECT coalesce(max(reject_id), 0) AS id FROM reject');

const SAVE = statement(
  'save',
  `INSERT INTO reject (${COLUMNS})
   SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[])
   ON CONFLICT (reject_id) DO UPDATE SET path = excluded.path, line = excluded.line, reason = excluded.reason,
     raw = excluded.raw, rejected = excluded.rejected`,
);

const REMOVE_MENDED = statement(
  'remove mended',
  `DELETE FROM reject USING unnest($2::text[]) AS mended (identifier)
   WHERE reject.source = $1 AND left(reject.identifier, 500) = left(mended.identifier, 500)
     AND reject.identifier = mended.identifier`,
);

/** What another process refused meanwhile is younger than this run. */
const REMOVE_FORMER = statement(
  'remove former',
  `DELETE FROM reject WHERE source = $1 AND rejected <= $2
   AND NOT EXISTS (SELECT FROM pg_temp.refused WHERE refused.reject_id = reject.reject_id)
   AND ($3::text[] IS NULL OR path = ANY ($3::text[]))`,
);

const HAND_OVER = statement(
  'hand over',
  'UPDATE reject SET source = $2 WHERE reject_id IN (SELECT reject_id FROM reject WHERE source = $1 LIMIT $3)',
);

const LIST = statement(
  'list',
  `SELECT ${COLUMNS} FROM reject WHERE reject_id > $1 AND ($2::text IS NULL OR source = $2)
   ORDER BY reject_id LIMIT $3`,
);

const GET = statement('get', `SELECT ${COLUMNS} FROM reject WHERE reject_id = $1`);

const COUNT = statement('count', 'SELECT count(*) AS rejects FROM reject');

const REMOVE = statement('remove', 'DELETE FROM reject WHERE reject_id = ANY ($1::bigint[])');

const CLEAR = statement('clear', 'DELETE FROM reject WHERE $1::text IS NULL OR source = $1');

/**
 * The quarantine in PostgreSQL. What a run has refused lies in a temporary table of the connection that writes: where
 * that connection is lost, so is the table, and the run ends with a Fault. Texts lose their U+0000, see storable.
 */
export class PostgresQuarantine implements Quarantine {
  readonly #connections: Connections;
  /** When the run of this connection began. */
  #began = 0;
  #hasRefused = false;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async beginRun(now: number): Promise<void> {
    this.#began = now;
    await this.#connections.session((queries) => this.#beginRefused(queries));
  }

  async add(rejects: readonly Reject[], now: number): Promise<void> {
    if (rejects.length === 0) return;
    const texts = rejects.map((reject) => ({
      ...reject,
      path: storable(reject.path),
      identifier: storable(reject.identifier),
      reason: storable(reject.reason),
      raw: storable(reject.raw),
    }));
    // Not in the transaction below, with which the table might be rolled back.
    if (!this.#hasRefused) await this.#connections.session((queries) => this.#beginRefused(queries));
    await this.#connections.write(async (queries) => {
      const erased = await erasedAmong(queries, texts);
      const ids = await formerIds(queries, texts);
      let [{ id: highest } = { id: 0 }] = await queries.rows<{ id: number }>(HIGHEST);
      const saved = new Map<number, Reject>();
      for (const reject of texts) {
        const id = ids.get(keyOf(reject)) ?? ++highest;
        ids.set(keyOf(reject), id);
        const isErased = reject.identifier !== undefined && erased.has(reject.identifier);
        saved.set(id, isErased ? { ...reject, reason: OF_ERASED, raw: undefined } : reject);
      }
      for (const rows of portionsOf([...saved].map(([id, reject]) => ({ id, ...reject })))) {
        const columns = columnsOf(
          rows,
          ({ id }) => id,
          ({ source }) => source,
          ({ path }) => path,
          ({ line }) => line,
          ({ identifier }) => identifier,
          ({ reason }) => reason,
          ({ raw }) => raw,
          () => now,
        );
        await queries.run(SAVE, columns);
      }
      await queries.run(NOTE_REFUSED, [[...saved.keys()]]);
    });
  }

  async removeMended(source: string, identifiers: readonly string[]): Promise<void> {
    await this.#run(REMOVE_MENDED, [source, identifiers]);
  }

  async removeFormer(source: string, paths?: readonly string[]): Promise<number> {
    return this.#connections.session(async (queries) => {
      if (!this.#hasRefused) await this.#beginRefused(queries);
      return await queries.run(REMOVE_FORMER, [source, this.#began, paths?.map(storable)]);
    });
  }

  async handOver(from: string, to: string, limit: number): Promise<number> {
    return this.#run(HAND_OVER, [from, to, limit]);
  }

  async list({ source, after = 0, limit }: { source?: string | undefined; after?: number; limit: number }) {
    return (await this.#connections.read<RejectRow>(LIST, [after, source, limit])).map(toReject);
  }

  async get(id: number): Promise<StoredReject | undefined> {
    const [row] = await this.#connections.read<RejectRow>(GET, [id]);
    return row && toReject(row);
  }

  async count(): Promise<number> {
    const [row] = await this.#connections.read<{ rejects: number }>(COUNT);
    return row?.rejects ?? 0;
  }

  async remove(ids: readonly number[]): Promise<void> {
    await this.#run(REMOVE, [ids]);
  }

  async clear(source?: string): Promise<number> {
    return this.#run(CLEAR, [source]);
  }

  #run(one: Statement, values: readonly unknown[]): Promise<number> {
    return this.#connections.session((queries) => queries.run(one, values));
  }

  async #beginRefused(queries: Queries): Promise<void> {
    await queries.run(MAKE_REFUSED);
    await queries.run(EMPTY_REFUSED);
    this.#hasRefused = true;
  }
}

/** What makes it the same record: within its source its identifier, or where it has none its path and line. */
function keyOf({ source, path, line, identifier }: Pick<Reject, 'source' | 'path' | 'line' | 'identifier'>): string {
  return JSON.stringify(identifier === undefined ? [source, path, line ?? null] : [source, identifier]);
}

async function erasedAmong(queries: Queries, rejects: readonly Reject[]): Promise<Set<string>> {
  const rows = await queries.rows<{ identifier: string }>(ERASED, [
    rejects.flatMap(({ identifier }) => identifier ?? []),
  ]);
  return new Set(rows.map(({ identifier }) => identifier));
}

async function formerIds(queries: Queries, rejects: readonly Reject[]): Promise<Map<string, number>> {
  const named = rejects.filter(({ identifier }) => identifier !== undefined);
  const nameless = rejects.filter(({ identifier }) => identifier === undefined);
  const rows = await queries.rows<RejectRow>(FORMER, [
    ...columnsOf(
      named,
      ({ source }) => source,
      ({ identifier }) => identifier,
    ),
    ...columnsOf(
      nameless,
      ({ source }) => source,
      ({ path }) => path,
      ({ line }) => line,
    ),
  ]);
  return new Map(rows.map((row) => [keyOf({ ...row, ...nullless(row) }), row.reject_id]));
}

function nullless({ line, identifier }: RejectRow) {
  return { line: line ?? undefined, identifier: identifier ?? undefined };
}

import type { UtcSeconds } from '../../oai/datestamp.ts';
import type { Act, ActLog } from '../act-log.ts';
import { type ActRow, toAct } from '../act-row.ts';
import type { Connections, Statement } from './queries.ts';
import { storable } from './storable.ts';

const statement = (name: string, text: string): Statement => ({ name: `acts ${name}`, text });

/** Whoever writes holds the clock row, so that no two get the same number. */
const BEGIN = statement(
  'begin',
  `INSERT INTO act (act_id, began, actor, command)
   SELECT coalesce(max(act_id), 0) + 1, $1, $2, $3 FROM act RETURNING act_id`,
);

const END = statement('end', 'UPDATE act SET ended = $2, outcome = $3 WHERE act_id = $1');

const RECENT = statement('recent', 'SELECT * FROM act ORDER BY act_id DESC LIMIT $1::integer');

/** The log of acts in PostgreSQL. */
export class PostgresActLog implements ActLog {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  begin({ began, actor, command }: Pick<Act, 'began' | 'actor' | 'command'>): Promise<number> {
    return this.#connections.write(async (queries) => {
      const [row] = await queries.rows<{ act_id: number }>(BEGIN, [began, storable(actor), storable(command)]);
      return row?.act_id ?? 0;
    });
  }

  async end(id: number, { ended, outcome }: { ended: UtcSeconds; outcome: string }): Promise<void> {
    await this.#connections.session((queries) => queries.run(END, [id, ended, storable(outcome)]));
  }

  async recent(limit: number): Promise<Act[]> {
    return (await this.#connections.read<ActRow>(RECENT, [limit])).map(toAct);
  }
}

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Fault } from '../../fault.ts';
import { clientOfBytes } from './client-of-bytes.ts';
import { isConnectionLost } from './explain-postgres-error.ts';
import type { PostgresHost } from './postgres-url.ts';
import type { Queries, Statement } from './queries.ts';
import { READ_VALUES } from './read-values.ts';

/** The oldest server that this program stands on. */
const OLDEST_SERVER = 14;

/** How long a connection may take to come about, in milliseconds. */
const CONNECT_PATIENCE = 5000;

/** How long a server may take to hang up when it is told to, in milliseconds. */
const CLOSE_PATIENCE = 1000;

/** Errors after which a connection is as good as before, when no transaction is under way: a value, a lock, a time limit. */
const HARMLESS = /^(22|55P03|57014)/;

export interface SessionOptions {
  /** Settings of PostgreSQL. They are set once connected, since poolers refuse them in the first message. */
  settings: Readonly<Record<string, string>>;
  /** After so many milliseconds without an answer the connection counts as lost; 0: never. */
  answerPatience: number;
  channelBinding: boolean;
}

/** One connection. Its errors are as pg throws them. */
export class Session implements Queries {
  readonly host: PostgresHost;
  readonly isStandby: boolean;
  /** Which one it is: `current_setting('oai_pmh.session')` says the same, unless a pooler mixes connections up. */
  readonly mark: string;
  readonly #client: pg.Client;
  #broken = false;
  #notices: string[] = [];

  private constructor(client: pg.Client, host: PostgresHost, isStandby: boolean, mark: string) {
    this.#client = client;
    this.host = host;
    this.isStandby = isStandby;
    this.mark = mark;
    // Told by what is under way, or by the next use.
    client.on('error', () => {
      this.#broken = true;
    });
    client.on('end', () => {
      this.#broken = true;
    });
    client.on('notice', ({ message }) => {
      if (message !== undefined) this.#notices.push(message);
    });
  }

  /** Connects, and sets what is to hold. Throws what pg throws, and a Fault when the server is too old. */
  static async connect(host: PostgresHost, options: SessionOptions): Promise<Session> {
    const client = clientOfBytes({
      connectionString: host.url,
      types: READ_VALUES as never,
      connectionTimeoutMillis: CONNECT_PATIENCE,
      query_timeout: options.answerPatience,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      enableChannelBinding: options.channelBinding,
    });
    client.on('error', () => {});
    const mark = randomUUID();
    try {
      await client.connect();
      await checkVersion(client, host);
      const isStandby = await begin(client, { ...options.settings, 'oai_pmh.session': mark });
      return new Session(client, host, isStandby, mark);
    } catch (error) {
      cut(client);
      throw error;
    }
  }

  /** Whether it is of no more use. */
  get broken(): boolean {
    return this.#broken;
  }

  async rows<Row>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const { fields, rows } = await this.#ask(statement, values);
    return rows.map((row) => Object.fromEntries(row.map((value, index) => [fields[index]?.name, value]))) as Row[];
  }

  async run(statement: Statement, values: readonly unknown[] = []): Promise<number> {
    return (await this.#ask(statement, values)).rowCount ?? 0;
  }

  /**
   * Statements without values, in one go. Answers the rows of the last one, what the server says it did, and what it had
   * to say meanwhile.
   */
  async script<Row>(text: string): Promise<{ command: string; rows: Row[]; notices: string[] }> {
    this.#notices = [];
    const answer: unknown = await this.#guard(() => this.#client.query(text));
    const { command, rows } = (Array.isArray(answer) ? answer.at(-1) : answer) as pg.QueryResult;
    return { command, rows: rows as Row[], notices: this.#notices };
  }

  /** Hangs up; what is under way ends with an error. */
  destroy(): void {
    this.#broken = true;
    cut(this.#client);
  }

  /** Takes leave, when nothing is under way. */
  async close(): Promise<void> {
    this.#broken = true;
    const ended = this.#client.end();
    // A dead network does not say good-bye.
    const timer = setTimeout(() => cut(this.#client), CLOSE_PATIENCE);
    await ended;
    clearTimeout(timer);
  }

  #ask({ name, text }: Statement, values: readonly unknown[]) {
    return this.#guard(() =>
      this.#client.query<unknown[]>({ name, text, values: [...values], rowMode: 'array', binary: true } as never),
    ) as Promise<pg.QueryArrayResult<unknown[]>>;
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isConnectionLost(error)) this.destroy();
      throw error;
    }
  }
}

/** Whether a connection that reads may serve on after this error. */
export function isHarmless(error: unknown): boolean {
  return HARMLESS.test((error as { code?: string } | undefined)?.code ?? '');
}

/** Before anything is set: an older server does not know all settings. */
async function checkVersion(client: pg.Client, { name }: PostgresHost): Promise<void> {
  const answer = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const version = answer.rows[0]?.version ?? 0;
  if (version >= OLDEST_SERVER * 10_000) return;
  throw new Fault(
    `PostgreSQL ${OLDEST_SERVER} or newer is needed, and ${name} is version ${Math.floor(version / 10_000)}. Update it, or name another store with OAI_DATABASE.`,
  );
}

/** Sets what is to hold; answers whether the server is a standby. */
async function begin(client: pg.Client, settings: Readonly<Record<string, string>>): Promise<boolean> {
  const sets = Object.entries(settings).map(([name, value]) => `SET ${name} = ${pg.escapeLiteral(value)};`);
  const answer: unknown = await client.query(
    `${sets.join('')}
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
     SELECT pg_is_in_recovery() AS "isStandby"`,
  );
  const { rows } = (answer as pg.QueryResult[]).at(-1) as pg.QueryResult<{ isStandby: boolean }>;
  const [row] = rows;
  if (!row) throw new Error('the server did not say what it is');
  return row.isStandby;
}

function cut(client: pg.Client): void {
  client.connection.stream.destroy();
}

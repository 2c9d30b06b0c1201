import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { PostgresConnections } from '../../../src/store/postgres/postgres-connections.ts';
import { readPostgresUrl } from '../../../src/store/postgres/postgres-url.ts';
import type { Statement } from '../../../src/store/postgres/queries.ts';
import { StoreBusy } from '../../../src/store/store.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { askServer, freshDatabase } from '../../support/postgres/fresh-database.ts';
import { postgresBackDoor } from '../../support/postgres/postgres-back-door.ts';

const T0 = 1_700_000_000;
const statement = (text: string): Statement => ({ name: text.slice(0, 50), text });
const PID = statement('SELECT pg_backend_pid() AS pid');
const RAISE = statement('UPDATE clock SET high = high + 1');
const high = async (url: string) => (await askServer<{ high: number }>('SELECT high FROM clock', url))[0]?.high;

describePostgres('connections to PostgreSQL', () => {
  const opened: PostgresConnections[] = [];
  let url = '';

  async function connect(parameters = '', monotonic?: () => number): Promise<PostgresConnections> {
    const connections = new PostgresConnections(readPostgresUrl(`${url}?${parameters}`), monotonic);
    opened.push(connections);
    return connections;
  }

  /** Cuts connections, as a server that restarts does. */
  const cutAll = (application: string) =>
    askServer(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '${application}'`);

  beforeAll(async () => {
    url = await freshDatabase();
    await (await openPostgres(url, T0, 'make')).connections.close();
  });
  afterEach(() => Promise.all(opened.splice(0).map((connections) => connections.close())));

  test('values come as they are stored, bytes above all', async () => {
    const connections = await connect();
    const [row] = await connections.read<Record<string, unknown>>(
      statement(
        `SELECT 128::smallint AS a, -1000::int AS b, 9007199254740991 AS c, -3::bigint AS d, true AS e, NULL AS f,
         'é😀' AS g, decode('00ff80c3a9', 'hex') AS h, ''::bytea AS i, ''::text AS j`,
      ),
    );
    expect(row).toEqual({
      ...{ a: 128, b: -1000, c: Number.MAX_SAFE_INTEGER, d: -3, e: true, f: null, g: 'é😀' },
      ...{ h: Buffer.from([0, 255, 128, 0xc3, 0xa9]), i: Buffer.alloc(0), j: '' },
    });
  });

  test('bytes of any size come whole, each in memory of its own', async () => {
    const connections = await connect();
    const sizes = [1, 4000, 70_000, 5_000_000, 3];
    const rows = await connections.read<{ bytes: Buffer }>(
      statement(`SELECT decode(repeat('fe', size), 'hex') AS bytes FROM unnest($1::int[]) AS size`),
      [sizes],
    );
    expect(rows.map(({ bytes }) => bytes.length)).toEqual(sizes);
    expect(rows.every(({ bytes }) => bytes.every((byte) => byte === 0xfe))).toBe(true);
    expect(rows.map(({ bytes }) => bytes.buffer.byteLength)).toEqual(sizes);
  });

  test('what cannot be read as it is ends its statement, and no other', async () => {
    const connections = await connect('pool_size=1');
    await expect(connections.read(statement('SELECT 9007199254740993 AS n'))).rejects.toThrow(/more than a number/);
    await expect(connections.read(statement('SELECT 1.5 AS n'))).rejects.toThrow(/oid 1700.*cast it/);
    expect(await connections.read(statement('SELECT 1 AS n'))).toEqual([{ n: 1 }]);
  });

  test('a value that cannot be taken costs its statement, and not the connection', async () => {
    const connections = await connect('pool_size=1');
    const pid = await connections.read(PID);
    await expect(connections.read(statement('SELECT $1::text'), ['\0'])).rejects.toThrow(/a character that/);
    expect(await connections.read(PID)).toEqual(pid);
  });

  test('statements that a new schema makes impossible are prepared anew, at the latest with the next attempt', async () => {
    const connections = await connect('pool_size=1');
    const named = statement('SELECT a FROM changing');
    await askServer('CREATE TABLE changing (a int)', url);
    const ways = [
      () => connections.read(named),
      () => connections.session((queries) => queries.rows(named)),
      () => connections.write((queries) => queries.rows(named)),
    ];
    for (const [index, ask] of ways.entries()) {
      await ask();
      await askServer(`ALTER TABLE changing ALTER a TYPE ${index % 2 === 0 ? 'text' : 'int USING a::int'}`, url);
      await expect(ask()).rejects.toThrow(StoreBusy);
      expect(await ask()).toEqual([]);
    }
  });

  test('no more connections read than pool_size allows, and they cannot write', async () => {
    const connections = await connect('pool_size=2');
    const readings = Array.from({ length: 20 }, () => connections.read<{ pid: number }>(PID));
    expect(new Set((await Promise.all(readings)).map(([row]) => row?.pid)).size).toBeLessThanOrEqual(2);
    await expect(connections.read(RAISE)).rejects.toThrow(StoreBusy);
    expect(await high(url)).toBe(T0);
  });

  test('writers of several processes go one after the other, each with the clock row as the one before left it', async () => {
    const writers = await Promise.all([connect(), connect(), connect()]);
    const seen: number[] = [];
    const write = (connections: PostgresConnections) =>
      connections.write(async (queries, clock) => {
        seen.push(clock.high);
        await queries.run(RAISE);
      });
    await Promise.all(Array.from({ length: 5 }, () => writers.map(write)).flat());
    expect(seen).toEqual(Array.from({ length: 15 }, (_, index) => T0 + index));
    await askServer(`UPDATE clock SET high = ${T0}`, url);
  });

  test('what is rolled back, what fails, and what fails unnoticed, is not there', async () => {
    const connections = await connect();
    const broken = statement('SELECT 1 / 0');
    expect(await connections.write((queries) => queries.run(RAISE), { rollBack: true })).toBe(1);
    const failing = async (passOver: boolean) =>
      connections.write(async (queries) => {
        await queries.run(RAISE);
        await queries.run(broken).catch((error: unknown) => {
          if (!passOver) throw error;
        });
      });
    await expect(failing(false)).rejects.toThrow(/division by zero/);
    await expect(failing(true)).rejects.toThrow(/passed over/);
    expect(await high(url)).toBe(T0);
  });

  test('connections that were cut are made anew, and nobody notices unless they were in use', async () => {
    const connections = await connect('application_name=cut-idle');
    await connections.read(PID);
    await connections.write((queries) => queries.run(PID));
    await cutAll('cut-idle');
    expect(await connections.read(PID)).toHaveLength(1);
    expect(await connections.write((queries) => queries.run(RAISE), { rollBack: true })).toBe(1);
  });

  test('a connection that is lost in the middle, or at its end, says what has become of the batch', async () => {
    const connections = await connect('application_name=cut-busy');
    const middle = connections.write(async (queries) => {
      await queries.run(RAISE);
      await cutAll('cut-busy');
      await queries.run(RAISE);
    });
    await expect(middle).rejects.toThrow(/Nothing of this batch was written; run it again/);
    await expect(middle).rejects.toThrow(StoreBusy);
    await askServer(
      `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
       CREATE CONSTRAINT TRIGGER die AFTER UPDATE ON clock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()`,
      url,
    );
    try {
      const end = connections.write((queries) => queries.run(RAISE));
      await expect(end).rejects.toThrow(/while the batch was being committed .*what was written is found unchanged/);
    } finally {
      await askServer('DROP FUNCTION die() CASCADE', url);
    }
    expect(await connections.write((queries) => queries.run(RAISE), { rollBack: true })).toBe(1);
  });

  test('who waits too long for a lock is told that the store is busy', async () => {
    const connections = await connect();
    connections.limitPatience(30);
    const release = await postgresBackDoor.lock(url);
    try {
      await expect(connections.write((queries) => queries.run(RAISE))).rejects.toThrow(/locked by another process/);
      expect(await connections.read(statement('SELECT high FROM clock'))).toHaveLength(1);
    } finally {
      await release();
    }
  });

  test('the clock row is raised, but not while somebody holds it, and never lowered', async () => {
    const connections = await connect();
    const release = await postgresBackDoor.lock(url);
    await connections.raiseClock(T0 + 5);
    expect(await high(url)).toBe(T0);
    await release();
    await connections.raiseClock(T0 + 6);
    expect(await high(url)).toBe(T0 + 6);
    await connections.raiseClock(T0 + 3);
    await (await connect()).raiseClock(T0 + 4);
    expect(await high(url)).toBe(T0 + 6);
    await askServer(`UPDATE clock SET high = ${T0}`, url);
  });

  test('several statements see one snapshot', async () => {
    const connections = await connect();
    const rows = await connections.snapshot(async (queries) => {
      const before = await queries.rows(statement('SELECT high FROM clock'));
      await askServer(`UPDATE clock SET high = high + 1`, url);
      return [before, await queries.rows(statement('SELECT high FROM clock'))];
    });
    expect(rows[0]).toEqual(rows[1]);
    await askServer(`UPDATE clock SET high = ${T0}`, url);
  });

  test('a server that is down is left alone for a second, and then for longer', async () => {
    let attempts = 0;
    const down = createServer((socket) => {
      attempts += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(down, 'listening');
    let seconds = 0;
    const address = readPostgresUrl(`postgres://me@127.0.0.1:${(down.address() as AddressInfo).port}/oai`);
    const connections = new PostgresConnections(address, () => seconds);
    const attemptsAt = async (moment: number) => {
      seconds = moment;
      for (let n = 0; n < 5; n += 1) await expect(connections.read(PID)).rejects.toThrow(StoreBusy);
      return attempts;
    };
    expect(await attemptsAt(0)).toBe(1);
    expect(await attemptsAt(0.9)).toBe(1);
    expect(await attemptsAt(1)).toBe(2);
    expect(await attemptsAt(2.9)).toBe(2);
    expect(await attemptsAt(3)).toBe(3);
    down.close();
  });
});

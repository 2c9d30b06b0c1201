import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { PostgresConnections } from '../../../src/store/postgres/postgres-connections.ts';
import { openPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { readPostgresUrl } from '../../../src/store/postgres/postgres-url.ts';
import { StoreBusy } from '../../../src/store/store.ts';
import { PLAIN_LAYOUT } from '../../store-contract.ts';
import { askServer } from '../../support/postgres/fresh-database.ts';
import type { PostgresServer } from '../../support/postgres/postgres-server.ts';
import {
  catchUp,
  describeReplicated,
  pauseReplay,
  promote,
  resumeReplay,
  startPrimary,
} from '../../support/postgres/replication.ts';

const T0 = 1_700_000_000;
const WHERE = { name: 'where', text: 'SELECT pg_is_in_recovery() AS standby, high FROM clock' };
const RAISE = { name: 'raise', text: 'UPDATE clock SET high = high + 1' };

describeReplicated('connections to PostgreSQL with a standby', () => {
  let primary: PostgresServer;
  let standby: PostgresServer;
  let seconds = 0;
  const opened: PostgresConnections[] = [];

  /** Two hosts of one URL, or one. */
  const urlOf = (first: PostgresServer, second?: PostgresServer, parameters = '') => {
    const url = new URL(first.url());
    const hosts = second === undefined ? url.host : `${url.host},127.0.0.1:${second.port}`;
    return `postgres://${url.username}:${url.password}@${hosts}/postgres?${parameters}`;
  };
  const connect = (url: string) => {
    const connections = new PostgresConnections(readPostgresUrl(url), () => seconds);
    opened.push(connections);
    return connections;
  };
  const standing = async (connections: PostgresConnections) =>
    (await connections.answers.read<{ standby: boolean }>(WHERE))[0]?.standby;

  beforeAll(async () => {
    primary = await startPrimary();
    await (await openPostgres(primary.url(), T0, 'make')).connections.close();
    standby = await primary.standby('one');
  });
  afterEach(() => Promise.all(opened.splice(0).map((connections) => connections.close())));
  afterAll(() => Promise.all([primary.dispose(), standby.dispose()]));

  test('answers are read where target_session_attrs says, writers to the primary, whatever the order', async () => {
    expect(await standing(connect(urlOf(standby, primary)))).toBe(false);
    expect(await standing(connect(urlOf(standby, primary, 'target_session_attrs=any')))).toBe(true);
    const apart = connect(urlOf(primary, standby, 'target_session_attrs=prefer-standby'));
    expect(await standing(apart)).toBe(true);
    expect(await apart.write((queries) => queries.run(RAISE), { rollBack: true })).toBe(1);
    expect(await standing(connect(urlOf(primary, undefined, 'target_session_attrs=prefer-standby')))).toBe(false);
  });

  test('who writes reads from the primary, whatever target_session_attrs says: a standby may be behind', async () => {
    const url = urlOf(standby, primary, 'target_session_attrs=prefer-standby');
    const store = await openPostgresStore(url, PLAIN_LAYOUT, T0, 'write');
    const reader = await openPostgresStore(url, PLAIN_LAYOUT, T0, 'read');
    await pauseReplay(standby);
    try {
      const item = {
        kind: 'put',
        identifier: 'a',
        content: '{}',
        sets: [],
        bodies: new Map([['oai_dc', 'A']]),
      } as const;
      await store.write([{ ...item, sets: [] }], () => T0);
      expect((await store.readItem('a'))?.content).toBe('{}');
      expect(await store.answers.readItem('a')).toBeUndefined();
      expect(await reader.readItem('a')).toBeUndefined();
      const identifiers = [];
      for await (const { identifier } of store.items()) identifiers.push(identifier);
      expect(identifiers).toEqual(['a']);
      // Keys that were renewed where the standby has not heard of it.
      await store.rotateTokenKey({ keepPrevious: false });
      const [old] = await store.answers.readTokenKeys();
      const [fresh] = await store.answers.readTokenKeys({ fresh: true });
      expect(fresh).toEqual((await store.readState()).tokenKeys[0]);
      expect(fresh).not.toEqual(old);
    } finally {
      await resumeReplay(standby);
      await Promise.all([store.close(), reader.close()]);
    }
  });

  test('a standby alone is opened and read, and writes nothing', async () => {
    for (const access of ['read', 'write', 'make'] as const) {
      const { connections, migrated } = await openPostgres(standby.url(), T0, access);
      opened.push(connections);
      expect(migrated).toBeUndefined();
      expect(await standing(connections)).toBe(true);
      await connections.raiseClock(T0 + 9);
      await expect(connections.write((queries) => queries.run(RAISE))).rejects.toThrow(
        /takes writes now: .* is a standby/,
      );
    }
  });

  test.each([
    ['a statement on the standby', 'SELECT pg_sleep(1)'],
    ['a snapshot on the standby, between two statements', 'SELECT 1'],
  ])('%s whose rows vacuum has removed may be tried again', async (_name, text) => {
    await askServer('ALTER SYSTEM SET max_standby_streaming_delay = 0', standby.url());
    await askServer('SELECT pg_reload_conf()', standby.url());
    const reader = connect(standby.url());
    const reading = reader.answers.snapshot(async (queries) => {
      // Something else may hold back a vacuum, so that it takes several.
      for (let tries = 0; tries < 50; tries += 1) {
        const statement = queries.rows({ name: 'statement', text });
        statement.catch(() => {});
        await askServer('UPDATE repository SET created = created', primary.url());
        await askServer('VACUUM repository', primary.url());
        await catchUp(standby, primary);
        await statement;
      }
    });
    await expect(reading).rejects.toThrow(StoreBusy);
    expect(await standing(reader)).toBe(true);
    await askServer('ALTER SYSTEM RESET max_standby_streaming_delay', standby.url());
  });

  test('a standby alone can be asked what is in it', async () => {
    const store = await openPostgresStore(standby.url(), PLAIN_LAYOUT, T0, 'read');
    expect((await store.restamping.left()).begun).toBe(false);
    expect((await store.counts()).items).toBe(1);
    await store.close();
  });

  test('a COMMIT whose standby nobody waited for is not acknowledged, and closing does not wait for it', async () => {
    const set = async (names: string) => {
      await askServer(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`, primary.url());
      await askServer('SELECT pg_reload_conf()', primary.url());
    };
    const cancel = `SELECT pg_cancel_backend(pid) AS done FROM pg_stat_activity
      WHERE wait_event = 'SyncRep' AND query = 'COMMIT'`;
    await set('gone');
    try {
      const connections = connect(primary.url());
      const canceled = expect(connections.write((queries) => queries.run(RAISE))).rejects.toThrow(/nobody knows/);
      while ((await askServer(cancel, primary.url())).length === 0);
      await canceled;
      const cut = expect(connections.write((queries) => queries.run(RAISE))).rejects.toThrow(StoreBusy);
      while ((await askServer(cancel.replace('pg_cancel_backend(pid)', '1'), primary.url())).length === 0);
      await connections.close();
      await cut;
    } finally {
      await set('');
    }
  });

  test('when the primary dies and the standby takes its place, all go there without a restart', async () => {
    const connections = connect(urlOf(primary, standby));
    const before = (await connections.read<{ high: number }>(WHERE))[0]?.high ?? 0;
    await connections.write((queries) => queries.run(RAISE));
    expect(await standing(connections)).toBe(false);
    await catchUp(standby, primary);
    await primary.stop('immediate');
    await expect(connections.read(WHERE)).rejects.toThrow(StoreBusy);
    await expect(connections.write((queries) => queries.run(RAISE))).rejects.toThrow(StoreBusy);
    await promote(standby);
    seconds += 10;
    expect(await connections.read(WHERE)).toEqual([{ standby: false, high: before + 1 }]);
    await connections.write((queries) => queries.run(RAISE));
    await connections.raiseClock(T0 + 20);
    expect(await connections.read(WHERE)).toEqual([{ standby: false, high: T0 + 20 }]);
  });
});

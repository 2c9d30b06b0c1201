import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import type { PostgresConnections } from '../../../src/store/postgres/postgres-connections.ts';
import { PostgresQuarantine } from '../../../src/store/postgres/postgres-quarantine.ts';
import { PostgresSources } from '../../../src/store/postgres/postgres-sources.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { askServer, freshDatabase } from '../../support/postgres/fresh-database.ts';

const T0 = 1_700_000_000;
const LOST =
  /connection to .* was lost, and with it the note of what this run has seen. Nothing was deleted; run it again/;

describePostgres('a run whose connection to PostgreSQL is lost', () => {
  let connections: PostgresConnections;
  let sources: PostgresSources;
  let quarantine: PostgresQuarantine;
  const reject = { source: 's', path: 'f', line: 1, identifier: 'a', reason: 'why', raw: 'a\0b' };
  const items = (...identifiers: string[]) =>
    identifiers.map((identifier, index) => ({ identifier, seen: 'item', place: `f:${index}` }) as const);

  beforeEach(async () => {
    const url = await freshDatabase();
    ({ connections } = await openPostgres(url, T0, 'make'));
    sources = new PostgresSources(connections);
    quarantine = new PostgresQuarantine(connections);
    await askServer(
      `INSERT INTO item (item_id, identifier, set_specs, source) SELECT n, 'i' || n, '', 's' FROM generate_series(1, 5) AS n`,
      url,
    );
    await sources.forgetSeen();
    await quarantine.beginRun(T0 + 1);
    expect(await sources.markSeen(items('i1', 'i2', 'i3'))).toEqual([undefined, undefined, undefined]);
    await quarantine.add([reject], T0);
  });
  afterEach(() => connections.close());

  const cut = () =>
    connections
      .session((queries) => queries.run({ name: 'cut', text: 'SELECT pg_terminate_backend(pg_backend_pid())' }))
      .catch(() => {});

  test('ends in each way in which it could ask what it has seen: nothing is taken for missing', async () => {
    expect(await sources.countUnseen('s')).toEqual({ all: 5, unseen: 2 });
    await cut();
    await expect(sources.countUnseen('s')).rejects.toThrow(LOST);
    await expect(sources.unseen('s', '', 10)).rejects.toThrow(LOST);
    await expect(sources.markSeen(items('i4'))).rejects.toThrow(LOST);
    await expect(sources.unseen('s', '', 10)).rejects.toThrow(LOST);
    await expect(quarantine.removeFormer('s')).rejects.toThrow(LOST);
    await expect(quarantine.add([reject], T0 + 2)).rejects.toThrow(LOST);
    expect(await quarantine.count()).toBe(1);
  });

  test('may be followed by another one', async () => {
    await cut();
    await sources.forgetSeen();
    await quarantine.beginRun(T0 + 3);
    expect(await sources.markSeen(items('i1', 'i1'))).toEqual([undefined, 'f:0']);
    expect(await sources.unseen('s', 'i2', 10)).toEqual(['i3', 'i4', 'i5']);
    expect(await quarantine.removeFormer('s')).toBe(1);
  });

  test('keeps what PostgreSQL cannot store in another form', async () => {
    expect(await quarantine.list({ limit: 1 })).toEqual([{ ...reject, id: 1, raw: 'a␀b', rejected: T0 }]);
    await quarantine.add([{ ...reject, identifier: 'a\0', reason: 'U+0000: \0' }], T0);
    await quarantine.add([{ ...reject, identifier: 'a\0', reason: 'again' }], T0);
    expect(await quarantine.count()).toBe(2);
    expect(await sources.markSeen(items('x\0', 'x\0'))).toEqual([undefined, 'f:0']);
  });
});

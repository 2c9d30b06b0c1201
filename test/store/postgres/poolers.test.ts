import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import type { PostgresConnections } from '../../../src/store/postgres/postgres-connections.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { PLAIN_LAYOUT, storeContract, T0 } from '../../store-contract.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../../support/postgres/fresh-database.ts';
import { hasPgBouncer, startPgBouncer } from '../../support/postgres/pgbouncer.ts';

const MIXED_UP = /a pooler gives out connections by the transaction \(.*\)\. Set it to session mode/;
const describePooled = hasPgBouncer ? describePostgres : describe.skip;

describePooled('through a PgBouncer', () => {
  storeContract('PostgreSQL in session mode', () => {
    const pooler = freshDatabase().then((url) => startPgBouncer(url, 'session'));
    const opened: PostgresStore[] = [];
    const open = async () => {
      const store = new PostgresStore(await openPostgres((await pooler).url, T0, 'make'), PLAIN_LAYOUT);
      opened.push(store);
      return store;
    };
    return {
      open,
      openAgain: open,
      dispose: async () => {
        await Promise.all(opened.map((store) => store.close()));
        await (await pooler).stop();
      },
    };
  });

  test('in transaction mode, a store is refused', async () => {
    const pooler = await startPgBouncer(await freshDatabase(), 'transaction');
    const opened: PostgresConnections[] = [];
    const work = async () => {
      for (let times = 0; times < 2; times += 1) {
        opened.push((await openPostgres(pooler.url, T0, 'make')).connections);
        for (const connections of opened) await connections.write(async () => {});
      }
    };
    await expect(work()).rejects.toThrow(MIXED_UP);
    await Promise.all(opened.map((connections) => connections.close()));
    await pooler.stop();
  });
});

describePostgres('where connections are mixed up by a pooler that keeps prepared statements', () => {
  test('nothing is written', async () => {
    const { connections } = await openPostgres(await freshDatabase(), T0, 'make');
    await connections.write(async () => {});
    const other = { name: 'other', text: `SELECT set_config('oai_pmh.session', 'of another process', false)` };
    await connections.session((queries) => queries.run(other));
    let written = false;
    const write = connections.write(async () => {
      written = true;
    });
    await expect(write).rejects.toThrow(MIXED_UP);
    expect(written).toBe(false);
    await connections.close();
  });
});

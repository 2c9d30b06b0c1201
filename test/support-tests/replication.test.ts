import { CuttingProxy } from '../support/cutting-proxy.ts';
import { askServer } from '../support/postgres/fresh-database.ts';
import type { PostgresServer } from '../support/postgres/postgres-server.ts';
import {
  catchUp,
  describeReplicated,
  pauseReplay,
  promote,
  resumeReplay,
  startPrimary,
  waitForStandbys,
} from '../support/postgres/replication.ts';

describeReplicated('the replicated PostgreSQL of the tests', () => {
  const servers: PostgresServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.dispose())));

  test('a standby follows, stands still, follows again, and becomes the primary', async () => {
    const primary = await startPrimary();
    servers.push(primary);
    const standby = await primary.standby('one');
    servers.push(standby);
    const counted = () => askServer('SELECT count(*) AS n FROM a', standby.url());
    await askServer('CREATE TABLE a AS SELECT 1 AS n', primary.url());
    await catchUp(standby, primary);
    expect(await counted()).toEqual([{ n: 1 }]);
    await expect(askServer('INSERT INTO a VALUES (2)', standby.url())).rejects.toThrow(/read-only/);
    await pauseReplay(standby);
    await askServer('INSERT INTO a VALUES (2)', primary.url());
    expect(await counted()).toEqual([{ n: 1 }]);
    await resumeReplay(standby);
    await waitForStandbys(primary, 'one');
    await askServer('INSERT INTO a VALUES (3)', primary.url());
    await primary.stop('immediate');
    await promote(standby);
    await askServer('INSERT INTO a VALUES (4)', standby.url());
    expect(await counted()).toEqual([{ n: 4 }]);
  });

  test('a proxy cuts and refuses connections', async () => {
    const primary = await startPrimary();
    servers.push(primary);
    const proxy = await CuttingProxy.start(primary.port);
    const url = proxy.through(primary.url());
    expect(await askServer('SELECT 1 AS n', url)).toEqual([{ n: 1 }]);
    const sleeping = askServer('SELECT pg_sleep(60)', url);
    sleeping.catch(() => {});
    while (proxy.connections === 0) await new Promise(setImmediate);
    proxy.refuse();
    await expect(sleeping).rejects.toThrow(/ECONNRESET|terminated|ended/);
    await expect(askServer('SELECT 1 AS n', url)).rejects.toThrow(/ECONNRESET|terminated|ended/);
    proxy.mend();
    expect(await askServer('SELECT 1 AS n', url)).toEqual([{ n: 1 }]);
    await proxy.close();
  });
});

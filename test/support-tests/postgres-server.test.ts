import { embeddedBinaries } from '../support/postgres/binaries.ts';
import { describePostgres } from '../support/postgres/describe-postgres.ts';
import { askServer, copyOfDatabase, dropDatabases, freshDatabase } from '../support/postgres/fresh-database.ts';
import { PostgresServer } from '../support/postgres/postgres-server.ts';

describePostgres('the PostgreSQL of the tests', () => {
  test('databases are fresh, can be copied, and are gone afterwards', async () => {
    const url = await freshDatabase();
    await askServer('CREATE TABLE a AS SELECT 1 AS n', url);
    const copy = await copyOfDatabase(url);
    await askServer('UPDATE a SET n = 2', url);
    expect(await askServer('SELECT n FROM a', copy)).toEqual([{ n: 1 }]);
    await expect(askServer('SELECT n FROM a', await freshDatabase())).rejects.toThrow(/"a" does not exist/);
    await dropDatabases();
    await expect(askServer('SELECT 1', url)).rejects.toThrow(/does not exist/);
  });

  test('a server of a suite’s own survives a crash with all that was committed', async () => {
    const server = await PostgresServer.start(embeddedBinaries());
    try {
      await askServer('CREATE TABLE a AS SELECT 1 AS n', server.url());
      await server.stop('immediate');
      await expect(askServer('SELECT n FROM a', server.url())).rejects.toThrow(/ECONNREFUSED/);
      await server.start();
      expect(await askServer('SELECT n FROM a', server.url())).toEqual([{ n: 1 }]);
      expect(server.log).toContain('automatic recovery in progress');
    } finally {
      await server.dispose();
    }
  });

  test('texts are in the order of a language where nobody says otherwise', async () => {
    const server = await PostgresServer.start(embeddedBinaries());
    try {
      expect(await askServer(`SELECT 'a' < 'B' AS linguistic, 'a' < 'B' COLLATE "C" AS bytes`, server.url())).toEqual([
        { linguistic: true, bytes: false },
      ]);
    } finally {
      await server.dispose();
    }
  });
});

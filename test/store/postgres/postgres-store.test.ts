import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { PLAIN_LAYOUT, storeContract, T0 } from '../../store-contract.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../../support/postgres/fresh-database.ts';

describePostgres('on a real server', () => {
  storeContract('PostgreSQL', () => {
    const url = freshDatabase();
    const opened: PostgresStore[] = [];
    const open = async () => {
      const store = new PostgresStore(await openPostgres(await url, T0, 'make'), PLAIN_LAYOUT);
      opened.push(store);
      return store;
    };
    return {
      open,
      openAgain: open,
      dispose: async () => void (await Promise.all(opened.map((store) => store.close()))),
    };
  });
});

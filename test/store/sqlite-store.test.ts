import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { PLAIN_LAYOUT, storeContract, T0 } from '../store-contract.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

storeContract('SQLite', () => {
  const path = join(folder, `${randomUUID()}.sqlite`);
  const opened: SqliteStore[] = [];
  const open = async () => {
    const store = new SqliteStore(path, PLAIN_LAYOUT, T0);
    opened.push(store);
    return store;
  };
  return { open, openAgain: open, dispose: async () => void (await Promise.all(opened.map((store) => store.close()))) };
});

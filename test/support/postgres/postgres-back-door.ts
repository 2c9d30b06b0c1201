import { Client } from 'pg';
import type { BackDoor } from '../back-door.ts';
import { askServer, copyOfDatabase, freshDatabase } from './fresh-database.ts';

export const postgresBackDoor: BackDoor = {
  fresh: freshDatabase,
  copy: copyOfDatabase,

  async lock(database) {
    const client = new Client({ connectionString: database });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT high FROM clock FOR UPDATE');
    return async () => {
      await client.query('ROLLBACK');
      await client.end();
    };
  },

  async mentions(database, words) {
    const tables = await this.rows<{ tablename: string }>(
      database,
      'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()',
    );
    const hex = Buffer.from(words).toString('hex');
    for (const { tablename } of tables) {
      const holds = `SELECT FROM ${tablename} AS row WHERE position(? IN row::text) > 0 OR position(? IN row::text) > 0`;
      if ((await this.rows(database, holds, words, hex)).length > 0) return true;
    }
    return false;
  },

  async rows<Row>(database: string, sql: string, ...values: unknown[]) {
    let number = 0;
    const numbered = sql.replaceAll('?', () => `$${++number}`);
    return askServer<Row>(numbered, database, values);
  },
};

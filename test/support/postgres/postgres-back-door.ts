import { Client } from 'pg';
import { migrationsOf } from '../../../src/store/migrations.ts';
import type { BackDoor } from '../back-door.ts';
import { askServer, copyOfDatabase, dropDatabase, freshDatabase } from './fresh-database.ts';

export const postgresBackDoor: BackDoor = {
  fresh: freshDatabase,
  copy: copyOfDatabase,
  remove: dropDatabase,

  async oldest() {
    const database = await freshDatabase();
    const [oldest] = migrationsOf('postgres');
    await askServer(`${oldest?.sql}; CREATE TABLE store_version AS SELECT ${oldest?.version} AS version`, database);
    await this.rows(database, 'INSERT INTO repository (id, created, token_key) VALUES (1, 0, ?)', Buffer.alloc(32));
    await this.rows(database, 'INSERT INTO clock (id, high, next_sequence) VALUES (1, 0, 1)');
    return database;
  },

  async makeNewer(database) {
    await this.rows(database, 'UPDATE store_version SET version = 1000');
  },

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

  async content(database) {
    const tables = await this.rows<{ tablename: string }>(
      database,
      'SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename',
    );
    let content = '';
    for (const { tablename } of tables) {
      const rows = await this.rows<{ row: string }>(
        database,
        `SELECT t::text AS row FROM ${tablename} AS t ORDER BY 1`,
      );
      content += `${tablename}\n${rows.map(({ row }) => `${row}\n`).join('')}`;
    }
    return content;
  },

  async mentions(database, words) {
    const content = await this.content(database);
    // Bytes are shown in hexadecimal digits.
    return content.includes(words) || content.includes(Buffer.from(words).toString('hex'));
  },

  async rows<Row>(database: string, sql: string, ...values: unknown[]) {
    let number = 0;
    const numbered = sql.replaceAll('?', () => `$${++number}`);
    return askServer<Row>(numbered, database, values);
  },
};

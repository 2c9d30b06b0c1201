import { writeFileSync } from 'node:fs';
import { embeddedBinaries } from '../test/support/postgres/binaries.ts';
import { postgresSchemaSnapshot } from '../test/support/postgres/postgres-schema-snapshot.ts';
import { PostgresServer } from '../test/support/postgres/postgres-server.ts';
import { sqliteSchemaSnapshot } from '../test/support/sqlite-schema-snapshot.ts';

/** `npm run snapshot`: writes the schemas in db/ from the migrations; tests hold them equal. */
writeFileSync(new URL('../db/schema.sqlite.sql', import.meta.url), sqliteSchemaSnapshot());
const server = await PostgresServer.start(embeddedBinaries());
try {
  writeFileSync(new URL('../db/schema.postgres.sql', import.meta.url), await postgresSchemaSnapshot(server.url()));
} finally {
  await server.dispose();
}

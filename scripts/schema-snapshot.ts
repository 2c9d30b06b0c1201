import { writeFileSync } from 'node:fs';
import { sqliteSchemaSnapshot } from '../test/support/sqlite-schema-snapshot.ts';

/** `npm run snapshot`: writes db/schema.sqlite.sql from the migrations; a test holds the two equal. */
writeFileSync(new URL('../db/schema.sqlite.sql', import.meta.url), sqliteSchemaSnapshot());

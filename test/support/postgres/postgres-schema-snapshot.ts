import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { askServer } from './fresh-database.ts';

const COLUMNS = `
  SELECT relname AS table, attname || ' ' || format_type(atttypid, atttypmod)
    || coalesce((SELECT ' COLLATE ' || quote_ident(collname) FROM pg_collation
                 WHERE pg_collation.oid = attcollation AND collname <> 'default'), '')
    || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
    || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '') AS line,
    CASE WHEN attstorage <> typstorage THEN attname END AS external, array_to_string(reloptions, ', ') AS options
  FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
  JOIN pg_type ON pg_type.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = pg_class.oid AND adnum = attnum
  WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY pg_class.oid, attnum`;

/** NOT NULL stands with the columns; newer servers tell it here too. */
const CONSTRAINTS = `
  SELECT relname AS table, pg_get_constraintdef(pg_constraint.oid) AS line
  FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
  WHERE relnamespace = current_schema()::regnamespace AND contype <> 'n' ORDER BY contype DESC, conname`;

const INDEXES = `
  SELECT relname AS table, replace(pg_get_indexdef(indexrelid), current_schema() || '.', '') AS line
  FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
  WHERE relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid`;

interface Column {
  table: string;
  line: string;
  external: string | null;
  options: string | null;
}

/** The schema of a store in PostgreSQL as it stands after all migrations, as SQL. Makes a store in an empty database. */
export async function postgresSchemaSnapshot(url: string): Promise<string> {
  await (await openPostgres(url, 0, 'make')).connections.close();
  const columns = await askServer<Column>(COLUMNS, url);
  const [constraints, indexes] = [
    await askServer<{ table: string; line: string }>(CONSTRAINTS, url),
    await askServer<{ table: string; line: string }>(INDEXES, url),
  ];
  const tables = [...Map.groupBy(columns, ({ table }) => table)].map(([table, own]) => {
    const of = (rows: readonly { table: string; line: string }[]) => rows.filter((row) => row.table === table);
    const lines = [...own, ...of(constraints)].map(({ line }) => `  ${line}`).join(',\n');
    const options = own[0]?.options == null ? '' : ` WITH (${own[0].options})`;
    return [
      `CREATE TABLE ${table} (\n${lines}\n)${options};\n`,
      ...of(indexes).map(({ line }) => `${line};\n`),
      ...own
        .filter(({ external }) => external !== null)
        .map(({ external }) => `ALTER TABLE ${table} ALTER COLUMN ${external} SET STORAGE EXTERNAL;\n`),
    ].join('');
  });
  const header = '-- The schema as it stands, made from migrations/postgres by `npm run snapshot`. Do not edit.\n\n';
  return header + tables.join('\n');
}

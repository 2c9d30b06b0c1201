import type { Statement } from './queries.ts';

/** Statements on the one row of `repository`. */
const statement = (name: string, text: string): Statement => ({ name: `repository ${name}`, text });

export const IDENTIFIER = statement(
  'identifier',
  'SELECT repository_identifier AS current, EXISTS (SELECT FROM item) AS used FROM repository',
);

export const SET_IDENTIFIER = statement('set identifier', 'UPDATE repository SET repository_identifier = $1');

/** $2: whatever it is now; else only where it is $3. */
export const NOTE_RENDERING = statement(
  'note rendering',
  `UPDATE repository SET rendering = $1, rendering_progress = NULL
   WHERE $2::boolean OR rendering IS NOT DISTINCT FROM $3::text`,
);

export const NOTE_PROGRESS = statement('note progress', 'UPDATE repository SET rendering_progress = $1');

export const NOTE_MAINTENANCE = statement('note maintenance', 'UPDATE repository SET maintenance = $1');

/** $2: keep the one before. */
export const ROTATE_KEY = statement(
  'rotate key',
  'UPDATE repository SET previous_token_key = CASE WHEN $2::boolean THEN token_key END, token_key = $1',
);

/** Of all tables in the schema, with their indexes. */
export const SIZE = statement(
  'size',
  `SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS bytes FROM pg_class
   WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())`,
);

import type { Statement } from './queries.ts';

/** Statements of a batch: what it fetches, and what it sends. Rows come and go as one array a column. */
const statement = (name: string, text: string): Statement => ({ name: `batch ${name}`, text });

export const ITEMS = statement(
  'items',
  `SELECT item_id, identifier, content, set_specs, deleted, visible_from, source, verbatim, erased
   FROM item WHERE identifier = ANY ($1::text[])`,
);

export const RECORDS_OF_ITEMS = statement(
  'records of items',
  `SELECT item_id, place, format_id, deleted, set_specs, size, digest FROM record
   WHERE item_id = ANY ($1::bigint[])`,
);

export const SETS = statement(
  'sets',
  'SELECT set_spec, set_id, set_name FROM oai_set WHERE set_spec = ANY ($1::text[])',
);

export const SLUG_NAMES = statement(
  'slug names',
  `SELECT DISTINCT ON (parent, slug) parent, slug, set_name
   FROM unnest($1::text[], $2::text[]) AS wanted (parent, slug) JOIN slug USING (parent, slug)
   ORDER BY parent, slug, key`,
);

/** One row for each format, or one without any. */
export const NUMBERS = statement(
  'numbers',
  `SELECT metadata_prefix, format_id, highest_item, highest_set
   FROM (SELECT coalesce((SELECT max(item_id) FROM item), 0) AS highest_item,
                coalesce((SELECT max(set_id) FROM oai_set), 0) AS highest_set) AS numbers
   LEFT JOIN format ON true`,
);

export const REFUSED = statement(
  'refused',
  'SELECT DISTINCT identifier FROM reject WHERE identifier = ANY ($1::text[])',
);

export const INSERT_FORMATS = statement(
  'insert formats',
  'INSERT INTO format (format_id, metadata_prefix) SELECT * FROM unnest($1::smallint[], $2::text[])',
);

export const INSERT_SETS = statement(
  'insert sets',
  `INSERT INTO oai_set (set_id, set_spec, set_name, declared)
   SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::smallint[])`,
);

export const RENAME_SETS = statement(
  'rename sets',
  `UPDATE oai_set SET set_name = renamed.set_name
   FROM unnest($1::integer[], $2::text[]) AS renamed (set_id, set_name) WHERE oai_set.set_id = renamed.set_id`,
);

const ITEM_COLUMNS = 'item_id, identifier, content, set_specs, deleted, visible_from, source, verbatim, erased';
const ITEM_ARRAYS =
  'unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::smallint[])';

export const INSERT_ITEMS = statement(
  'insert items',
  `INSERT INTO item (${ITEM_COLUMNS}) SELECT * FROM ${ITEM_ARRAYS}`,
);

export const UPDATE_ITEMS = statement(
  'update items',
  `UPDATE item SET content = changed.content, set_specs = changed.set_specs, deleted = changed.deleted,
     visible_from = changed.visible_from, source = changed.source, verbatim = changed.verbatim, erased = changed.erased
   FROM ${ITEM_ARRAYS} AS changed (${ITEM_COLUMNS}) WHERE item.item_id = changed.item_id`,
);

export const DROP_RECORDS = statement('drop records', 'DELETE FROM record WHERE place = ANY ($1::bigint[])');

export const INSERT_RECORDS = statement(
  'insert records',
  `INSERT INTO record (place, item_id, format_id, datestamp, deleted, identifier, set_specs, size, digest)
   SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::text[],
                        $7::text[], $8::integer[], $9::bytea[])`,
);

export const DROP_MEMBERS = statement(
  'drop members',
  `DELETE FROM member USING unnest($1::integer[], $2::bigint[]) AS gone (set_id, place)
   WHERE member.set_id = gone.set_id AND member.place = gone.place`,
);

export const INSERT_MEMBERS = statement(
  'insert members',
  'INSERT INTO member (set_id, place) SELECT * FROM unnest($1::integer[], $2::bigint[])',
);

export const DROP_REJECTS = statement('drop rejects', 'DELETE FROM reject WHERE identifier = ANY ($1::text[])');

export const CHANGE_TALLIES = statement(
  'change tallies',
  `INSERT INTO tally (format_id, set_id, records, deleted)
   SELECT * FROM unnest($1::smallint[], $2::integer[], $3::bigint[], $4::bigint[])
   ON CONFLICT (format_id, set_id) DO UPDATE
   SET records = tally.records + excluded.records, deleted = tally.deleted + excluded.deleted`,
);

export const TICK = statement(
  'tick',
  'INSERT INTO tick (datestamp, first_sequence) VALUES ($1, $2) ON CONFLICT DO NOTHING',
);

export const SET_CLOCK = statement('set clock', 'UPDATE clock SET high = $1, next_sequence = $2');

/** Runs that hold records which are to be cut out, those behind them, and the last ones of formats: all that is touched. */
export const RUNS = statement(
  'runs',
  `WITH touched AS (
     SELECT DISTINCT run.first_place, run.last_place FROM unnest($1::bigint[]) AS gone (place)
     CROSS JOIN LATERAL (
       SELECT first_place, last_place FROM run WHERE first_place <= gone.place ORDER BY first_place DESC LIMIT 1
     ) AS run
   ), wanted AS (
     SELECT first_place FROM touched
     UNION
     SELECT behind.first_place FROM touched CROSS JOIN LATERAL (
       SELECT first_place FROM run WHERE first_place > touched.last_place ORDER BY first_place LIMIT 1
     ) AS behind
     UNION
     SELECT tail.first_place FROM unnest($2::bigint[]) AS format ("end") CROSS JOIN LATERAL (
       SELECT first_place FROM run WHERE first_place < format."end" ORDER BY first_place DESC LIMIT 1
     ) AS tail
   )
   SELECT first_place AS first, last_place AS last, records, size, crc,
     CASE WHEN records < $3 OR first_place IN (SELECT first_place FROM touched) THEN packed END AS packed
   FROM wanted JOIN run USING (first_place) ORDER BY first_place`,
);

/** OFFSET 0: each run is looked up by itself. The planner would compare all records with all runs, and use all cores. */
export const RECORDS_OF_RUNS = statement(
  'records of runs',
  `SELECT record.place, record.size FROM unnest($1::bigint[], $2::bigint[]) AS run (first, last)
   CROSS JOIN LATERAL (SELECT place, size FROM record WHERE place BETWEEN run.first AND run.last OFFSET 0) AS record
   ORDER BY record.place`,
);

export const DROP_RUNS = statement('drop runs', 'DELETE FROM run WHERE first_place = ANY ($1::bigint[])');

/** The bytes of all come as one parameter, which is cut here: an array of bytea would be written out as text. */
export const INSERT_RUNS = statement(
  'insert runs',
  `INSERT INTO run (first_place, last_place, records, size, crc, packed)
   SELECT first, last, records, size, crc, substring($6::bytea FROM at + 1 FOR length)
   FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::bigint[], $7::integer[], $8::integer[])
     AS new (first, last, records, size, crc, at, length)`,
);

export const DROP_PLAIN = statement(
  'drop plain',
  `DELETE FROM plain_run WHERE first_place = ANY (ARRAY(
     SELECT found.first_place FROM unnest($1::bigint[], $2::bigint[]) AS gone (first, last)
     CROSS JOIN LATERAL (
       SELECT first_place FROM plain_run WHERE first_place BETWEEN gone.first AND gone.last OFFSET 0
     ) AS found
   ))`,
);

export const INSERT_PLAIN = statement(
  'insert plain',
  `INSERT INTO plain_run (first_place, plain) SELECT first, substring($2::bytea FROM at + 1 FOR length)
   FROM unnest($1::bigint[], $3::integer[], $4::integer[]) AS new (first, at, length)`,
);

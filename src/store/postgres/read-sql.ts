import type { Statement } from './queries.ts';

/** Statements of readings other than pages of lists. Each is one snapshot, with the clock row where an answer needs it. */
const statement = (name: string, text: string): Statement => ({ name, text });

export const STATE = statement(
  'state',
  `SELECT high, repository_identifier, created, token_key, previous_token_key, rendering, rendering_progress, maintenance,
     EXISTS (SELECT FROM oai_set) AS has_sets FROM repository CROSS JOIN clock
   WHERE repository.id = 1 AND clock.id = 1`,
);

/** Of the first ones, one that is public: what is still to come must not be known yet. */
export const SAMPLE = statement(
  'sample',
  `SELECT identifier FROM (
     SELECT item_id, identifier FROM item
     WHERE identifier > (SELECT 'oai:' || repository_identifier || ':' FROM repository WHERE id = 1)
       AND identifier < (SELECT 'oai:' || repository_identifier || ';' FROM repository WHERE id = 1)
     ORDER BY identifier LIMIT 20
   ) AS first WHERE EXISTS (SELECT FROM record WHERE record.item_id = first.item_id) LIMIT 1`,
);

/** A record, and what it is cut out of: a part that is kept plain, or its run. */
export const RECORD = statement(
  'record',
  `SELECT high, (SELECT true FROM record WHERE record.item_id = item.item_id LIMIT 1) IS NOT NULL AS seen, found.*
   FROM clock LEFT JOIN item ON item.identifier = $1::text
   LEFT JOIN LATERAL (
     SELECT record.place, record.size, record.deleted, octet_length(record.identifier) AS identifier,
       run.size AS run_size, run.crc, part.plain, CASE WHEN part.plain IS NULL THEN run.packed END AS packed,
       (SELECT coalesce(sum(size), 0)::bigint FROM record AS before
        WHERE before.place >= coalesce(part.first_place, run.first_place) AND before.place < record.place) AS "offset"
     FROM record
     LEFT JOIN LATERAL (
       SELECT first_place, last_place, size, crc, packed FROM run WHERE run.first_place <= record.place
       ORDER BY run.first_place DESC LIMIT 1
     ) AS run ON run.last_place >= record.place
     LEFT JOIN LATERAL (
       SELECT plain_run.first_place, plain_run.plain FROM plain_run
       WHERE plain_run.first_place BETWEEN run.first_place AND record.place
       ORDER BY plain_run.first_place DESC LIMIT 1
     ) AS part ON true
     WHERE record.item_id = item.item_id AND record.format_id = (SELECT format_id FROM format WHERE metadata_prefix = $2::text)
   ) AS found ON true WHERE clock.id = 1`,
);

export const ITEM_FORMATS = statement(
  'formats of an item',
  `SELECT high, found.metadata_prefix, found.deleted FROM clock LEFT JOIN (
     SELECT metadata_prefix, record.deleted FROM item JOIN record USING (item_id) JOIN format USING (format_id)
     WHERE item.identifier = $1::text
   ) AS found ON true WHERE clock.id = 1 ORDER BY found.metadata_prefix`,
);

export const SETS_PAGE = statement(
  'page of sets',
  `SELECT high, set_spec, set_name, CASE WHEN $3::boolean THEN (SELECT count(*) FROM oai_set) ELSE 0 END AS size
   FROM clock LEFT JOIN (
     SELECT set_spec, set_name FROM oai_set WHERE set_spec > $1::text ORDER BY set_spec LIMIT $2::integer
   ) AS page ON true WHERE clock.id = 1 ORDER BY set_spec`,
);

const ITEM_COLUMNS = 'item_id, identifier, content, set_specs, deleted, visible_from, source, verbatim, erased';

export const ITEM = statement('item', `SELECT ${ITEM_COLUMNS} FROM item WHERE identifier = $1::text`);

export const ITEMS_BEHIND = statement(
  'items behind',
  `SELECT ${ITEM_COLUMNS} FROM item WHERE identifier > $1::text ORDER BY identifier LIMIT 500`,
);

export const DUE = statement(
  'due',
  // Written so that the index of items that are not deleted does not tempt the planner: nearly all are not.
  `SELECT ${ITEM_COLUMNS} FROM item WHERE visible_from <= $1::bigint AND coalesce(deleted, '') = ''
   ORDER BY visible_from LIMIT 500`,
);

export const COUNTS_OF_FORMATS = statement(
  'counts of formats',
  `SELECT metadata_prefix AS "metadataPrefix", records, deleted FROM tally JOIN format USING (format_id)
   WHERE set_id = 0 ORDER BY format_id`,
);

export const COUNTS = statement(
  'counts',
  `SELECT (SELECT count(*) FROM item) AS items, (SELECT count(*) FROM oai_set) AS sets,
     (SELECT count(*) FROM item WHERE visible_from IS NOT NULL) AS waiting`,
);

/** Records of items that are not deleted. */
export const ALIVE = statement(
  'alive',
  `SELECT item.identifier, metadata_prefix, record.set_specs, digest
   FROM item JOIN record USING (item_id) JOIN format USING (format_id)
   WHERE item.identifier = ANY ($1::text[]) AND record.deleted = 0`,
);

import type { Granularity } from '../../oai/granularity.ts';
import { COUNTED_EXACTLY } from '../pages/list-size.ts';
import { endOfFormat, placeOf } from '../place.ts';
import { FULL_RECORDS } from '../run.ts';
import type { RecordLayout } from '../store.ts';
import type { Statement } from './queries.ts';

/**
 * Statements that read a whole page at once: one statement is one snapshot, and one round trip. All take
 * $1 metadataPrefix, $2 from, $3 until, $4 the place behind which, and $5 the place before which the page lies, $6 whether
 * the size of the list is asked for, $7 most records; those of a set take its setSpec as the last one.
 */
const SEQUENCES = `${placeOf(1, 0)}::bigint`;
if (endOfFormat(0) !== placeOf(1, 0)) throw new Error('places are not what these statements take them for');

/** The clock row, and from where to where the list goes. */
function range(set: string | undefined): string {
  const first = (date: string) =>
    `(SELECT first_sequence FROM tick WHERE datestamp >= ${date} ORDER BY datestamp LIMIT 1)`;
  return `range AS MATERIALIZED (
    SELECT high, next_sequence, format_id, ${set === undefined ? '0' : 'set_id'} AS set_id,
      coalesce($4::bigint, format_id * ${SEQUENCES} - 1
        + CASE WHEN $2::bigint IS NULL THEN 0 ELSE coalesce(${first('$2')}, ${SEQUENCES}) END) AS after,
      CASE WHEN format_id IS NOT NULL THEN
        least((format_id + 1) * ${SEQUENCES}, $5::bigint, format_id * ${SEQUENCES} + ${first('$3::bigint')}) END AS "end"
    FROM clock LEFT JOIN format ON metadata_prefix = $1::text
    ${set === undefined ? '' : `LEFT JOIN oai_set ON set_spec = ${set}::text`}
    WHERE clock.id = 1
  )`;
}

/** Places behind one and before another one, in harvest order. */
function places(set: string | undefined, limit: string): string {
  return set === undefined
    ? `SELECT place FROM record WHERE place > range.after AND place < range."end" ORDER BY place LIMIT ${limit}`
    : `SELECT place FROM member WHERE set_id = range.set_id AND place > range.after AND place < range."end"
       ORDER BY place LIMIT ${limit}`;
}

/** Columns of the range that every page tells. What counts the list is left out of statements that need not. */
function rangeColumns(set: string | undefined, sized: boolean): string {
  if (!sized)
    return 'high, next_sequence, format_id, after, "end", CASE WHEN $6::boolean THEN 0::bigint END AS everything, NULL::bigint AS counted';
  return `high, next_sequence, format_id, after, "end",
    CASE WHEN $6::boolean THEN coalesce(
      (SELECT records FROM tally WHERE tally.format_id = range.format_id AND tally.set_id = range.set_id), 0) END AS everything,
    CASE WHEN $6 AND ($2 IS NOT NULL OR $3 IS NOT NULL)
      THEN (SELECT count(*) FROM (${places(set, String(COUNTED_EXACTLY + 1))}) AS counted) END AS counted`;
}

/**
 * Whole runs from the beginning of the page on, at most $9, and $8 bytes; the bytes of those that surely fit on it. `packed` or plain,
 * where that is kept. Formats as wholes only: of a set, most runs are wanted in part.
 */
export function wholeRunsSql(packed: boolean, sized: boolean): Statement {
  const fits = `first_place > range.after AND last_place < range."end"
    AND coalesce(records_before, 0) + records <= $7::integer AND coalesce(bytes_before, 0) + size <= $8::bigint`;
  const plain = `(SELECT string_agg(plain, ''::bytea ORDER BY plain_run.first_place) FROM plain_run
    WHERE plain_run.first_place BETWEEN run.first_place AND run.last_place)`;
  const columns = packed
    ? `CASE WHEN fits THEN packed END AS packed, NULL::bytea AS plain`
    : `CASE WHEN fits AND part.plain IS NULL THEN packed END AS packed, part.plain`;
  return {
    name: `${sized ? 'first ' : ''}page of whole runs, ${packed ? 'packed' : 'plain'}`,
    text: `WITH ${range(undefined)}
      SELECT ${rangeColumns(undefined, sized)},
        run.first_place AS first, run.last_place AS last, run.records, run.size, run.crc, ${columns}
      FROM range LEFT JOIN LATERAL (
        SELECT *, ${fits} AS fits FROM (
          SELECT *, sum(records) OVER before AS records_before, sum(size) OVER before AS bytes_before FROM (
            SELECT first_place, last_place, records, size, crc, packed FROM run
            WHERE first_place >= coalesce(
                (SELECT max(first_place) FROM run WHERE first_place <= range.after + 1), range.after + 1)
              AND first_place < range."end"
            ORDER BY first_place LIMIT $9::integer
          ) AS found
          WHERE last_place > range.after
          WINDOW before AS (ORDER BY first_place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ) AS summed
      ) AS run ON true
      ${packed ? '' : `LEFT JOIN LATERAL (SELECT ${plain} AS plain WHERE run.fits) AS part ON true`}
      ORDER BY run.first_place`,
  };
}

/**
 * The records of a page one by one: cut out of what is kept plain, or to be cut out of packed runs. $8: most bytes. $9:
 * whether runs that are wanted whole are taken as they are packed. What each row is, `kind` tells: the range; a run, which
 * may be wanted whole; the bytes of a packed run; a record of a run that is not wanted whole.
 */
export function placesSql(ofSet: boolean, sized: boolean): Statement {
  const set = ofSet ? '$10' : undefined;
  // The last run of the page must be known whole, where the list is.
  const limit = `$7::integer + 1${ofSet ? '' : ` + ${FULL_RECORDS}`}`;
  const none = (columns: number) => Array.from({ length: columns }, () => 'NULL::bigint').join(', ');
  return {
    name: `${sized ? 'first ' : ''}page of places${ofSet ? ' of a set' : ''}`,
    text: `WITH ${range(set)}, wanted AS MATERIALIZED (
        SELECT record.place, record.size, record.deleted, octet_length(record.identifier) AS identifier,
          run.first_place, run.last_place, run.records, run.size AS run_size, run.crc
        FROM range CROSS JOIN LATERAL (${places(set, limit)}) AS listed
        JOIN record USING (place)
        CROSS JOIN LATERAL (
          SELECT first_place, last_place, records, size, crc FROM run WHERE run.first_place <= listed.place
          ORDER BY run.first_place DESC LIMIT 1
        ) AS run
      ), kept AS MATERIALIZED (
        SELECT * FROM (
          SELECT first_place, last_place, records, run_size, crc, $9::boolean AND count(*) = records AS whole,
            sum(sum(size)) OVER (ORDER BY first_place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
          FROM wanted GROUP BY first_place, last_place, records, run_size, crc
        ) AS runs WHERE coalesce(bytes_before, 0) <= $8::bigint
      ), part AS MATERIALIZED (
        SELECT place, size, deleted, identifier, first_place, (
            SELECT plain_run.first_place FROM plain_run
            WHERE plain_run.first_place BETWEEN kept.first_place AND wanted.place
            ORDER BY plain_run.first_place DESC LIMIT 1
          ) AS plain_first
        FROM wanted JOIN kept USING (first_place) WHERE NOT whole
      )
      SELECT 'range' AS kind, high AS a, next_sequence AS b, format_id AS c, after AS d, "end" AS e,
        everything AS f, counted AS g, NULL::bytea AS bytes
      FROM (SELECT ${rangeColumns(set, sized)} FROM range) AS told
      UNION ALL
      SELECT 'run', first_place, last_place, records, run_size, crc, CASE WHEN whole THEN 1 ELSE 0 END, NULL, NULL
      FROM kept
      UNION ALL
      SELECT 'packed', first_place, ${none(6)}, run.packed
      FROM (
        SELECT first_place FROM part WHERE plain_first IS NULL UNION SELECT first_place FROM kept WHERE whole
      ) AS opened JOIN run USING (first_place)
      UNION ALL
      SELECT 'place', place, size, deleted, identifier, first_place, before, NULL,
        CASE WHEN plain_first IS NOT NULL THEN (
          SELECT substring(plain FROM before::integer + 1 FOR size) FROM plain_run
          WHERE plain_run.first_place = plain_first
        ) END
      FROM part CROSS JOIN LATERAL (
        SELECT coalesce(sum(record.size), 0)::bigint AS before FROM record
        WHERE record.place >= coalesce(part.plain_first, part.first_place) AND record.place < part.place
      ) AS those`,
  };
}

/** The headers of a page, joined. */
export function headersSql(layout: RecordLayout, granularity: Granularity, ofSet: boolean): Statement {
  const set = ofSet ? '$8' : undefined;
  return {
    name: `page of headers, ${granularity}${ofSet ? ', of a set' : ''}`,
    text: `WITH ${range(set)}, listed AS MATERIALIZED (
        SELECT place, row_number() OVER (ORDER BY place) AS number
        FROM range CROSS JOIN LATERAL (${places(set, '$7::integer + 1')}) AS found
      )
      SELECT ${rangeColumns(set, true)}, page.count, page.last, page.headers, page.places
      FROM range CROSS JOIN (
        SELECT count(*) FILTER (WHERE number <= $7) AS count, count(*) AS places,
          max(place) FILTER (WHERE number <= $7) AS last,
          convert_to(string_agg(${headerExpression(layout, granularity)}, '' ORDER BY place)
            FILTER (WHERE number <= $7), 'UTF8') AS headers
        FROM listed JOIN record USING (place)
      ) AS page`,
  };
}

/** The last place of the list. */
export function tailSql(ofSet: boolean): Statement {
  const set = ofSet ? '$6' : undefined;
  return {
    name: `last place${ofSet ? ' of a set' : ''}`,
    text: `WITH ${range(set)} SELECT max(place) AS place FROM range CROSS JOIN LATERAL (
      ${places(set, '1').replace('ORDER BY place', 'ORDER BY place DESC')}) AS last`,
  };
}

/** A header in SQL. */
function headerExpression(layout: RecordLayout, granularity: Granularity): string {
  const date = granularity === 'day' ? 'YYYY-MM-DD' : 'YYYY-MM-DD"T"HH24:MI:SS"Z"';
  const betweenSets = quote(layout.setClose + layout.setOpen);
  const pieces = [
    `CASE WHEN record.deleted = 1 THEN ${quote(layout.deletedHeaderOpen)} ELSE ${quote(layout.headerOpen)} END`,
    'record.identifier',
    quote(layout.afterIdentifier),
    `to_char(to_timestamp(record.datestamp) AT TIME ZONE 'UTC', ${quote(date)})`,
    quote(layout.afterDatestamp),
    `CASE WHEN record.set_specs = '' THEN '' ELSE ${quote(layout.setOpen)}
       || replace(record.set_specs, ' ', ${betweenSets}) || ${quote(layout.setClose)} END`,
    quote(`${layout.headerClose}\n`),
  ];
  return pieces.join(' || ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

import type { Granularity } from '../../oai/granularity.ts';
import type { RecordLayout } from '../store.ts';

/** SQL that joins parts of records inside the database: one value a page instead of a row a record. */
export function recordExpression(layout: RecordLayout, part: 'record' | 'header', granularity: Granularity): string {
  const date = granularity === 'day' ? '%Y-%m-%d' : '%Y-%m-%dT%H:%M:%SZ';
  const betweenSets = quote(layout.setClose + layout.setOpen);
  const pieces = [
    ...(part === 'record' ? [quote(layout.recordOpen)] : []),
    `iif(record.deleted, ${quote(layout.deletedHeaderOpen)}, ${quote(layout.headerOpen)})`,
    'record.identifier',
    quote(layout.afterIdentifier),
    `strftime(${quote(date)}, record.datestamp, 'unixepoch')`,
    quote(layout.afterDatestamp),
    `iif(record.set_specs = '', '', ${quote(layout.setOpen)} || replace(record.set_specs, ' ', ${betweenSets}) || ${quote(layout.setClose)})`,
    quote(layout.headerClose),
    ...(part === 'record' ? ['record.body', quote(layout.recordClose)] : ['char(10)']),
  ];
  return pieces.join(' || ');
}

/** Places and body sizes of a page and the record behind it, in harvest order. */
export function placesSql(ofSet: boolean): string {
  return ofSet
    ? `SELECT member.place, octet_length(record.body) FROM member CROSS JOIN record ON record.place = member.place
       WHERE member.set_id = @setId AND member.place > @after AND member.place < @end ORDER BY member.place LIMIT @limit`
    : `SELECT place, octet_length(body) FROM record WHERE place > @after AND place < @end ORDER BY place LIMIT @limit`;
}

/** The last place of a range. */
export function tailSql(ofSet: boolean): string {
  return ofSet
    ? `SELECT place FROM member WHERE set_id = @setId AND place > @after AND place < @end ORDER BY place DESC LIMIT 1`
    : `SELECT place FROM record WHERE place > @after AND place < @end ORDER BY place DESC LIMIT 1`;
}

/** The bytes of all records behind @after up to and with @last. The order of the subquery is held by a test. */
export function bytesSql(expression: string, ofSet: boolean): string {
  const rows = ofSet
    ? `member CROSS JOIN record ON record.place = member.place
       WHERE member.set_id = @setId AND member.place > @after AND member.place <= @last ORDER BY member.place`
    : `record WHERE place > @after AND place <= @last ORDER BY place`;
  return `SELECT CAST(group_concat(piece, '') AS BLOB) FROM (SELECT ${expression} AS piece FROM ${rows})`;
}

/** Number of records behind @after and before @end, but no more than @limit. */
export function countSql(ofSet: boolean): string {
  return ofSet
    ? `SELECT count(*) FROM (SELECT 1 FROM member WHERE set_id = @setId AND place > @after AND place < @end LIMIT @limit)`
    : `SELECT count(*) FROM (SELECT 1 FROM record WHERE place > @after AND place < @end LIMIT @limit)`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

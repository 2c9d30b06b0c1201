import type { Granularity } from '../../oai/granularity.ts';
import type { RecordLayout } from '../store.ts';

/** SQL that joins headers inside the database: one value a page instead of a row a record. */
export function headerExpression(layout: RecordLayout, granularity: Granularity): string {
  const date = granularity === 'day' ? '%Y-%m-%d' : '%Y-%m-%dT%H:%M:%SZ';
  const betweenSets = quote(layout.setClose + layout.setOpen);
  const pieces = [
    `iif(record.deleted, ${quote(layout.deletedHeaderOpen)}, ${quote(layout.headerOpen)})`,
    'record.identifier',
    quote(layout.afterIdentifier),
    `strftime(${quote(date)}, record.datestamp, 'unixepoch')`,
    quote(layout.afterDatestamp),
    `iif(record.set_specs = '', '', ${quote(layout.setOpen)} || replace(record.set_specs, ' ', ${betweenSets}) || ${quote(layout.setClose)})`,
    quote(`${layout.headerClose}\n`),
  ];
  return pieces.join(' || ');
}

/** Places of a page and of the record behind it, in harvest order. */
export function placesSql(ofSet: boolean): string {
  return ofSet
    ? `SELECT place FROM member WHERE set_id = @setId AND place > @after AND place < @end ORDER BY place LIMIT @limit`
    : `SELECT place FROM record WHERE place > @after AND place < @end ORDER BY place LIMIT @limit`;
}

/** The last place of a range. */
export function tailSql(ofSet: boolean): string {
  return ofSet
    ? `SELECT place FROM member WHERE set_id = @setId AND place > @after AND place < @end ORDER BY place DESC LIMIT 1`
    : `SELECT place FROM record WHERE place > @after AND place < @end ORDER BY place DESC LIMIT 1`;
}

/** The headers of all records behind @after up to and with @last. The order of the subquery is held by a test. */
export function headersSql(expression: string, ofSet: boolean): string {
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

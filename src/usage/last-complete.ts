/**
 * SQL that selects, of each group of lists, the list_id of the last complete run: one that was seen from its first page to
 * its last. A group is what `groupBy` tells apart.
 */
export function lastComplete(groupBy: string, where = 'true'): string {
  // SQLite takes bare columns of an aggregate from the row that has the maximum.
  return `SELECT list_id FROM (SELECT list_id, max(ended) FROM list
    WHERE ended IS NOT NULL AND whole = 1 AND verb IN ('ListRecords', 'ListIdentifiers') AND ${where} GROUP BY ${groupBy})`;
}

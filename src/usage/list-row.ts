import type { ListWalk, Point } from './list-walk.ts';

/** A walk as the usage file has it. */
export interface ListRow {
  list_id: number;
  harvester_id: number;
  verb: string;
  metadata_prefix: string;
  set_spec: string;
  from_date: string;
  until_date: string;
  began: number;
  last: number;
  ended: number | null;
  pages: number;
  delivered: number;
  size: number;
  whole: 0 | 1;
  points: string;
}

export function walkOf(row: ListRow): ListWalk {
  const { verb, began, last, pages, delivered, size } = row;
  return {
    verb,
    metadataPrefix: row.metadata_prefix,
    set: row.set_spec,
    from: row.from_date,
    until: row.until_date,
    began,
    last,
    ended: row.ended ?? undefined,
    pages,
    delivered,
    size,
    whole: row.whole === 1,
    points: JSON.parse(row.points) as Point[],
  };
}

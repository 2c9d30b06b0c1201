import type { UtcSeconds } from '../../oai/datestamp.ts';
import { listSize } from '../pages/list-size.ts';
import type { Page, PageQuery, Place } from '../store.ts';

/** What the statements of page-sql.ts tell of the list beside the page. */
export interface RangeRow {
  high: UtcSeconds;
  next_sequence: number;
  /** NULL: there is no such format. */
  format_id: number | null;
  after: Place;
  end: Place;
  /** All records of the format, or of the set in it; NULL where the size is not asked for. */
  everything: number | null;
  counted: number | null;
}

/** $1 to $7 of these statements. */
export function listParameters({ selection, after, before, limit, size = false }: PageQuery): unknown[] {
  const { metadataPrefix, from = null, until = null } = selection;
  return [metadataPrefix, from, until, after ?? null, before ?? null, size, limit];
}

/** The setSpec as the last parameter, where the list is limited to a set. */
export function setParameter({ selection }: PageQuery): unknown[] {
  return selection.set === undefined ? [] : [selection.set];
}

/** Size of the complete list; nought where it was not asked for. */
export function sizeOf(range: RangeRow, { count, more }: Pick<Page, 'count' | 'more'>): number {
  const { format_id, everything, counted, next_sequence: sequences, after, end } = range;
  const least = count + (more ? 1 : 0);
  if (format_id === null || everything === null) return least;
  const list = { formatId: format_id, after, end, sequences, all: everything, counted: counted ?? undefined };
  return Math.max(listSize(list), least);
}

import type { ItemRow } from './batch/batch-tables.ts';
import type { StoredItem } from './store.ts';

/** The item of a row. */
export function toStoredItem(row: ItemRow): StoredItem {
  return {
    identifier: row.identifier,
    content: row.content ?? undefined,
    sets: row.set_specs === '' ? [] : row.set_specs.split(' '),
    deleted: row.deleted ?? undefined,
    erased: row.erased === 1,
    source: row.source,
    verbatim: row.verbatim ?? undefined,
    visibleFrom: row.visible_from ?? undefined,
  };
}

import { closure, type SetSpec } from '../../oai/set-spec.ts';
import type { BatchTables, ItemRow, ItemValues, NewRecord, RecordRow, TallyChange } from '../batch/batch-tables.ts';
import type { Change, Place } from '../store.ts';
import * as sql from './batch-sql.ts';
import { columnsOf } from './columns-of.ts';
import { portionsOf } from './portions-of.ts';
import type { Queries } from './queries.ts';

type SetRow = { set_id: number; set_name: string };

/**
 * The tables as a batch sees them: what its changes can touch is fetched in a few statements, changed here, and sent in
 * a few more. The clock row is held meanwhile, so nobody else changes them, and new numbers are the highest one and 1.
 */
export class FetchedTables implements BatchTables {
  readonly #items = new Map<string, ItemRow>();
  readonly #recordsOf = new Map<number, Map<Place, RecordRow>>();
  readonly #formats = new Map<string, number>();
  readonly #sets = new Map<SetSpec, SetRow>();
  readonly #slugNames = new Map<string, string>();
  readonly #refused = new Set<string>();
  #itemId = 0;
  #setId = 0;
  readonly #newItems = new Map<number, ItemRow>();
  readonly #changedItems = new Map<number, ItemRow>();
  readonly #newRecords = new Map<Place, NewRecord>();
  readonly #droppedRecords: Place[] = [];
  readonly #itemOf = new Map<Place, number>();
  readonly #identifierOf = new Map<number, string>();
  readonly #newMembers = new Map<string, { setId: number; place: Place }>();
  readonly #droppedMembers: { setId: number; place: Place }[] = [];
  readonly #newFormats: { id: number; metadataPrefix: string }[] = [];
  readonly #newSets: { id: number; setSpec: SetSpec; setName: string; declared: 0 | 1 }[] = [];
  readonly #renamedSets = new Map<number, string>();
  readonly #tallies: TallyChange[] = [];
  readonly #droppedRejects: string[] = [];

  private constructor() {}

  /** Fetches what these changes can touch. */
  static async fetch(queries: Queries, changes: readonly Change[]): Promise<FetchedTables> {
    const tables = new FetchedTables();
    await tables.#fetchItems(queries, changes);
    await tables.#fetchSets(queries, changes);
    const erased = changes.flatMap((change) => (change.kind === 'delete' && change.erase ? change.identifier : []));
    if (erased.length > 0) {
      const rows = await queries.rows<{ identifier: string }>(sql.REFUSED, [erased]);
      for (const { identifier } of rows) tables.#refused.add(identifier);
    }
    return tables;
  }

  async #fetchItems(queries: Queries, changes: readonly Change[]): Promise<void> {
    const identifiers = new Set(changes.flatMap((change) => (change.kind === 'set' ? [] : change.identifier)));
    const items = await queries.rows<ItemRow>(sql.ITEMS, [[...identifiers]]);
    for (const item of items) {
      this.#remember(item);
      this.#recordsOf.set(item.item_id, new Map());
    }
    if (items.length === 0) return;
    const records = await queries.rows<RecordRow & { item_id: number }>(sql.RECORDS_OF_ITEMS, [
      items.map(({ item_id }) => item_id),
    ]);
    for (const { item_id, ...record } of records) {
      this.#recordsOf.get(item_id)?.set(record.place, record);
      this.#itemOf.set(record.place, item_id);
    }
  }

  async #fetchSets(queries: Queries, changes: readonly Change[]): Promise<void> {
    const named = new Set<SetSpec>();
    for (const change of changes) {
      if (change.kind === 'put') for (const setSpec of change.sets) named.add(setSpec);
      if (change.kind === 'delete') for (const setSpec of change.tombstone?.sets ?? []) named.add(setSpec);
      if (change.kind === 'set') named.add(change.setSpec);
    }
    for (const records of this.#recordsOf.values()) {
      for (const { set_specs } of records.values()) for (const one of toSets(set_specs)) named.add(one);
    }
    const wanted = closure([...named]);
    const rows = await queries.rows<SetRow & { set_spec: SetSpec }>(sql.SETS, [wanted]);
    for (const { set_spec, ...row } of rows) this.#sets.set(set_spec, row);
    const unknown = wanted.filter((setSpec) => !this.#sets.has(setSpec)).map(split);
    if (unknown.length > 0) {
      const [parents, slugs] = [unknown.map(([parent]) => parent), unknown.map(([, slug]) => slug)];
      const names = await queries.rows<{ parent: string; slug: string; set_name: string }>(sql.SLUG_NAMES, [
        parents,
        slugs,
      ]);
      for (const { parent, slug, set_name } of names) this.#slugNames.set(`${parent} ${slug}`, set_name);
    }
    for (const { metadata_prefix, format_id, highest_item, highest_set } of await queries.rows<{
      metadata_prefix: string | null;
      format_id: number;
      highest_item: number;
      highest_set: number;
    }>(sql.NUMBERS)) {
      if (metadata_prefix !== null) this.#formats.set(metadata_prefix, format_id);
      this.#itemId = highest_item;
      this.#setId = highest_set;
    }
  }

  item(identifier: string): ItemRow | undefined {
    return this.#items.get(identifier);
  }

  insertItem(identifier: string, values: ItemValues): number {
    this.#itemId += 1;
    const row = { item_id: this.#itemId, identifier, ...values };
    this.#remember(row);
    this.#recordsOf.set(row.item_id, new Map());
    this.#newItems.set(row.item_id, row);
    return row.item_id;
  }

  updateItem(itemId: number, values: ItemValues): void {
    const identifier = this.#identifierOf.get(itemId);
    if (identifier === undefined) throw new Error('an item is changed that was not read');
    const row = { item_id: itemId, identifier, ...values };
    this.#remember(row);
    (this.#newItems.has(itemId) ? this.#newItems : this.#changedItems).set(itemId, row);
  }

  #remember(row: ItemRow): void {
    this.#items.set(row.identifier, row);
    this.#identifierOf.set(row.item_id, row.identifier);
  }

  records(itemId: number): RecordRow[] {
    return [...(this.#recordsOf.get(itemId)?.values() ?? [])];
  }

  insertRecord(record: NewRecord): void {
    this.#recordsOf.get(record.item_id)?.set(record.place, record);
    this.#itemOf.set(record.place, record.item_id);
    this.#newRecords.set(record.place, record);
  }

  dropRecord(place: Place): void {
    this.#recordsOf.get(this.#itemOf.get(place) ?? 0)?.delete(place);
    if (!this.#newRecords.delete(place)) this.#droppedRecords.push(place);
  }

  formatId(metadataPrefix: string): number | undefined {
    return this.#formats.get(metadataPrefix);
  }

  insertFormat(metadataPrefix: string): number {
    const id = Math.max(0, ...this.#formats.values()) + 1;
    this.#formats.set(metadataPrefix, id);
    this.#newFormats.push({ id, metadataPrefix });
    return id;
  }

  set(setSpec: SetSpec): SetRow | undefined {
    return this.#sets.get(setSpec);
  }

  insertSet(setSpec: SetSpec, setName: string, declared: 0 | 1): number {
    this.#setId += 1;
    this.#sets.set(setSpec, { set_id: this.#setId, set_name: setName });
    this.#newSets.push({ id: this.#setId, setSpec, setName, declared });
    return this.#setId;
  }

  renameSet(setId: number, setName: string): void {
    for (const row of this.#sets.values()) if (row.set_id === setId) row.set_name = setName;
    this.#renamedSets.set(setId, setName);
  }

  slugName(parent: SetSpec, slug: string): string | undefined {
    return this.#slugNames.get(`${parent} ${slug}`);
  }

  insertMember(setId: number, place: Place): void {
    this.#newMembers.set(`${setId} ${place}`, { setId, place });
  }

  dropMember(setId: number, place: Place): void {
    if (!this.#newMembers.delete(`${setId} ${place}`)) this.#droppedMembers.push({ setId, place });
  }

  dropRejects(identifier: string): boolean {
    if (!this.#refused.delete(identifier)) return false;
    this.#droppedRejects.push(identifier);
    return true;
  }

  changeTally(change: TallyChange): void {
    this.#tallies.push(change);
  }

  /** Sends what has changed. */
  async send(queries: Queries): Promise<void> {
    const send = async <Row>(
      statement: typeof sql.ITEMS,
      rows: readonly Row[],
      ...columns: ((row: Row) => unknown)[]
    ) => {
      if (rows.length > 0) await queries.run(statement, columnsOf(rows, ...columns));
    };
    const sendItems = async (statement: typeof sql.ITEMS, items: ReadonlyMap<number, ItemRow>) => {
      for (const rows of portionsOf(items.values())) await send(statement, rows, ...itemColumns);
    };
    const itemColumns = [
      (row: ItemRow) => row.item_id,
      (row: ItemRow) => row.identifier,
      (row: ItemRow) => row.content,
      (row: ItemRow) => row.set_specs,
      (row: ItemRow) => row.deleted,
      (row: ItemRow) => row.visible_from,
      (row: ItemRow) => row.source,
      (row: ItemRow) => row.verbatim,
      (row: ItemRow) => row.erased,
    ];
    await send(
      sql.INSERT_FORMATS,
      this.#newFormats,
      (one) => one.id,
      (one) => one.metadataPrefix,
    );
    await send(
      sql.INSERT_SETS,
      this.#newSets,
      (one) => one.id,
      (one) => one.setSpec,
      (one) => one.setName,
      (one) => one.declared,
    );
    await send(
      sql.RENAME_SETS,
      [...this.#renamedSets],
      ([id]) => id,
      ([, setName]) => setName,
    );
    await sendItems(sql.INSERT_ITEMS, this.#newItems);
    await sendItems(sql.UPDATE_ITEMS, this.#changedItems);
    await send(sql.DROP_RECORDS, this.#droppedRecords, (place) => place);
    await send(
      sql.INSERT_RECORDS,
      [...this.#newRecords.values()],
      (one) => one.place,
      (one) => one.item_id,
      (one) => one.format_id,
      (one) => one.datestamp,
      (one) => one.deleted,
      (one) => one.identifier,
      (one) => one.set_specs,
      (one) => one.size,
      (one) => one.digest,
    );
    await send(
      sql.DROP_MEMBERS,
      this.#droppedMembers,
      (one) => one.setId,
      (one) => one.place,
    );
    await send(
      sql.INSERT_MEMBERS,
      [...this.#newMembers.values()],
      (one) => one.setId,
      (one) => one.place,
    );
    await send(sql.DROP_REJECTS, this.#droppedRejects, (identifier) => identifier);
    await send(
      sql.CHANGE_TALLIES,
      this.#tallies,
      (one) => one.formatId,
      (one) => one.setId,
      (one) => one.records,
      (one) => one.deleted,
    );
  }
}

function toSets(setSpecs: string): SetSpec[] {
  return setSpecs === '' ? [] : setSpecs.split(' ');
}

/** The set above, and the last segment. */
function split(setSpec: SetSpec): [parent: string, slug: string] {
  const colon = setSpec.lastIndexOf(':');
  return [setSpec.slice(0, Math.max(colon, 0)), setSpec.slice(colon + 1)];
}

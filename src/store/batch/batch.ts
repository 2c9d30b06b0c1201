import type { UtcSeconds } from '../../oai/datestamp.ts';
import { closure } from '../../oai/set-spec.ts';
import { digestOf } from '../digest-of.ts';
import { sequenceOf } from '../place.ts';
import type { Change, Outcome, RecordLayout, StoredItem } from '../store.ts';
import type { BatchTables, ItemRow, ItemValues } from './batch-tables.ts';
import { RecordPlacer } from './record-placer.ts';
import type { RunWriter } from './run-writer.ts';

type Put = Extract<Change, { kind: 'put' }>;
type Redate = Extract<Change, { kind: 'redate' }>;
type Delete = Extract<Change, { kind: 'delete' }>;

/** The source of what no source owns. */
const NOBODYS = 'import';

/**
 * The changes of one batch, the same in every store. It must be made inside a transaction that holds the clock row: the
 * datestamp is chosen there, after everything that readers could have seen before (docs/adr/0003-clock-row.md).
 */
export class Batch {
  readonly datestamp: UtcSeconds;
  /** The next sequence number: one for each item whose records change. */
  sequence: number;
  readonly #firstSequence: number;
  readonly #tables: BatchTables;
  readonly #placer: RecordPlacer;

  constructor(
    tables: BatchTables,
    layout: RecordLayout,
    { high, nextSequence }: { high: UtcSeconds; nextSequence: number },
    now: UtcSeconds,
  ) {
    this.datestamp = Math.max(now, high);
    this.sequence = nextSequence;
    this.#firstSequence = nextSequence;
    this.#tables = tables;
    this.#placer = new RecordPlacer(tables, layout, this.datestamp);
  }

  /** What becomes of the runs: to be written when all rows of `record` are. */
  get runs(): RunWriter {
    return this.#placer.runs;
  }

  apply(changes: readonly Change[]): Outcome[] {
    const outcomes = changes.map((change) => this.#apply(change));
    this.#placer.writeTallies();
    return outcomes;
  }

  #apply(change: Change): Outcome {
    switch (change.kind) {
      case 'put':
        return this.#put(change);
      case 'delete':
        return this.#delete(change);
      case 'redate':
        return this.#redate(change);
      case 'set':
        return this.#declare(change);
    }
  }

  #put(change: Put): Outcome {
    const { identifier } = change;
    const former = this.#tables.item(identifier);
    if (former && !isOwnedBy(former, change.source)) return 'foreign';
    if (change.basedOn && !isStill(former, change.basedOn)) return 'unchanged';
    const values: ItemValues = {
      content: change.content,
      set_specs: change.sets.join(' '),
      deleted: null,
      visible_from: change.visibleFrom ?? null,
      source: change.source ?? former?.source ?? NOBODYS,
      verbatim: change.verbatim ?? null,
      erased: 0,
    };
    if (change.onlyNewContent && former && hasSameContent(former, values)) return 'unchanged';
    if (former?.deleted === 'hand' && !change.undelete) {
      // Kept for the day when somebody undeletes it; of what was erased, nothing is kept.
      if (!former.erased) this.#update(former, { ...values, deleted: 'hand', visible_from: null });
      return 'withheld';
    }
    const id = former?.item_id ?? this.#tables.insertItem(identifier, values);
    if (former) this.#update(former, values);
    const { changed, wasAlive } = this.#placeBodies({ id, identifier }, change.bodies, values.set_specs);
    if (!changed) return former ? 'unchanged' : 'created';
    this.sequence += 1;
    return wasAlive ? 'updated' : 'created';
  }

  /** Brings an item's records to these bodies and sets; a format that it has no longer becomes a tombstone. */
  #placeBodies(item: { id: number; identifier: string }, bodies: ReadonlyMap<string, string>, setSpecs: string) {
    const records = new Map(this.#tables.records(item.id).map((row) => [row.format_id, row]));
    const wasAlive = [...records.values()].some((row) => row.deleted === 0);
    let changed = false;
    for (const [metadataPrefix, body] of bodies) {
      const format = this.#placer.formatId(metadataPrefix);
      const row = records.get(format);
      records.delete(format);
      if (row && row.deleted === 0 && row.set_specs === setSpecs && digestOf(body).equals(row.digest)) continue;
      this.#placer.place(item, this.sequence, format, row, { deleted: false, setSpecs, body });
      changed = true;
    }
    for (const row of records.values()) {
      if (row.deleted === 1) continue;
      const tombstone = { deleted: true, setSpecs: row.set_specs, body: '' };
      this.#placer.place(item, this.sequence, row.format_id, row, tombstone);
      changed = true;
    }
    return { changed, wasAlive };
  }

  #delete(change: Delete): Outcome {
    const { identifier, by, tombstone, erase = false } = change;
    const former = this.#tables.item(identifier);
    const wasRefused = erase && this.#tables.dropRejects(identifier);
    if (!former) {
      if (!tombstone) return wasRefused ? 'deleted' : 'unknown';
      const setSpecs = tombstone.sets.join(' ');
      const source = change.source ?? NOBODYS;
      const values = { content: null, set_specs: setSpecs, deleted: by, visible_from: null, source, verbatim: null };
      const item = { id: this.#tables.insertItem(identifier, { ...values, erased: erase ? 1 : 0 }), identifier };
      const format = this.#placer.formatId(tombstone.metadataPrefix);
      this.#placer.place(item, this.sequence, format, undefined, { deleted: true, setSpecs, body: '' });
      this.sequence += 1;
      return 'deleted';
    }
    if (!isOwnedBy(former, change.source)) return 'foreign';
    const gone = erase || former.erased === 1;
    this.#update(former, {
      ...former,
      deleted: former.deleted === 'hand' ? 'hand' : by,
      visible_from: null,
      ...(gone ? { content: null, verbatim: null, erased: 1 } : {}),
    });
    const { changed } = this.#placeBodies({ id: former.item_id, identifier }, new Map(), '');
    if (changed) this.sequence += 1;
    return changed || former.deleted === null || (gone && !former.erased) ? 'deleted' : 'unchanged';
  }

  #redate({ identifier }: Redate): Outcome {
    const item = this.#tables.item(identifier);
    if (!item) return 'unknown';
    // What this batch has written bears its datestamp already.
    const records = this.#tables.records(item.item_id).filter(({ place }) => sequenceOf(place) < this.#firstSequence);
    for (const record of records) this.#placer.redate({ id: item.item_id, identifier }, this.sequence, record);
    if (records.length === 0) return 'unchanged';
    this.sequence += 1;
    return 'updated';
  }

  #declare({ setSpec, setName }: Extract<Change, { kind: 'set' }>): Outcome {
    for (const spec of closure([setSpec])) this.#placer.setId(spec);
    const row = this.#tables.set(setSpec);
    if (!row || row.set_name === setName) return 'unchanged';
    this.#tables.renameSet(row.set_id, setName);
    return 'updated';
  }

  /** Writes an item's row, unless it is so already. */
  #update(former: ItemRow, values: ItemValues): void {
    const { content, set_specs, deleted, visible_from, source, verbatim, erased } = values;
    const row = { content, set_specs, deleted, visible_from, source, verbatim, erased };
    const same = (Object.keys(row) as (keyof ItemValues)[]).every((column) => row[column] === former[column]);
    if (!same) this.#tables.updateItem(former.item_id, row);
  }
}

/** Whether an item would be kept as it is, whatever its records look like. */
function hasSameContent(item: ItemRow, values: ItemValues): boolean {
  const { content, verbatim, deleted, visible_from } = values;
  return (
    item.content === content &&
    item.verbatim === verbatim &&
    item.deleted === deleted &&
    item.visible_from === visible_from
  );
}

/** Whether nobody has changed or deleted the item since it was read. */
function isStill(item: ItemRow | undefined, { content, verbatim, deleted }: StoredItem): boolean {
  return (
    item !== undefined &&
    item.content === (content ?? null) &&
    item.verbatim === (verbatim ?? null) &&
    item.deleted === (deleted ?? null)
  );
}

/** A person, who names no source, may change everything; a source its own, and what no source owns yet. */
function isOwnedBy(item: ItemRow, source: string | undefined): boolean {
  return source === undefined || item.source === source || item.source === NOBODYS;
}

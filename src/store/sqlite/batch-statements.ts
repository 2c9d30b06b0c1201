import type Database from 'better-sqlite3';
import { type RunStatements, runStatements } from './run-writer.ts';

export interface ItemRow {
  item_id: number;
  identifier: string;
  content: string | null;
  set_specs: string;
  deleted: 'source' | 'hand' | null;
  visible_from: number | null;
  source: string;
  verbatim: string | null;
  erased: 0 | 1;
}

/** The columns of an item that a change sets. */
export type ItemValues = Omit<ItemRow, 'item_id' | 'identifier'>;

export interface RecordRow {
  place: number;
  format_id: number;
  deleted: 0 | 1;
  set_specs: string;
  /** Of the whole record, in bytes. */
  size: number;
  /** Of the body: see digestOf. Empty for a tombstone. */
  digest: Buffer;
}

/** The statements that a batch is written with. */
export interface BatchStatements {
  clock: Database.Statement<[], { high: number; next_sequence: number }>;
  item: Database.Statement<[identifier: string], ItemRow>;
  insertItem: Database.Statement<[ItemValues & { identifier: string }]>;
  updateItem: Database.Statement<[ItemValues & { item_id: number }]>;
  records: Database.Statement<[itemId: number], RecordRow>;
  format: Database.Statement<[metadataPrefix: string], number>;
  set: Database.Statement<[setSpec: string], { set_id: number; set_name: string }>;
  setClock: Database.Statement;
  tick: Database.Statement;
  dropRecord: Database.Statement;
  insertRecord: Database.Statement;
  runs: RunStatements;
  dropMember: Database.Statement;
  insertMember: Database.Statement;
  insertFormat: Database.Statement;
  /** The name that a rule has for a set below another one. */
  slugName: Database.Statement<[parent: string, slug: string], string>;
  insertSet: Database.Statement<[setSpec: string, setName: string, declared: 0 | 1]>;
  renameSet: Database.Statement;
  dropRejects: Database.Statement;
}

/** Prepares them, once a connection. */
export function batchStatements(db: Database.Database): BatchStatements {
  return {
    clock: db.prepare<[], { high: number; next_sequence: number }>('SELECT high, next_sequence FROM clock'),
    setClock: db.prepare('UPDATE clock SET high = ?, next_sequence = ?'),
    tick: db.prepare('INSERT INTO tick (datestamp, first_sequence) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    item: db.prepare<[string], ItemRow>('SELECT * FROM item WHERE identifier = ?'),
    insertItem: db.prepare<[ItemValues & { identifier: string }]>(
      `INSERT INTO item (identifier, content, set_specs, deleted, visible_from, source, verbatim, erased)
       VALUES (@identifier, @content, @set_specs, @deleted, @visible_from, @source, @verbatim, @erased)`,
    ),
    updateItem: db.prepare<[ItemValues & { item_id: number }]>(
      `UPDATE item SET content = @content, set_specs = @set_specs, deleted = @deleted, visible_from = @visible_from,
       source = @source, verbatim = @verbatim, erased = @erased WHERE item_id = @item_id`,
    ),
    records: db.prepare<[number], RecordRow>(
      'SELECT place, format_id, deleted, set_specs, size, digest FROM record WHERE item_id = ?',
    ),
    dropRecord: db.prepare('DELETE FROM record WHERE place = ?'),
    insertRecord: db.prepare(
      `INSERT INTO record (place, item_id, format_id, datestamp, deleted, identifier, set_specs, size, digest)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    runs: runStatements(db),
    dropMember: db.prepare('DELETE FROM member WHERE set_id = ? AND place = ?'),
    insertMember: db.prepare('INSERT INTO member (set_id, place) VALUES (?, ?)'),
    format: db.prepare<[string], number>('SELECT format_id FROM format WHERE metadata_prefix = ?').pluck(),
    insertFormat: db.prepare('INSERT INTO format (metadata_prefix) VALUES (?)'),
    set: db.prepare<[string], { set_id: number; set_name: string }>(
      'SELECT set_id, set_name FROM oai_set WHERE set_spec = ?',
    ),
    slugName: db
      .prepare<[string, string], string>('SELECT set_name FROM slug WHERE parent = ? AND slug = ? ORDER BY key LIMIT 1')
      .pluck(),
    insertSet: db.prepare<[string, string, 0 | 1]>(
      'INSERT INTO oai_set (set_spec, set_name, declared) VALUES (?, ?, ?)',
    ),
    renameSet: db.prepare('UPDATE oai_set SET set_name = ? WHERE set_id = ?'),
    dropRejects: db.prepare('DELETE FROM reject WHERE identifier = ?'),
  };
}

import type Database from 'better-sqlite3';
import type { BatchTables, ItemRow, ItemValues, NewRecord, RecordRow } from '../batch/batch-tables.ts';

/** The tables of the database in this process, behind statements that are prepared once a connection. */
export function batchTables(db: Database.Database): BatchTables {
  const item = db.prepare<[string], ItemRow>('SELECT * FROM item WHERE identifier = ?');
  const insertItem = db.prepare<[ItemValues & { identifier: string }]>(
    `INSERT INTO item (identifier, content, set_specs, deleted, visible_from, source, verbatim, erased)
     VALUES (@identifier, @content, @set_specs, @deleted, @visible_from, @source, @verbatim, @erased)`,
  );
  const updateItem = db.prepare<[ItemValues & { item_id: number }]>(
    `UPDATE item SET content = @content, set_specs = @set_specs, deleted = @deleted, visible_from = @visible_from,
     source = @source, verbatim = @verbatim, erased = @erased WHERE item_id = @item_id`,
  );
  const records = db.prepare<[number], RecordRow>(
    'SELECT place, format_id, deleted, set_specs, size, digest FROM record WHERE item_id = ?',
  );
  const insertRecord = db.prepare<[NewRecord]>(
    `INSERT INTO record (place, item_id, format_id, datestamp, deleted, identifier, set_specs, size, digest)
     VALUES (@place, @item_id, @format_id, @datestamp, @deleted, @identifier, @set_specs, @size, @digest)`,
  );
  const dropRecord = db.prepare('DELETE FROM record WHERE place = ?');
  const format = db.prepare<[string], number>('SELECT format_id FROM format WHERE metadata_prefix = ?').pluck();
  const insertFormat = db.prepare('INSERT INTO format (metadata_prefix) VALUES (?)');
  const set = db.prepare<[string], { set_id: number; set_name: string }>(
    'SELECT set_id, set_name FROM oai_set WHERE set_spec = ?',
  );
  const insertSet = db.prepare('INSERT INTO oai_set (set_spec, set_name, declared) VALUES (?, ?, ?)');
  const renameSet = db.prepare('UPDATE oai_set SET set_name = ? WHERE set_id = ?');
  const slugName = db
    .prepare<[string, string], string>('SELECT set_name FROM slug WHERE parent = ? AND slug = ? ORDER BY key LIMIT 1')
    .pluck();
  const insertMember = db.prepare('INSERT INTO member (set_id, place) VALUES (?, ?)');
  const dropMember = db.prepare('DELETE FROM member WHERE set_id = ? AND place = ?');
  const dropRejects = db.prepare('DELETE FROM reject WHERE identifier = ?');
  const changeTally = db.prepare(
    `INSERT INTO tally (format_id, set_id, records, deleted) VALUES (@formatId, @setId, @records, @deleted)
     ON CONFLICT DO UPDATE SET records = records + excluded.records, deleted = deleted + excluded.deleted`,
  );
  return {
    item: (identifier) => item.get(identifier),
    insertItem: (identifier, values) => Number(insertItem.run({ identifier, ...values }).lastInsertRowid),
    updateItem: (itemId, values) => void updateItem.run({ ...values, item_id: itemId }),
    records: (itemId) => records.all(itemId),
    insertRecord: (record) => void insertRecord.run(record),
    dropRecord: (place) => void dropRecord.run(place),
    formatId: (metadataPrefix) => format.get(metadataPrefix),
    insertFormat: (metadataPrefix) => Number(insertFormat.run(metadataPrefix).lastInsertRowid),
    set: (setSpec) => set.get(setSpec),
    insertSet: (setSpec, setName, declared) => Number(insertSet.run(setSpec, setName, declared).lastInsertRowid),
    renameSet: (setId, setName) => void renameSet.run(setName, setId),
    slugName: (parent, slug) => slugName.get(parent, slug),
    insertMember: (setId, place) => void insertMember.run(setId, place),
    dropMember: (setId, place) => void dropMember.run(setId, place),
    dropRejects: (identifier) => dropRejects.run(identifier).changes > 0,
    changeTally: (change) => void changeTally.run(change),
  };
}

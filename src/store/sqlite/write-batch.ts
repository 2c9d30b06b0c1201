import type Database from 'better-sqlite3';
import type { UtcSeconds } from '../../oai/datestamp.ts';
import { closure, type SetSpec } from '../../oai/set-spec.ts';
import type { Change, Outcome, RecordLayout } from '../store.ts';
import { placeOf } from './place.ts';
import { TallyChanges } from './tally-changes.ts';

interface ItemRow {
  item_id: number;
  content: string | null;
  set_specs: string;
  deleted: 'source' | 'hand' | null;
  visible_from: number | null;
}

interface RecordRow {
  place: number;
  format_id: number;
  deleted: 0 | 1;
  set_specs: string;
  body: string;
}

/** What a record is to become. */
interface Version {
  deleted: boolean;
  setSpecs: string;
  body: string;
}

/**
 * Makes the function that writes one batch. It must run inside a transaction that holds the write lock: the
 * datestamp is chosen there, after everything that readers could have seen before (ARCHITECTURE of the
 * clock row: docs/adr/0003-clock-row.md).
 */
export function batchWriter(db: Database.Database, layout: RecordLayout) {
  const sql = {
    clock: db.prepare<[], { high: number; next_sequence: number }>('SELECT high, next_sequence FROM clock'),
    setClock: db.prepare('UPDATE clock SET high = ?, next_sequence = ?'),
    tick: db.prepare('INSERT INTO tick (datestamp, first_sequence) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    item: db.prepare<[string], ItemRow>('SELECT * FROM item WHERE identifier = ?'),
    insertItem: db.prepare(
      'INSERT INTO item (identifier, content, set_specs, deleted, visible_from) VALUES (?, ?, ?, ?, ?)',
    ),
    updateItem: db.prepare(
      'UPDATE item SET content = ?, set_specs = ?, deleted = ?, visible_from = ? WHERE item_id = ?',
    ),
    records: db.prepare<[number], RecordRow>(
      'SELECT place, format_id, deleted, set_specs, body FROM record WHERE item_id = ?',
    ),
    dropRecord: db.prepare('DELETE FROM record WHERE place = ?'),
    insertRecord: db.prepare(
      `INSERT INTO record (place, item_id, format_id, datestamp, deleted, identifier, set_specs, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    dropMember: db.prepare('DELETE FROM member WHERE set_id = ? AND place = ?'),
    insertMember: db.prepare('INSERT INTO member (set_id, place) VALUES (?, ?)'),
    format: db.prepare<[string], number>('SELECT format_id FROM format WHERE metadata_prefix = ?').pluck(),
    insertFormat: db.prepare('INSERT INTO format (metadata_prefix) VALUES (?)'),
    set: db.prepare<[string], { set_id: number; set_name: string }>(
      'SELECT set_id, set_name FROM oai_set WHERE set_spec = ?',
    ),
    insertSet: db.prepare('INSERT INTO oai_set (set_spec, set_name) VALUES (?, ?)'),
    renameSet: db.prepare('UPDATE oai_set SET set_name = ? WHERE set_id = ?'),
  };

  return (changes: readonly Change[], now: () => UtcSeconds): Outcome[] => {
    const clock = sql.clock.get();
    if (!clock) throw new Error('the clock row is missing');
    const datestamp = Math.max(now(), clock.high);
    let sequence = clock.next_sequence;
    const tally = new TallyChanges();
    const setIds = new Map<SetSpec, number>();
    const formatIds = new Map<string, number>();

    const formatId = (metadataPrefix: string): number => {
      const known = formatIds.get(metadataPrefix) ?? sql.format.get(metadataPrefix);
      const id = known ?? Number(sql.insertFormat.run(metadataPrefix).lastInsertRowid);
      formatIds.set(metadataPrefix, id);
      return id;
    };

    /** Makes the set when it is new; its name is its setSpec until somebody gives it one. */
    const setId = (setSpec: SetSpec): number => {
      const known = setIds.get(setSpec) ?? sql.set.get(setSpec)?.set_id;
      const id = known ?? Number(sql.insertSet.run(setSpec, setSpec).lastInsertRowid);
      setIds.set(setSpec, id);
      return id;
    };

    const memberships = (setSpecs: string): number[] => closure(splitSets(setSpecs)).map(setId);

    /** Puts a record at the end of harvest order and takes its former version away. */
    const place = (
      item: { id: number; identifier: string },
      format: number,
      former: RecordRow | undefined,
      version: Version,
    ): void => {
      if (former) {
        sql.dropRecord.run(former.place);
        const sets = memberships(former.set_specs);
        for (const set of sets) sql.dropMember.run(set, former.place);
        tally.add(format, sets, -1, former.deleted ? -1 : 0);
      }
      const at = placeOf(format, sequence);
      const identifier = layout.escapeIdentifier(item.identifier);
      const deleted = version.deleted ? 1 : 0;
      sql.insertRecord.run(at, item.id, format, datestamp, deleted, identifier, version.setSpecs, version.body);
      const sets = memberships(version.setSpecs);
      for (const set of sets) sql.insertMember.run(set, at);
      tally.add(format, sets, 1, deleted);
    };

    const put = (change: Extract<Change, { kind: 'put' }>): Outcome => {
      const { identifier, content, visibleFrom = null } = change;
      const setSpecs = change.sets.join(' ');
      const former = sql.item.get(identifier);
      if (former?.deleted === 'hand' && !change.undelete) {
        // Kept for the day when somebody undeletes it.
        sql.updateItem.run(content, setSpecs, 'hand', former.visible_from, former.item_id);
        return 'withheld';
      }
      const id =
        former?.item_id ?? Number(sql.insertItem.run(identifier, content, setSpecs, null, visibleFrom).lastInsertRowid);
      if (
        former &&
        !(
          former.content === content &&
          former.set_specs === setSpecs &&
          former.deleted === null &&
          former.visible_from === visibleFrom
        )
      ) {
        sql.updateItem.run(content, setSpecs, null, visibleFrom, id);
      }
      const records = new Map(former ? sql.records.all(id).map((row) => [row.format_id, row]) : []);
      const wasAlive = [...records.values()].some((row) => row.deleted === 0);
      let changed = false;
      for (const [metadataPrefix, body] of change.bodies) {
        const format = formatId(metadataPrefix);
        const row = records.get(format);
        records.delete(format);
        if (row && row.deleted === 0 && row.set_specs === setSpecs && row.body === body) continue;
        place({ id, identifier }, format, row, { deleted: false, setSpecs, body });
        changed = true;
      }
      // What is left are formats that the item has no longer.
      for (const row of records.values()) {
        if (row.deleted === 1) continue;
        place({ id, identifier }, row.format_id, row, { deleted: true, setSpecs: row.set_specs, body: '' });
        changed = true;
      }
      if (!changed) return former ? 'unchanged' : 'created';
      sequence += 1;
      return wasAlive ? 'updated' : 'created';
    };

    const remove = (change: Extract<Change, { kind: 'delete' }>): Outcome => {
      const { identifier, by, tombstone } = change;
      const former = sql.item.get(identifier);
      if (!former) {
        if (!tombstone) return 'unknown';
        const setSpecs = tombstone.sets.join(' ');
        const id = Number(sql.insertItem.run(identifier, null, setSpecs, by, null).lastInsertRowid);
        place({ id, identifier }, formatId(tombstone.metadataPrefix), undefined, { deleted: true, setSpecs, body: '' });
        sequence += 1;
        return 'deleted';
      }
      const deleted = former.deleted === 'hand' ? 'hand' : by;
      if (former.deleted !== deleted || former.visible_from !== null) {
        sql.updateItem.run(former.content, former.set_specs, deleted, null, former.item_id);
      }
      const alive = sql.records.all(former.item_id).filter((row) => row.deleted === 0);
      for (const row of alive) {
        place({ id: former.item_id, identifier }, row.format_id, row, {
          deleted: true,
          setSpecs: row.set_specs,
          body: '',
        });
      }
      if (alive.length > 0) sequence += 1;
      return alive.length > 0 || former.deleted === null ? 'deleted' : 'unchanged';
    };

    const declare = ({ setSpec, setName }: Extract<Change, { kind: 'set' }>): Outcome => {
      for (const spec of closure([setSpec])) setId(spec);
      const row = sql.set.get(setSpec);
      if (!row || row.set_name === setName) return 'unchanged';
      sql.renameSet.run(setName, row.set_id);
      return 'updated';
    };

    const apply = (change: Change): Outcome => {
      switch (change.kind) {
        case 'put':
          return put(change);
        case 'delete':
          return remove(change);
        case 'set':
          return declare(change);
      }
    };

    const outcomes = changes.map(apply);
    if (sequence > clock.next_sequence) {
      sql.tick.run(datestamp, clock.next_sequence);
      sql.setClock.run(datestamp, sequence);
    }
    tally.write(db);
    return outcomes;
  };
}

function splitSets(setSpecs: string): SetSpec[] {
  return setSpecs === '' ? [] : setSpecs.split(' ');
}

import type Database from 'better-sqlite3';
import type { PlacedSize, RunTables } from '../batch/batch-tables.ts';
import { endOfFormat, formatOf } from '../place.ts';
import { RUN_COLUMNS, type Run } from '../run.ts';
import type { Place } from '../store.ts';

/** The runs of the database in this process, behind statements that are prepared once a connection. */
export function runTables(db: Database.Database): RunTables {
  const around = db.prepare<[Place], Run>(
    `SELECT ${RUN_COLUMNS} FROM run WHERE first_place <= ? ORDER BY first_place DESC LIMIT 1`,
  );
  const behind = db.prepare<[Place, Place], Run>(
    `SELECT ${RUN_COLUMNS} FROM run WHERE first_place > ? AND first_place < ? ORDER BY first_place LIMIT 1`,
  );
  const remaining = db.prepare<[Place, Place], PlacedSize>(
    'SELECT place, size FROM record WHERE place BETWEEN ? AND ? ORDER BY place',
  );
  const insert = db.prepare<[Run]>(
    `INSERT INTO run (first_place, last_place, records, size, crc, packed)
     VALUES (@first, @last, @records, @size, @crc, @packed)`,
  );
  const insertPlain = db.prepare<[Place, Buffer]>('INSERT INTO plain_run (first_place, plain) VALUES (?, ?)');
  const drop = db.prepare<[Place]>('DELETE FROM run WHERE first_place = ?');
  const dropPlain = db.prepare<[Place, Place]>('DELETE FROM plain_run WHERE first_place BETWEEN ? AND ?');
  return {
    around: (place) => around.get(place),
    behind: (last, end) => behind.get(last, end),
    tail: (formatId) => {
      const run = around.get(endOfFormat(formatId));
      return run && formatOf(run.first) === formatId ? run : undefined;
    },
    remaining: (first, last) => remaining.all(first, last),
    insert: (run) => void insert.run(run),
    insertPlain: (first, plain) => void insertPlain.run(first, plain),
    drop: (first) => void drop.run(first),
    dropPlain: (first, last) => void dropPlain.run(first, last),
  };
}

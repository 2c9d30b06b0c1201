import type Database from 'better-sqlite3';
import type { PlacedRecord, PlainPart, RunParts } from '../pages/run-parts.ts';
import type { Place } from '../store.ts';

/** The parts of runs in the database of this process, behind statements that are prepared once a connection. */
export function runParts(db: Database.Database): RunParts {
  const packed = db.prepare<[Place], Buffer>('SELECT packed FROM run WHERE first_place = ?').pluck();
  const plain = db.prepare<[Place, Place], Buffer>(PLAIN_OF_RUN).pluck();
  const plainAround = db.prepare<[Place, Place], PlainPart>(PLAIN_AROUND);
  const records = db.prepare<[Place, Place, number], PlacedRecord>(RECORDS_OF_RUN);
  return {
    packed: (first) => packed.get(first),
    plain: (first, last) => plain.all(first, last),
    plainAround: (place, first) => plainAround.get(place, first),
    records: (first, last, limit) => records.all(first, last, limit),
  };
}

export const PLAIN_OF_RUN = 'SELECT plain FROM plain_run WHERE first_place BETWEEN ? AND ? ORDER BY first_place';

export const PLAIN_AROUND = `SELECT first_place AS first, plain FROM plain_run WHERE first_place <= ? AND first_place >= ?
  ORDER BY first_place DESC LIMIT 1`;

export const RECORDS_OF_RUN = `SELECT place, size, deleted, octet_length(identifier) AS identifier
  FROM record WHERE place BETWEEN ? AND ? ORDER BY place LIMIT ?`;

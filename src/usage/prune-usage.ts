import type Database from 'better-sqlite3';
import { lastComplete } from './last-complete.ts';
import { OTHERS } from './usage-batch.ts';
import { SUMS } from './usage-sums.ts';

const DAY = 86_400;

/** Lists, arguments and errors are kept so long, and sums by the hour; in days. */
const DETAILS = 30;
/** Harvesters that never came to the end of a list are told apart for so many days after they were last seen. */
const PASSERS_BY = 7;

/**
 * Takes out what has been kept long enough: sums after `retention` seconds, everything else sooner. Of each harvester the
 * last complete run stays as long as the harvester does.
 */
export function pruneUsage(db: Database.Database, now: number, retention: number): void {
  const oldest = now - retention;
  const detailed = Math.max(oldest, now - DETAILS * DAY);
  db.transaction(() => {
    db.prepare('DELETE FROM hour WHERE hour < ?').run(oldest);
    db.prepare('DELETE FROM visit WHERE hour < ?').run(oldest);
    db.prepare('DELETE FROM sample WHERE at < ?').run(oldest);
    db.prepare('DELETE FROM format_sample WHERE at < ?').run(oldest);
    db.prepare('DELETE FROM asked WHERE last < ?').run(detailed);
    db.prepare('DELETE FROM refusal WHERE last < ?').run(detailed);
    const complete = lastComplete("harvester_id, from_date = ''");
    db.prepare(`DELETE FROM list WHERE last < ? AND list_id NOT IN (${complete})`).run(detailed);
    forgetPassersBy(db, Math.max(oldest, now - PASSERS_BY * DAY));
    forgetHarvesters(db, oldest);
    sumDays(db, detailed - (detailed % DAY));
    thinSamples(db, detailed - (detailed % DAY));
  }).immediate();
  // The write-ahead log holds it, too, until it is emptied.
  db.pragma('wal_checkpoint(TRUNCATE)');
}

/** What harvesters came to that never came to the end of a list is added to that of all others. */
function forgetPassersBy(db: Database.Database, before: number): void {
  const gone = `SELECT harvester_id FROM harvester WHERE last_seen < @before AND agent <> @agent
    AND NOT EXISTS (SELECT 1 FROM list WHERE list.harvester_id = harvester.harvester_id AND ended IS NOT NULL AND whole = 1)`;
  const values = { ...OTHERS, before };
  const some = db.prepare(`SELECT 1 FROM (${gone}) LIMIT 1`).get(values);
  if (some === undefined) return;
  db.prepare(
    `INSERT INTO harvester (agent, network, mailbox, first_seen, last_seen)
     SELECT @agent, @network, @mailbox, min(first_seen), max(last_seen) FROM harvester
     WHERE harvester_id IN (${gone})
     ON CONFLICT DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)`,
  ).run(values);
  db.prepare(
    `INSERT INTO hour (harvester_id, hour, ${SUMS.join(', ')})
     SELECT (SELECT harvester_id FROM harvester WHERE agent = @agent AND network = @network AND mailbox = @mailbox),
       hour, ${SUMS.map((sum) => `sum(${sum})`).join(', ')} FROM hour WHERE harvester_id IN (${gone}) GROUP BY hour
     ${ADD_UP}`,
  ).run(values);
  for (const table of ['hour', 'asked', 'refusal', 'list', 'harvester'])
    db.prepare(`DELETE FROM ${table} WHERE harvester_id IN (${gone})`).run(values);
}

/** Harvesters go when nothing is left that counts for them. */
function forgetHarvesters(db: Database.Database, before: number): void {
  const gone = 'SELECT harvester_id FROM harvester WHERE last_seen < ?';
  for (const table of ['hour', 'asked', 'refusal', 'list', 'harvester'])
    db.prepare(`DELETE FROM ${table} WHERE harvester_id IN (${gone})`).run(before);
}

/** Sums of hours become sums of days. */
function sumDays(db: Database.Database, before: number): void {
  const old = `hour < @before AND hour % ${DAY} <> 0`;
  db.prepare(
    `INSERT INTO hour (harvester_id, hour, ${SUMS.join(', ')})
     SELECT harvester_id, hour - hour % ${DAY} AS day, ${SUMS.map((sum) => `sum(${sum})`).join(', ')} FROM hour
     WHERE ${old} GROUP BY harvester_id, day
     ${ADD_UP}`,
  ).run({ before });
  db.prepare(`DELETE FROM hour WHERE ${old}`).run({ before });
  db.prepare(
    `INSERT INTO visit (kind, hour, requests, bytes)
     SELECT kind, hour - hour % ${DAY} AS day, sum(requests), sum(bytes) FROM visit WHERE ${old} GROUP BY kind, day
     ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, bytes = bytes + excluded.bytes`,
  ).run({ before });
  db.prepare(`DELETE FROM visit WHERE ${old}`).run({ before });
}

/** Of old samples the first of each day stays. */
function thinSamples(db: Database.Database, before: number): void {
  for (const table of ['sample', 'format_sample'])
    db.prepare(
      `DELETE FROM ${table} WHERE at < @before AND at NOT IN (SELECT min(at) FROM sample GROUP BY at / ${DAY})`,
    ).run({ before });
}

const ADD_UP = `ON CONFLICT DO UPDATE SET ${SUMS.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`;

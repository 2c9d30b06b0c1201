import type Database from 'better-sqlite3';
import { type ListRow, walkOf } from './list-row.ts';
import type { ListWalk } from './list-walk.ts';

/** The newest walks that have not come to an end, with the names that `ListWalks` has for their harvesters. */
export function readOpenWalks(db: Database.Database): { harvester: string; walk: ListWalk; row: number }[] {
  return db
    .prepare<[], ListRow & { agent: string; network: string; mailbox: string }>(
      `SELECT list.*, agent, network, mailbox FROM list JOIN harvester USING (harvester_id)
       WHERE ended IS NULL ORDER BY last DESC LIMIT 1000`,
    )
    .all()
    .reverse()
    .map((row) => ({
      harvester: JSON.stringify([row.agent, row.network, row.mailbox]),
      walk: walkOf(row),
      row: row.list_id,
    }));
}

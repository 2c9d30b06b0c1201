import type { UtcSeconds } from '../oai/datestamp.ts';
import type { Act } from './act-log.ts';

/** A row of `act`. */
export interface ActRow {
  act_id: number;
  began: UtcSeconds;
  ended: UtcSeconds | null;
  actor: string;
  command: string;
  outcome: string | null;
}

export function toAct({ act_id: id, began, ended, actor, command, outcome }: ActRow): Act {
  return { id, began, ended: ended ?? undefined, actor, command, outcome: outcome ?? undefined };
}

import { hostname, userInfo } from 'node:os';
import { redact } from '../harvest/redact.ts';
import type { Store } from '../store/store.ts';
import type { Terminal } from './terminal.ts';

/** Who a command is run for, where it is not the user of the system: schedules say `schedule`. */
export const ACTOR = 'OAI_ACTOR';

/** What schedules do stands in the book of sources, again and again; here it would hide what people did. */
export const SCHEDULE = 'schedule';

const LONGEST = 500;

/** Runs what a command does to a store, and notes it in the store's log of acts: who, what, when, and how it ended. */
export async function withAct<T>(store: Store, terminal: Terminal, work: () => Promise<T>): Promise<T> {
  const { command, environment, clock } = terminal;
  const actor = environment[ACTOR] || `${userName()}@${hostname()}`;
  if (command === undefined || actor === SCHEDULE) return work();
  const id = await store.acts.begin({ began: clock.now(), actor, command: inWords(command) });
  const end = (outcome: string) => store.acts.end(id, { ended: clock.now(), outcome: outcome.slice(0, LONGEST) });
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // That it failed is to be told, whether or not it can be noted.
    await end(terminal.stop.aborted ? 'stopped' : `failed: ${(error as Error).message}`).catch(() => {});
    throw error;
  }
  await end('done');
  return result;
}

/** A user of a container may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** As it could be typed, but for passwords. */
function inWords(command: readonly string[]): string {
  const words = command.map((word) => {
    const shown = /:\/\//.test(word) ? word.replace(/[a-z][a-z0-9+.-]*:\/\/.*$/is, redact) : word;
    return /^[\w@%+=:,./*-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
  });
  const text = words.join(' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

import type { UtcSeconds } from '../oai/datestamp.ts';

/** What somebody did to the repository by a command. */
export interface Act {
  /** Rises from act to act. */
  id: number;
  began: UtcSeconds;
  /** Undefined: it is going on, or its process was killed. */
  ended: UtcSeconds | undefined;
  /** Who, on which machine. */
  actor: string;
  /** The command line, without passwords. */
  command: string;
  /** In words: done, or why it failed. */
  outcome: string | undefined;
}

/** The store's log of administrative acts, for ever. Part of the store contract. */
export interface ActLog {
  /** Notes that an act begins; answers its id. */
  begin(act: Pick<Act, 'began' | 'actor' | 'command'>): Promise<number>;
  end(id: number, end: { ended: UtcSeconds; outcome: string }): Promise<void>;
  /** The last ones, the newest first. */
  recent(limit: number): Promise<Act[]>;
}

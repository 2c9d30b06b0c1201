import type { UtcSeconds } from '../oai/datestamp.ts';

/** What is known of a source's runs. */
export interface SourceRun {
  name: string;
  /** Who runs it now; undefined: nobody. */
  lockOwner: string | undefined;
  /** The lock holds until then unless it is renewed. */
  lockUntil: UtcSeconds | undefined;
  started: UtcSeconds | undefined;
  ended: UtcSeconds | undefined;
  /** Counts of the last run that ended. */
  outcome: Readonly<Record<string, number>> | undefined;
  /** In words, why the last run failed. */
  fault: string | undefined;
  /** Where an incremental source goes on. */
  state: unknown;
}

/** What a run sees of an identifier. What was refused is there, but nothing repeats it. */
export interface Seen {
  identifier: string;
  seen: 'item' | 'deletion' | 'refusal';
  place: string;
}

/** The store's book of sources: one run at a time each, and what a run has seen. Part of the store contract. */
export interface SourceLedger {
  /**
   * Begins a run, unless somebody whose lock still holds is at it: then the answer is their run. A lock ends by
   * itself, so one that a crash left behind is no harm.
   */
  lock(
    name: string,
    owner: string,
    now: UtcSeconds,
    until: UtcSeconds,
    options?: { dryRun?: boolean },
  ): Promise<{ locked: boolean; run: SourceRun }>;
  /** False when the lock has been lost to somebody else meanwhile. */
  renew(name: string, owner: string, until: UtcSeconds): Promise<boolean>;
  /** Ends a run; nothing happens when the lock has been lost. A dry run has no end to tell: undefined. */
  release(
    name: string,
    owner: string,
    end: { ended: UtcSeconds; outcome: Record<string, number> } | { ended: UtcSeconds; fault: string } | undefined,
  ): Promise<void>;
  saveState(name: string, state: unknown): Promise<void>;
  runs(): Promise<SourceRun[]>;
  /** Forgets what was seen on this connection: a new run begins. */
  forgetSeen(): Promise<void>;
  /**
   * Notes what this run sees and where. Answers, for each item, the place of the item of its identifier that it
   * repeats: one that this run has seen before, with no deletion between.
   */
  markSeen(entries: readonly Seen[]): Promise<(string | undefined)[]>;
  /** Items of the source that are public or waiting, and how many of them this run has not seen. */
  countUnseen(name: string): Promise<{ all: number; unseen: number }>;
  /** Identifiers of items that this run has not seen, in byte order, behind one of them. */
  unseen(name: string, after: string, limit: number): Promise<string[]>;
  /** How many items each source has that are public or waiting; in byte order of the names. */
  itemCounts(): Promise<{ name: string; items: number }[]>;
  /** Identifiers of all items of the source, deleted ones too, in byte order, behind one of them. */
  itemsOf(name: string, after: string, limit: number): Promise<string[]>;
  /** Gives items to another source, as far as they are of this one. No record changes. */
  handOver(identifiers: readonly string[], from: string, to: string): Promise<void>;
  /** Strikes the source off; nothing happens when the lock has been lost. */
  strike(name: string, owner: string): Promise<void>;
}

import type { Clock } from '../clock.ts';
import { isItemIdentifier, toOaiIdentifier } from '../oai/identifier.ts';
import type { Reject } from '../store/quarantine.ts';
import type { Outcome, Store } from '../store/store.ts';
import { batchSize } from './batch-size.ts';
import { type Cataloguing, inRuleSets } from './cataloguing.ts';
import { charactersOf } from './characters-of.ts';
import type { IntakeMessage } from './intake-message.ts';
import { type Arrival, type Prepared, rawOf } from './prepare.ts';
import { type Preparer, preparerHere } from './preparer.ts';
import { type Pending, place, REPEATED, sortRepeats } from './sort-repeats.ts';

/** How many records came to what. */
export type IntakeReport = Record<Outcome | 'refused' | 'skippedFiles', number>;

export interface IntakeParts {
  store: Pick<Store, 'write' | 'readItem' | 'sources' | 'quarantine'>;
  cataloguing: Cataloguing;
  clock: Pick<Clock, 'now'>;
  /** Who checks, cleans and renders. Left out: this thread. */
  preparer?: Preparer;
}

interface Refusal {
  line?: number;
  identifier?: string;
  reason: string;
  raw?: string | undefined;
}

/** What waits for its turn: something that came in, or something to do at this place. */
type Entry = { path: string; arrival: Arrival } | { then: () => void };

interface Batch {
  entries: Entry[];
  /** What came of each arrival among them. */
  prepared: Promise<Prepared[][]>;
}

export interface IntakeOptions {
  /** Who owns what comes in. */
  source: string;
  /** Sets that every item is put in, beside its own. */
  sets: readonly string[];
  /** Only tell what would happen. */
  dryRun?: boolean;
  /** One identifier may come several times, and the last one holds: a list is read while it changes. */
  repeats?: boolean;
  /** Called before each batch is written; when it throws, nothing is written any more. */
  beforeWrite?: () => Promise<void>;
}

/** Of a record that is refused, at most so much is kept, in characters. */
const LONGEST_RAW = 1_000_000;
/** A batch ends before that if what came in has so many characters. */
const LARGEST_BATCH = 1_000_000;

/**
 * The door of the store: has checked, cleaned and rendered what an import format read, and writes it in batches as a
 * diff, in the order in which it came. What cannot be served is refused by name, put into quarantine, and its last good
 * version stays.
 */
export class Intake {
  readonly report: IntakeReport = {
    created: 0,
    updated: 0,
    unchanged: 0,
    deleted: 0,
    withheld: 0,
    unknown: 0,
    foreign: 0,
    refused: 0,
    skippedFiles: 0,
  };
  /** Records that came in so far. */
  records = 0;
  /** True when something was refused that bears no identifier: then nobody can say what is missing. */
  refusedUnknown = false;
  /** True when the store or whoever prepares failed, or nothing may be written any more: then nothing can go on. */
  failed = false;
  readonly #parts: IntakeParts;
  readonly #options: IntakeOptions;
  readonly #tell: (message: IntakeMessage) => void;
  readonly #preparer: Preparer;
  /** Entries of a batch. */
  readonly #most: number;
  #entries: Entry[] = [];
  /** Characters of what came in among them. */
  #size = 0;
  /** Batches that are being prepared, the first one first. */
  readonly #underWay: Batch[] = [];
  #pending: Pending[] = [];
  #rejects: Reject[] = [];
  /** Paths that have been read to their end since the last batch. */
  #ended: string[] = [];

  constructor(parts: IntakeParts, options: IntakeOptions, tell: (message: IntakeMessage) => void) {
    this.#parts = parts;
    this.#options = options;
    this.#tell = tell;
    this.#preparer = parts.preparer ?? preparerHere(parts.cataloguing);
    this.#most = batchSize(parts.cataloguing.crosswalks.length);
  }

  /** Takes one thing in; true when a batch has been written since. */
  async take(arrival: Arrival, path: string): Promise<boolean> {
    this.#entries.push({ path, arrival });
    this.#size += charactersOf(arrival);
    if (this.#entries.length < this.#most && this.#size < LARGEST_BATCH) return false;
    this.#send();
    return this.#settle(this.#preparer.ahead);
  }

  /** Refuses something, by name where it has one. */
  refuse(path: string, refusal: Refusal): void {
    this.#inTurn(() => this.#refuse(path, refusal));
  }

  /** A path has been read to its end: what was refused in it before, and not now, is mended or gone. */
  end(path: string): void {
    this.#inTurn(() => this.#ended.push(path));
  }

  skip(path: string, text: string): void {
    this.#inTurn(() => {
      this.report.skippedFiles += 1;
      this.#tell({ kind: 'skipped', path, text });
    });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    this.#send();
    await this.#settle(0);
  }

  /** Does it when all that came before it has been told. */
  #inTurn(then: () => void): void {
    this.#entries.push({ then });
  }

  /** Has prepared what waits. */
  #send(): void {
    const entries = this.#entries;
    this.#entries = [];
    this.#size = 0;
    const { source, sets } = this.#options;
    const arrivals = entries.flatMap((entry) => ('arrival' in entry ? [entry.arrival] : []));
    const prepared = this.#preparer.prepare(arrivals, { source, sets, now: this.#parts.clock.now() });
    // It may fail before anybody waits for it.
    prepared.catch(() => {});
    this.#underWay.push({ entries, prepared });
  }

  /** Writes batches until no more than so many are under way; true when one was written. */
  async #settle(most: number): Promise<boolean> {
    let written = false;
    try {
      for (const batch of this.#underWay.slice(0, Math.max(0, this.#underWay.length - most))) {
        await this.#writeBatch(batch);
        this.#underWay.shift();
        written = true;
      }
    } catch (error) {
      this.failed = true;
      throw error;
    }
    return written;
  }

  async #writeBatch({ entries, prepared }: Batch): Promise<void> {
    const ofEach = (await prepared).values();
    for (const entry of entries) {
      if ('then' in entry) entry.then();
      else for (const one of ofEach.next().value ?? []) await this.#queue(one, entry);
    }
    await this.#writePending();
  }

  async #queue(prepared: Prepared, { path, arrival }: Extract<Entry, { arrival: Arrival }>): Promise<void> {
    const { line } = prepared;
    if (prepared.kind === 'note') {
      const { identifier, text } = prepared;
      this.#tell({ kind: 'note', path, line, ...(identifier === undefined ? {} : { identifier }), text });
      return;
    }
    if (prepared.kind === 'refusal') {
      this.records += 1;
      this.#refuse(path, prepared);
      return;
    }
    const { change, given } = prepared;
    if (change.kind !== 'set') {
      this.records += 1;
      // What comes later stands for what was refused before: that one must not be tried again and replace it.
      const { identifier } = change;
      this.#rejects = this.#rejects.filter((reject) => reject.identifier !== identifier);
    }
    const { cataloguing } = this.#parts;
    const dryRun = this.#options.dryRun === true;
    const inSets = change.kind === 'put' ? await inRuleSets(change, cataloguing, { dryRun }) : change;
    this.#pending.push({ change: inSets, path, line, given, arrival });
  }

  #refuse(path: string, { line, identifier, reason, raw }: Refusal): void {
    this.report.refused += 1;
    if (identifier === undefined) this.refusedUnknown = true;
    this.#tell({
      kind: 'refused',
      path,
      ...(line === undefined ? {} : { line }),
      ...(identifier === undefined ? {} : { identifier }),
      text: reason,
    });
    const { source } = this.#options;
    const { repositoryIdentifier } = this.#parts.cataloguing;
    const whole = identifier === undefined ? undefined : toOaiIdentifier(identifier, repositoryIdentifier);
    this.#rejects.push({ source, path, line, identifier: whole, reason, raw: raw?.slice(0, LONGEST_RAW) });
  }

  async #writePending(): Promise<void> {
    const pending = await this.#withoutRepeats(this.#pending);
    this.#pending = [];
    await this.#options.beforeWrite?.();
    const mended = await this.#write(pending);
    const rejects = this.#rejects;
    this.#rejects = [];
    await this.#quarantine(mended, rejects);
    // What was refused was there all the same: it is not missing from its source. What no item can be called is in none.
    await this.#parts.store.sources.markSeen(
      rejects.flatMap(({ identifier = '', path, line }) =>
        isItemIdentifier(identifier) ? [{ identifier, seen: 'refusal' as const, place: place(path, line) }] : [],
      ),
    );
  }

  async #quarantine(mended: readonly string[], rejects: readonly Reject[]): Promise<void> {
    const ended = this.#ended;
    this.#ended = [];
    if (this.#options.dryRun) return;
    const { store, clock } = this.#parts;
    const { source } = this.#options;
    if (mended.length > 0) await store.quarantine.removeMended(source, mended);
    if (rejects.length > 0) await store.quarantine.add(rejects, clock.now());
    if (ended.length > 0) await store.quarantine.removeFormer(source, ended);
  }

  /** Answers with the identifiers that came in well. */
  async #write(pending: readonly Pending[]): Promise<string[]> {
    const well: string[] = [];
    if (pending.length === 0) return well;
    const { store, clock } = this.#parts;
    const changes = pending.map(({ change }) => change);
    const outcomes = await store.write(changes, () => clock.now(), { dryRun: this.#options.dryRun === true });
    for (const [index, { change, path, line, given, arrival }] of pending.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || change.kind === 'set') continue;
      this.report[outcome] += 1;
      if (outcome === 'foreign') {
        const reason = 'this identifier belongs to another source';
        this.#refuse(path, { line, identifier: given, reason, raw: rawOf(arrival) });
      } else well.push(change.identifier);
    }
    return well;
  }

  async #withoutRepeats(pending: readonly Pending[]): Promise<readonly Pending[]> {
    const { holding, repeats } = await sortRepeats(pending, this.#parts.store.sources);
    if (this.#options.repeats) return pending;
    for (const { entry, first } of repeats) {
      const { path, line, given, arrival } = entry;
      this.#refuse(path, { line, identifier: given, reason: `${REPEATED}${first}`, raw: rawOf(arrival) });
    }
    return holding;
  }
}

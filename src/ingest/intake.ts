import type { Clock } from '../clock.ts';
import { checkItem } from '../items/check-item.ts';
import type { Item } from '../items/item.ts';
import { ItemReport } from '../items/item-report.ts';
import { tidyLine } from '../items/tidy-value.ts';
import { isOaiIdentifier, toOaiIdentifier } from '../oai/identifier.ts';
import { isLegalSet, minimal } from '../oai/set-spec.ts';
import type { Reject } from '../store/quarantine.ts';
import type { Change, Outcome, Store } from '../store/store.ts';
import { type Cataloguing, catalogue, inRuleSets } from './cataloguing.ts';
import type { Incoming } from './import-format.ts';
import type { IntakeMessage } from './intake-message.ts';
import { type Pending, place, REPEATED, sortRepeats } from './sort-repeats.ts';
import type { Verbatim } from './verbatim.ts';

/** How many records came to what. */
export type IntakeReport = Record<Outcome | 'refused' | 'skippedFiles', number>;

export interface IntakeParts {
  store: Pick<Store, 'write' | 'readItem' | 'sources' | 'quarantine'>;
  cataloguing: Cataloguing;
  clock: Pick<Clock, 'now'>;
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

/** Records in one transaction: it must last well under a second. */
const BATCH = 200;
/** Of a record that is refused, at most so much is kept, in characters. */
const LONGEST_RAW = 1_000_000;
/** oai_dc is owed for every record, so a deletion of something unknown is one of oai_dc. */
const OWED_PREFIX = 'oai_dc';

/**
 * The door of the store: checks, cleans and renders what an import format read, and writes it in batches as a
 * diff. What cannot be served is refused by name, put into quarantine, and its last good version stays.
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
  /** True when the store itself failed, or may not be written any more: then nothing can go on. */
  storeFailed = false;
  readonly #parts: IntakeParts;
  readonly #options: IntakeOptions;
  readonly #tell: (message: IntakeMessage) => void;
  #pending: Pending[] = [];
  #rejects: Reject[] = [];
  /** Paths that have been read to their end since the last batch. */
  #ended: string[] = [];

  constructor(parts: IntakeParts, options: IntakeOptions, tell: (message: IntakeMessage) => void) {
    this.#parts = parts;
    this.#options = options;
    this.#tell = tell;
  }

  /** Takes one thing in; true when a batch has been written with it. */
  async take(incoming: Incoming, path: string): Promise<boolean> {
    switch (incoming.kind) {
      case 'note':
        this.#tell({ kind: 'note', path, line: incoming.line, text: incoming.text });
        break;
      case 'refusal':
        this.records += 1;
        this.refuse(path, incoming);
        break;
      case 'set':
        this.#takeSet(incoming, path);
        break;
      case 'item':
      case 'deletion':
        this.records += 1;
        await this.#takeRecord(incoming, path);
    }
    if (this.#pending.length + this.#rejects.length < BATCH) return false;
    await this.flush();
    return true;
  }

  /** Refuses something, by name where it has one. */
  refuse(path: string, refusal: { line?: number; identifier?: string; reason: string; raw?: unknown }): void {
    const { line, identifier, reason, raw } = refusal;
    this.report.refused += 1;
    if (identifier === undefined) this.refusedUnknown = true;
    this.#tell({
      kind: 'refused',
      path,
      ...(line === undefined ? {} : { line }),
      ...(identifier === undefined ? {} : { identifier }),
      text: reason,
    });
    const text = raw === undefined || typeof raw === 'string' ? raw : JSON.stringify(raw);
    this.#rejects.push({
      source: this.#options.source,
      path,
      line,
      identifier: identifier === undefined ? undefined : this.#whole(identifier),
      reason,
      raw: text?.slice(0, LONGEST_RAW),
    });
  }

  /** A path has been read to its end: what was refused in it before, and not now, is mended or gone. */
  end(path: string): void {
    this.#ended.push(path);
  }

  skip(path: string, text: string): void {
    this.report.skippedFiles += 1;
    this.#tell({ kind: 'skipped', path, text });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    const pending = await this.#withoutRepeats(this.#pending);
    this.#pending = [];
    try {
      await this.#options.beforeWrite?.();
      const mended = await this.#write(pending);
      const rejects = this.#rejects;
      this.#rejects = [];
      await this.#quarantine(mended, rejects);
      // What was refused was there all the same: it is not missing from its source.
      await this.#parts.store.sources.markSeen(
        rejects.flatMap(({ identifier, path, line }) =>
          identifier === undefined ? [] : [{ identifier, seen: 'refusal' as const, place: place(path, line) }],
        ),
      );
    } catch (error) {
      this.storeFailed = true;
      throw error;
    }
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
    for (const [index, { change, path, line, given, raw }] of pending.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || change.kind === 'set') continue;
      this.report[outcome] += 1;
      if (outcome === 'foreign') {
        this.refuse(path, { line, identifier: given, reason: 'this identifier belongs to another source', raw });
      } else well.push(change.identifier);
    }
    return well;
  }

  async #withoutRepeats(pending: readonly Pending[]): Promise<readonly Pending[]> {
    const { holding, repeats } = await sortRepeats(pending, this.#parts.store.sources);
    if (this.#options.repeats) return pending;
    for (const { entry, first } of repeats) {
      const { path, line, given, raw } = entry;
      this.refuse(path, { line, identifier: given, reason: `${REPEATED}${first}`, raw });
    }
    return holding;
  }

  #takeSet({ line, setSpec, setName }: Extract<Incoming, { kind: 'set' }>, path: string): void {
    if (this.#parts.cataloguing.namedSets?.has(setSpec)) return;
    const report = new ItemReport();
    const name = tidyLine(setName, '/setName', report);
    if (!isLegalSet(setSpec) || name === undefined) {
      const reason = name === undefined ? 'no text is left of its setName' : `"${setSpec}" is not a legal setSpec`;
      this.refuse(path, { line, identifier: setSpec, reason });
      return;
    }
    for (const text of report.notes) this.#tell({ kind: 'note', path, line, text });
    this.#pending.push({ change: { kind: 'set', setSpec, setName: name }, path, line, given: setSpec });
  }

  async #takeRecord(incoming: Extract<Incoming, { kind: 'item' | 'deletion' }>, path: string): Promise<void> {
    const { line } = incoming;
    const given = incoming.kind === 'item' ? incoming.item.identifier : incoming.identifier;
    const raw = incoming.kind === 'item' ? rawOf(incoming) : undefined;
    const identifier = this.#whole(given);
    let change: Change;
    try {
      if (!isOaiIdentifier(identifier) || identifier.length > 1024)
        throw new Error('this identifier is not legal in OAI-PMH');
      change =
        incoming.kind === 'item'
          ? this.#itemChange(identifier, incoming, path)
          : this.#deletion(identifier, incoming.sets ?? []);
    } catch (error) {
      this.refuse(path, { line, identifier: given, reason: (error as Error).message, raw });
      return;
    }
    // What comes later stands for what was refused before: that one must not be tried again and replace it.
    this.#rejects = this.#rejects.filter((reject) => reject.identifier !== identifier);
    this.#pending.push({ change: await this.#inRuleSets(change), path, line, given, raw });
  }

  async #inRuleSets(change: Change): Promise<Change> {
    if (change.kind !== 'put') return change;
    try {
      return await inRuleSets(change, this.#parts.cataloguing, { dryRun: this.#options.dryRun === true });
    } catch (error) {
      this.storeFailed = true;
      throw error;
    }
  }

  #deletion(identifier: string, sets: readonly string[]): Change {
    const illegal = sets.find((set) => !isLegalSet(set));
    if (illegal !== undefined) throw new Error(`"${illegal}" is not a legal setSpec`);
    const tombstone = { metadataPrefix: OWED_PREFIX, sets: minimal([...sets, ...this.#options.sets]) };
    return { kind: 'delete', identifier, source: this.#options.source, by: 'source', tombstone };
  }

  #itemChange(identifier: string, incoming: Extract<Incoming, { kind: 'item' }>, path: string): Change {
    const { line, item: given, verbatim } = incoming;
    const checked = checkItem({ ...given, identifier });
    if (!checked.ok) {
      throw new Error(checked.faults.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; '));
    }
    for (const note of checked.notes) {
      // White space around a text is nobody's worry, and would bury the notes that are.
      if (note.endsWith(': trimmed')) continue;
      this.#tell({ kind: 'note', path, line, identifier: given.identifier, text: note });
    }
    const sets = minimal([...(checked.item.sets ?? []), ...this.#options.sets]);
    const item: Item = sets.length === 0 ? checked.item : { ...checked.item, sets };
    const { cataloguing, clock } = this.#parts;
    const { onlyNewContent = false } = cataloguing;
    checkPrefixes(verbatim, cataloguing);
    const change = catalogue(item, clock.now(), cataloguing, verbatim);
    return { ...change, source: this.#options.source, onlyNewContent };
  }

  #whole(identifier: string): string {
    return toOaiIdentifier(identifier, this.#parts.cataloguing.repositoryIdentifier);
  }
}

/** An endpoint may send what is not offered here; a line that gives it is a mistake. */
function checkPrefixes(verbatim: Verbatim | undefined, { crosswalks }: Cataloguing): void {
  if (verbatim === undefined || verbatim.provenance !== undefined) return;
  const offered = new Set(crosswalks.map(({ metadataPrefix }) => metadataPrefix));
  const unknown = Object.keys(verbatim.payloads).find((metadataPrefix) => !offered.has(metadataPrefix));
  if (unknown === undefined) return;
  throw new Error(`it has a payload in "${unknown}", which is no metadata format of this repository`);
}

/** A line as it was, so that it can be mended and come in again. */
function rawOf({ item, verbatim }: Extract<Incoming, { kind: 'item' }>): object {
  const isLine = verbatim !== undefined && verbatim.provenance === undefined;
  return isLine ? { ...item, payloads: verbatim.payloads } : item;
}

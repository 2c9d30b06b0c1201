import type { Clock } from '../clock.ts';
import { EXIT, Fault } from '../fault.ts';
import { checkItem } from '../items/check-item.ts';
import { ItemReport } from '../items/item-report.ts';
import { tidyLine } from '../items/tidy-value.ts';
import { isOaiIdentifier, toOaiIdentifier } from '../oai/identifier.ts';
import { isSetSpec, LONGEST_SET_SPEC, minimal } from '../oai/set-spec.ts';
import type { Change, Outcome, StoreWriter } from '../store/store.ts';
import { type Cataloguing, catalogue } from './cataloguing.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import type { ImportFormat, Incoming } from './import-format.ts';
import { importFormats, recogniseFormat } from './index.ts';

export interface ImportOptions {
  /** Name of the import format for all files; left out: each is recognised by itself. */
  format?: string | undefined;
  /** Sets that every item is put in, beside its own. */
  sets?: readonly string[];
  /** Encoding label of the files; left out: UTF-8, or UTF-16 with a byte order mark. */
  encoding?: string | undefined;
}

/** Something that a person should see. `refused` was not imported; `note` was, with something left out. */
export interface ImportMessage {
  kind: 'refused' | 'note' | 'skipped';
  path: string;
  line?: number;
  identifier?: string;
  text: string;
}

export interface ImportListener {
  message(message: ImportMessage): void;
  /** Records read so far, and bytes of the files that are finished. */
  progress(done: { records: number; bytes: number; totalBytes: number }): void;
}

/** How many records came to what. */
export type ImportReport = Record<Outcome | 'refused' | 'skippedFiles', number>;

interface ImportParts {
  store: StoreWriter;
  cataloguing: Cataloguing;
  clock: Pick<Clock, 'now'>;
}

/** Records in one transaction: it must last well under a second. */
const BATCH = 200;

/** oai_dc is owed for every record, so a deletion of something unknown is one of oai_dc. */
const OWED_PREFIX = 'oai_dc';

/**
 * Imports files and folders as a diff: what is already stored with the same bytes and sets keeps its
 * datestamp. A record that cannot be served is refused by name and its last good version stays; the rest
 * goes on. Faults: a missing path, an unknown format, a store that cannot be written.
 */
export async function importFiles(
  paths: readonly string[],
  options: ImportOptions,
  parts: ImportParts,
  listener: ImportListener,
): Promise<ImportReport> {
  const forced = options.format === undefined ? undefined : formatNamed(options.format);
  for (const set of options.sets ?? []) checkSet(set);
  const files = await findFiles(paths, options.encoding);
  const run = new ImportRun(options, parts, listener);
  const readable = await run.recognise(files, forced);
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  let bytes = 0;
  for (const { found, format } of readable) {
    await run.importFile(found, format, () =>
      listener.progress({ records: run.records, bytes: bytes + found.file.position, totalBytes }),
    );
    bytes += found.size;
  }
  await run.flush();
  listener.progress({ records: run.records, bytes: totalBytes, totalBytes });
  return run.report;
}

function formatNamed(name: string): ImportFormat {
  const format = importFormats.find((known) => known.name === name);
  if (format) return format;
  throw new Fault(
    `There is no import format "${name}". There are ${importFormats.map((known) => known.name).join(', ')}.`,
    EXIT.usage,
  );
}

function checkSet(set: string): void {
  if (isSetSpec(set) && set.length <= LONGEST_SET_SPEC) return;
  throw new Fault(
    `"${set}" is not a legal setSpec. Write segments of A-Z a-z 0-9 - _ . ! ~ * ' ( ) with single colons between them, ${LONGEST_SET_SPEC} characters at most.`,
    EXIT.usage,
  );
}

/** One import from its first file to its last: what was seen, and the batch that waits to be written. */
class ImportRun {
  readonly report: ImportReport = {
    created: 0,
    updated: 0,
    unchanged: 0,
    deleted: 0,
    withheld: 0,
    unknown: 0,
    refused: 0,
    skippedFiles: 0,
  };
  records = 0;
  readonly #options: ImportOptions;
  readonly #parts: ImportParts;
  readonly #listener: ImportListener;
  /** Where each identifier of this run was seen first. */
  readonly #seen = new Map<string, string>();
  #batch: Change[] = [];

  constructor(options: ImportOptions, parts: ImportParts, listener: ImportListener) {
    this.#options = options;
    this.#parts = parts;
    this.#listener = listener;
  }

  /** Finds each file's format, and refuses files that would have one id between them. */
  async recognise(
    files: readonly FoundFile[],
    forced: ImportFormat | undefined,
  ): Promise<{ found: FoundFile; format: ImportFormat }[]> {
    const readable: { found: FoundFile; format: ImportFormat }[] = [];
    const byLocalId = new Map<string, string[]>();
    for (const found of files) {
      const format = forced ?? recogniseFormat(await found.file.head(), found.file.path);
      if (format) readable.push({ found, format });
      else this.#passOver(found);
      if (format?.identifierFromPath) {
        byLocalId.set(found.file.localId, [...(byLocalId.get(found.file.localId) ?? []), found.file.path]);
      }
    }
    return readable.filter(({ found, format }) => {
      const { path, localId } = found.file;
      const others = format.identifierFromPath ? (byLocalId.get(localId) ?? []).filter((other) => other !== path) : [];
      if (others.length === 0) return true;
      this.#refuse(path, {
        line: 1,
        identifier: localId,
        reason: `${others.join(' and ')} would have the same id. Rename one of them`,
      });
      return false;
    });
  }

  async importFile({ file }: FoundFile, format: ImportFormat, progress: () => void): Promise<void> {
    try {
      for await (const incoming of format.read(file)) {
        this.#take(incoming, file.path);
        if (this.#batch.length >= BATCH) {
          await this.flush();
          progress();
        }
      }
    } catch (error) {
      if (!(error instanceof Fault) || this.#storeFailed) throw error;
      this.report.refused += 1;
      this.#listener.message({ kind: 'refused', path: file.path, text: error.message });
    }
  }

  #storeFailed = false;

  async flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    try {
      const outcomes = await this.#parts.store.write(batch, () => this.#parts.clock.now());
      batch.forEach((change, index) => {
        const outcome = outcomes[index];
        if (outcome !== undefined && change.kind !== 'set') this.report[outcome] += 1;
      });
    } catch (error) {
      this.#storeFailed = true;
      throw error;
    }
  }

  #take(incoming: Incoming, path: string): void {
    switch (incoming.kind) {
      case 'note':
        this.#listener.message({ kind: 'note', path, line: incoming.line, text: incoming.text });
        return;
      case 'refusal':
        this.records += 1;
        this.#refuse(path, incoming);
        return;
      case 'set':
        this.#takeSet(incoming, path);
        return;
      case 'item':
      case 'deletion':
        this.records += 1;
        this.#takeRecord(incoming, path);
    }
  }

  #takeSet({ line, setSpec, setName }: Extract<Incoming, { kind: 'set' }>, path: string): void {
    if (!isSetSpec(setSpec) || setSpec.length > LONGEST_SET_SPEC) {
      this.#refuse(path, { line, reason: `"${setSpec}" is not a legal setSpec` });
      return;
    }
    const report = new ItemReport();
    const name = tidyLine(setName, '/setName', report);
    if (name === undefined) {
      this.#refuse(path, { line, reason: `no text is left of the name of the set "${setSpec}" after cleaning` });
      return;
    }
    for (const text of report.notes) this.#listener.message({ kind: 'note', path, line, text });
    this.#batch.push({ kind: 'set', setSpec, setName: name });
  }

  #takeRecord(incoming: Extract<Incoming, { kind: 'item' | 'deletion' }>, path: string): void {
    const { line } = incoming;
    const given = incoming.kind === 'item' ? incoming.item.identifier : incoming.identifier;
    const identifier = toOaiIdentifier(given, this.#parts.cataloguing.repositoryIdentifier);
    if (!isOaiIdentifier(identifier) || identifier.length > 1024) {
      this.#refuse(path, { line, identifier: given, reason: 'this identifier is not legal in OAI-PMH' });
      return;
    }
    const first = this.#seen.get(identifier);
    if (first !== undefined) {
      this.#refuse(path, { line, identifier: given, reason: `the same identifier stands at ${first}` });
      return;
    }
    this.#seen.set(identifier, `${path}:${line}`);
    if (incoming.kind === 'deletion') this.#takeDeletion(identifier, incoming, path);
    else this.#takeItem(identifier, incoming, path);
  }

  #takeDeletion(identifier: string, { line, sets = [] }: Extract<Incoming, { kind: 'deletion' }>, path: string): void {
    const illegal = sets.find((set) => !isSetSpec(set) || set.length > LONGEST_SET_SPEC);
    if (illegal !== undefined) {
      this.#refuse(path, { line, identifier, reason: `"${illegal}" is not a legal setSpec` });
      return;
    }
    const tombstone = { metadataPrefix: OWED_PREFIX, sets: minimal([...sets, ...(this.#options.sets ?? [])]) };
    this.#batch.push({ kind: 'delete', identifier, by: 'source', tombstone });
  }

  #takeItem(identifier: string, { line, item: raw }: Extract<Incoming, { kind: 'item' }>, path: string): void {
    const checked = checkItem({ ...raw, identifier });
    if (!checked.ok) {
      const reason = checked.faults.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; ');
      this.#refuse(path, { line, identifier: raw.identifier, reason });
      return;
    }
    for (const note of checked.notes) {
      // White space around a text is nobody's worry, and would bury the notes that are.
      if (note.endsWith(': trimmed')) continue;
      this.#listener.message({ kind: 'note', path, line, identifier: raw.identifier, text: note });
    }
    const sets = minimal([...(checked.item.sets ?? []), ...(this.#options.sets ?? [])]);
    const item = sets.length === 0 ? checked.item : { ...checked.item, sets };
    try {
      this.#batch.push(catalogue(item, this.#parts.clock.now(), this.#parts.cataloguing));
    } catch (error) {
      this.#refuse(path, { line, identifier: raw.identifier, reason: (error as Error).message });
    }
  }

  #refuse(path: string, { line, identifier, reason }: { line: number; identifier?: string; reason: string }): void {
    this.report.refused += 1;
    this.#listener.message({
      kind: 'refused',
      path,
      line,
      ...(identifier === undefined ? {} : { identifier }),
      text: reason,
    });
  }

  #passOver({ file, named }: FoundFile): void {
    const known = importFormats.map((format) => format.name).join(', ');
    if (named)
      this.#refuse(file.path, {
        line: 1,
        reason: `is in no format that is known here (${known}). Name one with --format`,
      });
    else {
      this.report.skippedFiles += 1;
      this.#listener.message({ kind: 'skipped', path: file.path, text: 'not recognised as any import format' });
    }
  }
}

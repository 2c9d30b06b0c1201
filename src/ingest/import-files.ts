import { EXIT, Fault } from '../fault.ts';
import { isLegalSet, LONGEST_SET_SPEC } from '../oai/set-spec.ts';
import { isMappingPath } from './csv/find-mapping.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import { BY_HAND } from './hand-over-source.ts';
import type { ImportFormat } from './import-format.ts';
import { importFormats, recogniseFormat } from './index.ts';
import { Intake, type IntakeParts, type IntakeReport } from './intake.ts';
import type { IntakeMessage } from './intake-message.ts';

export interface ImportOptions {
  /** Name of the import format for all files; left out: each is recognised by itself. */
  format?: string | undefined;
  /** Sets that every item is put in, beside its own. */
  sets?: readonly string[];
  /** Encoding label of the files; left out: UTF-8, or UTF-16 with a byte order mark. */
  encoding?: string | undefined;
}

export interface ImportListener {
  message(message: IntakeMessage): void;
  /** Records read so far, and bytes of the files that are finished. */
  progress(done: { records: number; bytes: number; totalBytes: number }): void;
}

/**
 * Imports files and folders as a diff: what is already stored with the same bytes and sets keeps its
 * datestamp. A record that cannot be served is refused by name and its last good version stays; the rest
 * goes on. Faults: a missing path, an unknown format, a store that cannot be written.
 */
export async function importFiles(
  paths: readonly string[],
  options: ImportOptions,
  parts: IntakeParts,
  listener: ImportListener,
): Promise<IntakeReport> {
  for (const set of options.sets ?? []) checkSet(set);
  const forced = formatNamed(options.format);
  await parts.store.sources.forgetSeen();
  await parts.store.quarantine.beginRun(parts.clock.now());
  const intake = new Intake(parts, { source: BY_HAND, sets: options.sets ?? [] }, (message) =>
    listener.message(message),
  );
  const { files } = await findFiles(paths, { encoding: options.encoding });
  await takeFiles(files, forced, intake, listener);
  return intake.report;
}

/**
 * Lets files in, one after the other. Answers with what could not be read, such as `a.xml is empty`: that it held
 * something before is never out of the question.
 */
export async function takeFiles(
  files: readonly FoundFile[],
  forced: ImportFormat | undefined,
  intake: Intake,
  listener: ImportListener,
): Promise<string[]> {
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  const { readable, unread } = await recognise(files, forced, intake);
  let bytes = 0;
  for (const { found, format } of readable) {
    const { file } = found;
    const progress = () => listener.progress({ records: intake.records, bytes: bytes + file.position, totalBytes });
    try {
      let isEmpty = true;
      for await (const arrival of (format.lines ?? format.read)(file)) {
        isEmpty &&= arrival.kind === 'note';
        if (await intake.take(arrival, file.path)) progress();
      }
      if (isMappingPath(file.path)) continue;
      if (await hasChanged(found)) {
        unread.push(`${file.path} changed while it was being read`);
        listener.message({ kind: 'note', path: file.path, text: 'it changed while it was being read' });
      } else intake.end(file.path);
      if (isEmpty) {
        const flaw = found.size === 0 ? 'is empty' : 'holds no record';
        unread.push(`${file.path} ${flaw}`);
        intake.skip(file.path, flaw);
      }
    } catch (error) {
      if (!(error instanceof Fault) || intake.failed) throw error;
      unread.push(`${file.path} could not be read`);
      // A page is one record, whose name is known whatever is wrong with it.
      const identifier = format.identifierFromPath ? { identifier: file.localId } : {};
      intake.refuse(file.path, { ...identifier, reason: error.message });
    }
    bytes += found.size;
  }
  await intake.flush();
  listener.progress({ records: intake.records, bytes: totalBytes, totalBytes });
  return unread;
}

/** True when a file that was read without a fault may have been cut off all the same, such as at a line end. */
async function hasChanged({ file, size, modified }: FoundFile): Promise<boolean> {
  const now = await file.state();
  return file.position !== size || now.size !== size || now.modified !== modified;
}

/** Finds each file's format, and refuses files that would have one id between them. */
async function recognise(
  files: readonly FoundFile[],
  forced: ImportFormat | undefined,
  intake: Intake,
): Promise<{ readable: { found: FoundFile; format: ImportFormat }[]; unread: string[] }> {
  const recognised: { found: FoundFile; format: ImportFormat }[] = [];
  const unread: string[] = [];
  const byLocalId = new Map<string, string[]>();
  for (const found of files) {
    const { file, named, size } = found;
    const format = forced ?? recogniseFormat(await file.head(), file.path);
    if (format) recognised.push({ found, format });
    else if (named) {
      const known = importFormats.map(({ name }) => name).join(', ');
      intake.refuse(file.path, {
        line: 1,
        reason: `is in no format that is known here (${known}). Name one with --format`,
      });
    } else {
      const flaw = size === 0 ? 'is empty' : 'is not recognised as any import format';
      unread.push(`${file.path} ${flaw}`);
      intake.skip(file.path, flaw);
    }
    if (format?.identifierFromPath) byLocalId.set(file.localId, [...(byLocalId.get(file.localId) ?? []), file.path]);
  }
  const readable = recognised.filter(({ found: { file }, format }) => {
    const { path, localId } = file;
    const others = format.identifierFromPath ? (byLocalId.get(localId) ?? []).filter((other) => other !== path) : [];
    if (others.length === 0) return true;
    const reason = `${others.join(' and ')} would have the same id. Rename one of them`;
    intake.refuse(path, { line: 1, identifier: localId, reason });
    return false;
  });
  return { readable, unread };
}

/** The import format of that name; undefined for none. Fault: there is no such format. */
export function formatNamed(name: string | undefined): ImportFormat | undefined {
  const format = importFormats.find((known) => known.name === name);
  if (format || name === undefined) return format;
  const names = importFormats.map((known) => known.name).join(', ');
  throw new Fault(`There is no import format "${name}". There are ${names}.`, EXIT.usage);
}

function checkSet(set: string): void {
  if (isLegalSet(set)) return;
  throw new Fault(
    `"${set}" is not a legal setSpec. Write segments of A-Z a-z 0-9 - _ . ! ~ * ' ( ) with single colons between them, ${LONGEST_SET_SPEC} characters at most.`,
    EXIT.usage,
  );
}

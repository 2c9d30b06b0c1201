import { checkItem } from '../items/check-item.ts';
import type { Item } from '../items/item.ts';
import { ItemReport } from '../items/item-report.ts';
import { tidyLine } from '../items/tidy-value.ts';
import type { UtcSeconds } from '../oai/datestamp.ts';
import { isItemIdentifier, toOaiIdentifier } from '../oai/identifier.ts';
import { isLegalSet, minimal } from '../oai/set-spec.ts';
import type { Change } from '../store/store.ts';
import { type Cataloguing, catalogue } from './cataloguing.ts';
import type { Incoming, UnreadLine } from './import-format.ts';
import { readLine } from './jsonl/read-line.ts';
import type { Verbatim } from './verbatim.ts';

/** Something that came in, read or not. */
export type Arrival = Incoming | UnreadLine;

/** What came of it, in the order in which it is to be told and written; plain data, so that it may change threads. */
export type Prepared =
  | { kind: 'note'; line: number; identifier?: string; text: string }
  | { kind: 'refusal'; line: number; identifier?: string; reason: string; raw?: string | undefined }
  | { kind: 'change'; line: number; given: string; change: Change };

export interface PrepareOptions {
  /** Who owns what comes in. */
  source: string;
  /** Sets that every item is put in, beside its own. */
  sets: readonly string[];
  now: UtcSeconds;
}

/** oai_dc is owed for every record, so a deletion of something unknown is one of oai_dc. */
const OWED_PREFIX = 'oai_dc';

type Found<K extends Incoming['kind']> = Extract<Incoming, { kind: K }>;

/** Reads, checks, cleans and renders: all that is to be done with what came in before the store is asked. */
export function prepare(arrival: Arrival, options: PrepareOptions, cataloguing: Cataloguing): Prepared[] {
  const all = arrival.kind === 'line' ? readLine(arrival.text, arrival.line) : [arrival];
  const prepared: Prepared[] = [];
  for (const incoming of all) prepared.push(...preparedOf(incoming, options, cataloguing));
  return prepared;
}

/** The item that arrived, as it was, so that it can be mended and come in again; undefined for all else. */
export function rawOf(arrival: Arrival): string | undefined {
  if (arrival.kind === 'line') {
    for (const incoming of readLine(arrival.text, arrival.line)) if (incoming.kind === 'item') return rawOf(incoming);
  }
  if (arrival.kind !== 'item') return undefined;
  const { item, verbatim } = arrival;
  const isLine = verbatim !== undefined && verbatim.provenance === undefined;
  return JSON.stringify(isLine ? { ...item, payloads: verbatim.payloads } : item);
}

function preparedOf(incoming: Incoming, options: PrepareOptions, cataloguing: Cataloguing): Prepared[] {
  switch (incoming.kind) {
    case 'note':
    case 'refusal':
      return [incoming];
    case 'set':
      return preparedSet(incoming, cataloguing);
    case 'item':
    case 'deletion':
      return preparedRecord(incoming, options, cataloguing);
  }
}

function preparedSet({ line, setSpec, setName }: Found<'set'>, { namedSets }: Cataloguing): Prepared[] {
  if (namedSets?.has(setSpec)) return [];
  const report = new ItemReport();
  const name = tidyLine(setName, '/setName', report);
  if (!isLegalSet(setSpec) || name === undefined) {
    const reason = name === undefined ? 'no text is left of its setName' : `"${setSpec}" is not a legal setSpec`;
    return [{ kind: 'refusal', line, identifier: setSpec, reason }];
  }
  const notes = report.notes.map((text): Prepared => ({ kind: 'note', line, text }));
  return [...notes, { kind: 'change', line, given: setSpec, change: { kind: 'set', setSpec, setName: name } }];
}

function preparedRecord(
  incoming: Found<'item' | 'deletion'>,
  options: PrepareOptions,
  cataloguing: Cataloguing,
): Prepared[] {
  const { line } = incoming;
  const given = incoming.kind === 'item' ? incoming.item.identifier : incoming.identifier;
  const identifier = toOaiIdentifier(given, cataloguing.repositoryIdentifier);
  const prepared: Prepared[] = [];
  try {
    if (!isItemIdentifier(identifier)) throw new Error('this identifier is not legal in OAI-PMH');
    const change =
      incoming.kind === 'item'
        ? itemChange(identifier, incoming, options, cataloguing, prepared)
        : deletion(identifier, incoming.sets ?? [], options);
    prepared.push({ kind: 'change', line, given, change });
  } catch (error) {
    prepared.push({ kind: 'refusal', line, identifier: given, reason: (error as Error).message, raw: rawOf(incoming) });
  }
  return prepared;
}

function deletion(identifier: string, sets: readonly string[], options: PrepareOptions): Change {
  const illegal = sets.find((set) => !isLegalSet(set));
  if (illegal !== undefined) throw new Error(`"${illegal}" is not a legal setSpec`);
  const tombstone = { metadataPrefix: OWED_PREFIX, sets: minimal([...sets, ...options.sets]) };
  return { kind: 'delete', identifier, source: options.source, by: 'source', tombstone };
}

function itemChange(
  identifier: string,
  { line, item: given, verbatim }: Found<'item'>,
  options: PrepareOptions,
  cataloguing: Cataloguing,
  prepared: Prepared[],
): Change {
  const checked = checkItem({ ...given, identifier });
  if (!checked.ok) {
    throw new Error(checked.faults.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; '));
  }
  for (const note of checked.notes) {
    // White space around a text is nobody's worry, and would bury the notes that are.
    if (note.endsWith(': trimmed')) continue;
    prepared.push({ kind: 'note', line, identifier: given.identifier, text: note });
  }
  const sets = minimal([...(checked.item.sets ?? []), ...options.sets]);
  const item: Item = sets.length === 0 ? checked.item : { ...checked.item, sets };
  checkPrefixes(verbatim, cataloguing);
  const change = catalogue(item, options.now, cataloguing, verbatim);
  return { ...change, source: options.source, onlyNewContent: cataloguing.onlyNewContent ?? false };
}

/** An endpoint may send what is not offered here; a line that gives it is a mistake. */
function checkPrefixes(verbatim: Verbatim | undefined, { crosswalks }: Cataloguing): void {
  if (verbatim === undefined || verbatim.provenance !== undefined) return;
  const offered = new Set(crosswalks.map(({ metadataPrefix }) => metadataPrefix));
  const unknown = Object.keys(verbatim.payloads).find((metadataPrefix) => !offered.has(metadataPrefix));
  if (unknown === undefined) return;
  throw new Error(`it has a payload in "${unknown}", which is no metadata format of this repository`);
}

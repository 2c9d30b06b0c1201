import { quote } from '../oai/quote.ts';
import { type CutRecord, cutRecords } from './cut-records.ts';
import type { RefusalEvent } from './harvest-event.ts';
import type { OaiResponse } from './oai-response.ts';
import { repairText } from './repair-text.ts';
import { ResponseReader } from './response-reader.ts';
import { UnreadableError } from './unreadable-error.ts';

/** As many identifiers as a note names. */
const MOST_NAMED = 5;

type Part = OaiResponse['parts'][number];

/**
 * Reads a whole page of ListRecords that is malformed as far as it can be read: what XML cannot hold is replaced, and
 * where that is not enough each record is read on its own, and the broken ones are refused by name. Throws an
 * UnreadableError where the resumptionToken, or what is a record, is open to doubt: going on might lose records.
 * `longestRecord` is in UTF-16 code units.
 */
export function salvageResponse(bytes: Uint8Array, longestRecord: number): OaiResponse {
  const { text, repaired } = repairText(bytes);
  const read = (page: string): OaiResponse => {
    const reader = new ResponseReader('ListRecords', longestRecord);
    reader.write(page);
    return reader.end();
  };
  const { response, refused } = readWhole(text, read) ?? readInPieces(text, read);
  if (response.resumptionToken?.includes('\ufffd')) {
    throw new UnreadableError(`its resumptionToken ${quote(response.resumptionToken)} is broken`, 'hopeless');
  }
  const parts = response.parts.map(withoutBrokenName);
  const told = [];
  if (repaired) told.push(`what XML cannot hold was replaced by U+FFFD${inWhich(parts)}`);
  if (refused > 0) told.push(`it was read record by record, and ${refused} could not be read`);
  if (told.length === 0) told.push('it is not in UTF-8, and was read in the encoding that it declares');
  return { ...response, parts, salvaged: told.join('; ') };
}

type Read = (page: string) => OaiResponse;

function readWhole(text: string, read: Read): { response: OaiResponse; refused: number } | undefined {
  try {
    return { response: read(text), refused: 0 };
  } catch (error) {
    if (error instanceof UnreadableError && error.kind === 'malformed') return undefined;
    throw error;
  }
}

function readInPieces(text: string, read: Read): { response: OaiResponse; refused: number } {
  const { head, records, tail, close } = cutRecords(text);
  const around = readAround(head + tail, read);
  let refused = 0;
  const parts = records.flatMap((record): Part[] => {
    try {
      return read(head + record.whole + close).parts;
    } catch (error) {
      if (!(error instanceof UnreadableError) || error.kind === 'hopeless') throw error;
      refused += 1;
      return [refusalOf(record, error.message, (header) => read(head + header + close))];
    }
  });
  return { response: { ...around, parts }, refused };
}

/** The page without its records, which must be in order: who cannot trust it cannot trust the resumptionToken. */
function readAround(page: string, read: Read): OaiResponse {
  try {
    const response = read(page);
    if (response.parts.length === 0) return response;
  } catch (error) {
    if (!(error instanceof UnreadableError) || error.kind === 'hopeless') throw error;
  }
  throw new UnreadableError(
    'it is broken outside of its records, so its resumptionToken cannot be trusted',
    'hopeless',
  );
}

function refusalOf({ whole, headerOnly }: CutRecord, reason: string, read: Read): RefusalEvent {
  const identifier = headerOnly === undefined ? undefined : identifierIn(headerOnly, read);
  return { kind: 'refusal', ...(identifier === undefined ? {} : { identifier }), reason, raw: whole };
}

function identifierIn(record: string, read: Read): string | undefined {
  try {
    const [part] = read(record).parts;
    return part === undefined || part.kind === 'note' ? undefined : part.identifier;
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}

/** An identifier in which something was replaced is another one: it names nothing. */
function withoutBrokenName(part: Part): Part {
  if (part.kind === 'note' || !part.identifier?.includes('\ufffd')) return part;
  const reason = `its identifier ${quote(part.identifier)} holds what XML cannot hold`;
  const raw = part.kind === 'record' ? part.payload : part.raw;
  return { kind: 'refusal', reason, ...(raw === undefined ? {} : { raw }) };
}

function inWhich(parts: readonly Part[]): string {
  const names = parts.flatMap((part) =>
    part.kind === 'record' && part.payload?.includes('\ufffd') ? [part.identifier] : [],
  );
  if (names.length === 0) return '';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `, in ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
}

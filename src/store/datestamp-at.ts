import type { RecordLayout } from './store.ts';

/** Where the datestamp begins in a record, in bytes; `identifier` is the length of the identifier in its header. */
export function datestampAt(
  { recordOpen, deletedHeaderOpen, headerOpen, afterIdentifier }: RecordLayout,
  { deleted, identifier }: { deleted: 0 | 1; identifier: number },
): number {
  return Buffer.byteLength(recordOpen + (deleted ? deletedHeaderOpen : headerOpen) + afterIdentifier) + identifier;
}

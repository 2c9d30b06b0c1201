/** What a header says of a record (protocol 2.5). */
export interface RecordHeader {
  identifier: string;
  /** As it is written: in UTC, of the repository's granularity. */
  datestamp: string;
  deleted: boolean;
}

const HEADER = /<header( status="deleted")?><identifier>([^<]*)<\/identifier><datestamp>([^<]*)<\/datestamp>/g;

/** Reads headers as the store joins them (record-layout.ts), in their order. Of a whole record, take the first one. */
export function* readHeaders(xml: string): Generator<RecordHeader> {
  for (const [, deleted, identifier = '', datestamp = ''] of xml.matchAll(HEADER)) {
    // Identifiers are URIs: of what escapeText escapes, only this can stand in them.
    yield { identifier: identifier.replaceAll('&amp;', '&'), datestamp, deleted: deleted !== undefined };
  }
}

import { parseDatestamp, type UtcSeconds } from '../oai/datestamp.ts';

/** The forms of xs:date and xs:dateTime; the protocol allows two of them (3.3), sources send more. */
const SYNTAX = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?)?(?:(Z)|([+-])(\d{2}):(\d{2}))?$/;

export interface LooseDate {
  /** Its beginning; taken as UTC where it does not say. */
  seconds: UtcSeconds;
  /** Does it say where it counts from? A day alone is one of UTC, as everywhere in the protocol. */
  hasZone: boolean;
}

/**
 * Reads a datestamp or responseDate of another repository: with or without a time, with fractions, with an offset,
 * with no zone at all. Undefined for what is not of the calendar, and for what provenance.xsd would not take.
 */
export function readLooseDate(text: string): LooseDate | undefined {
  const match = SYNTAX.exec(text);
  const day = parseDatestamp(match?.[1] ?? '');
  if (!match || !day) return undefined;
  const [hour, minute, second] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const offset = Number(match[7] ?? 0) * 60 + Number(match[8] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || offset > 14 * 60 || Number(match[8] ?? 0) > 59) return undefined;
  const local = day.start + hour * 3600 + minute * 60 + second;
  return {
    seconds: local - (match[6] === '-' ? -offset : offset) * 60,
    hasZone: match[2] === undefined || match[5] !== undefined || match[6] !== undefined,
  };
}

import { isCalendarDate } from '../../items/calendar-date.ts';
import type { Incoming } from '../import-format.ts';
import { shorten } from '../shorten.ts';
import { mapDates } from './map-dates.ts';
import { mapDescription } from './map-description.ts';
import { mapFunding } from './map-funding.ts';
import { mapHost } from './map-host.ts';
import { mapLanguages } from './map-languages.ts';
import { mapLocations } from './map-locations.ts';
import { mapNames } from './map-names.ts';
import { mapNumbers } from './map-numbers.ts';
import { mapRelations } from './map-relations.ts';
import { mapRights } from './map-rights.ts';
import { mapSubjects } from './map-subjects.ts';
import { mapTitles, titleOf } from './map-titles.ts';
import { mapType } from './map-type.ts';
import { type MarcDraft, newMarcDraft } from './marc-draft.ts';
import { marcIdentifier } from './marc-identifier.ts';
import { controlText, fieldsOf, type MarcRecord } from './marc-record.ts';
import { withoutIsbd } from './without-isbd.ts';

const TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\.\d$/;
const DATESTAMP = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/;

/** Leader/06 of records that describe no item, with what they are. */
const OTHER_RECORDS: ReadonlyMap<string, string> = new Map([
  ['q', 'an authority or community record'],
  ['u', 'a holdings record'],
  ['v', 'a holdings record'],
  ['w', 'a classification record'],
  ['x', 'a holdings record'],
  ['y', 'a holdings record'],
  ['z', 'an authority record'],
]);

/** Fields that are read, or that say how the record was made. */
const READ = new Set(
  (
    '001 003 005 006 007 008 020 022 024 040 041 046 050 080 082 084 100 110 111 242 245 246 251 260 264 300 336 337 338 ' +
    '506 520 536 540 600 610 611 630 647 648 650 651 653 655 700 710 711 765 767 770 772 773 774 775 776 780 785 787 856'
  ).split(' '),
);

/**
 * What one record says: an item or a deletion, with notes; or a refusal with the reason. `at` is its place in the
 * file, from 1. The tags of fields that no item has a place for are counted in `left`.
 */
export function mapMarc(given: MarcRecord, at: number, left: Map<string, number>): Incoming[] {
  const record = withoutIsbd(given);
  const { line, header } = record;
  const oddities = record.oddities.map((oddity): Incoming => ({ kind: 'note', ...oddity }));
  const identifier = marcIdentifier(record);
  if (identifier === undefined) return [{ kind: 'refusal', line, reason: nameless(record, at) }, ...oddities];
  if (header?.status === 'deleted' || (!header?.status && record.leader.charAt(5) === 'd')) {
    const sets = header?.sets ?? [];
    return [{ kind: 'deletion', line, identifier, ...(sets.length > 0 && { sets }) }, ...oddities];
  }
  const reason = refusalOf(record);
  if (reason !== undefined) return [{ kind: 'refusal', line, identifier, reason }, ...oddities];
  const draft = newMarcDraft(identifier, record);
  readFields(draft);
  for (const tag of new Set(record.fields.map((field) => field.tag))) {
    if (!READ.has(tag) && !isUsed(draft, tag)) left.set(tag, (left.get(tag) ?? 0) + 1);
  }
  const notes = draft.notes.sort((a, b) => a.line - b.line).map((note): Incoming => ({ kind: 'note', ...note }));
  return [{ kind: 'item', line, item: draft.item }, ...oddities, ...notes];
}

function nameless(record: MarcRecord, at: number): string {
  const [title] = fieldsOf(record, '245');
  const named = title ? `record ${at}, “${shorten(titleOf(title))}”,` : `record ${at}`;
  return record.header ? `the header of ${named} has no identifier` : `${named} has no control number (001)`;
}

function refusalOf({ header, count, leader, fields }: MarcRecord): string | undefined {
  if (header?.status !== undefined) return `its status is “${shorten(header.status)}”: only “deleted” is known`;
  if (count === 0) return 'it is not deleted but has no metadata';
  if (count > 1) return `its metadata hold ${count} MARC records, not one`;
  const other = OTHER_RECORDS.get(leader.charAt(6));
  if (other !== undefined) return `it is ${other}, not a bibliographic one`;
  const titles = fields.filter(({ tag }) => tag === '245');
  return titles.some((field) => titleOf(field) !== '') ? undefined : 'it has no title (245 $a)';
}

function readFields(draft: MarcDraft): void {
  mapTitles(draft);
  mapNames(draft);
  mapLanguages(draft);
  mapDates(draft);
  mapDescription(draft);
  mapNumbers(draft);
  mapHost(draft);
  mapType(draft);
  mapSubjects(draft);
  mapRights(draft);
  mapFunding(draft);
  mapRelations(draft);
  mapLocations(draft);
  const { item, host, record } = draft;
  if (Object.keys(host).length > 0) item.host = host;
  if (record.header && record.header.sets.length > 0) item.sets = record.header.sets;
  const modified = modifiedOf(record);
  if (modified !== undefined) item.modified = modified;
}

/** 005, which names no time zone and is taken as UTC; else the datestamp of the OAI-PMH record. */
function modifiedOf(record: MarcRecord): string | undefined {
  const stamp = controlText(record, '005')?.trim() ?? '';
  const time = TIME.test(stamp) ? stamp.replace(TIME, '$1-$2-$3T$4:$5:$6Z') : undefined;
  return [time, record.header?.datestamp].find(
    (text) => text !== undefined && DATESTAMP.test(text) && isCalendarDate(text) && !Number.isNaN(Date.parse(text)),
  );
}

/** Fields that are read in some records only. */
function isUsed({ item, host }: MarcDraft, tag: string): boolean {
  if (tag === '502') return item.type?.endsWith('Thesis') ?? false;
  if (tag === '362') return (host.volume ?? host.issue) !== undefined;
  return tag === '500' && (item.dates ?? []).some(({ kind }) => kind !== 'issued');
}

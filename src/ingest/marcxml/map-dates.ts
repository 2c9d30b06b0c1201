import { isCalendarDate } from '../../items/calendar-date.ts';
import type { Item } from '../../items/item.ts';
import { addOnce } from '../oai-xml/draft.ts';
import { leaveOut, type MarcDraft } from './marc-draft.ts';
import { controlText, fieldsOf, type MarcField, subfield, subfieldTexts } from './marc-record.ts';

type Kind = NonNullable<Item['dates']>[number]['kind'];

const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NOTE = /^Date (submitted|accepted|available): (.+)$/;
const YEAR = /(?<!\d)(?:1[4-9]|20)\d\d(?!\d)/g;
const LONGEST = 60;

/** 264 or 260, 046, 500; and where none of them tells a date, 008. */
export function mapDates(draft: MarcDraft): void {
  const { record } = draft;
  for (const field of publications(draft)) {
    for (const text of subfieldTexts(field, 'c')) {
      const date = readDate(text) ?? onlyYear(text);
      if (date === undefined) leaveOut(draft, field, text, 'names no single year');
      else addDate(draft, 'issued', date);
    }
  }
  for (const field of fieldsOf(record, '046')) {
    addDate(draft, 'created', readDate(subfield(field, 'k')));
    addDate(draft, 'updated', readDate(subfield(field, 'j')));
  }
  for (const field of fieldsOf(record, '500')) {
    const [, kind, text] = NOTE.exec(subfield(field, 'a') ?? '') ?? [];
    addDate(draft, kind as Kind, readDate(text));
  }
  if (draft.item.dates === undefined) addDate(draft, 'issued', codedDate(controlText(record, '008') ?? ''));
}

/** 264 of publication, or 260. */
export function publications({ record }: MarcDraft): MarcField[] {
  return fieldsOf(record, '260', '264').filter(({ tag, ind2 }) => tag === '260' || ind2 === '1');
}

/** A whole date, with hyphens or as yyyymmdd. */
export function readDate(text: string | undefined): string | undefined {
  const date = text?.replace(COMPACT, '$1-$2-$3');
  return date !== undefined && DATE.test(date) && isCalendarDate(date) ? date : undefined;
}

/** `[2001]`, `©2001`, `2001.` */
function onlyYear(text: string): string | undefined {
  const years = new Set(text.slice(0, LONGEST).match(YEAR) ?? []);
  const [year] = years;
  return years.size === 1 && !/[-–?]/.test(text) ? year : undefined;
}

/** 008/06-14, of a single date only. */
function codedDate(general: string): string | undefined {
  const [type, year, rest] = [general.charAt(6), general.slice(7, 11), general.slice(11, 15)];
  if (type === 'e') {
    const [month, day] = [rest.slice(0, 2), rest.slice(2)];
    return readDate([year, month, day].filter((part) => part.trim() !== '').join('-'));
  }
  return type === 's' || type === 't' ? readDate(year) : undefined;
}

function addDate(draft: MarcDraft, kind: Kind, date: string | undefined): void {
  if (date !== undefined) addOnce(draft, 'dates', { date, kind });
}

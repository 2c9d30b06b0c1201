import { isCalendarDate } from '../../items/calendar-date.ts';
import { type Draft, leaveOut } from './draft.ts';
import type { DcElement } from './xml-record.ts';

const EMBARGO_END = 'info:eu-repo/date/embargoEnd/';
/** W3CDTF. What is finer than a day is no date of publication. */
const DATE = /^(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(T\d{2}:\d{2}.*)?$/;

/**
 * The date of publication and the end of an embargo. oai_dc does not say what its other dates are: repositories
 * write the times of their own work among them, so a date without a time goes first, and only one is taken.
 */
export function mapDates(draft: Draft, elements: readonly DcElement[]): void {
  const dates: { element: DcElement; date: string; hasTime: boolean }[] = [];
  for (const element of elements) {
    if (element.text.startsWith(EMBARGO_END)) mapEmbargo(draft, element);
    else {
      const [, date, time] = DATE.exec(element.text) ?? [];
      if (date !== undefined && isCalendarDate(date)) dates.push({ element, date, hasTime: time !== undefined });
      else leaveOut(draft, element, 'is no date that is known here');
    }
  }
  const issued = dates.find(({ hasTime }) => !hasTime) ?? dates[0];
  if (!issued) return;
  draft.item.dates = [{ date: issued.date, kind: 'issued' }];
  for (const { element, date } of dates) {
    if (date !== issued.date) leaveOut(draft, element, `is a second date beside ${issued.date}`);
  }
}

function mapEmbargo(draft: Draft, element: DcElement): void {
  const end = DATE.exec(element.text.slice(EMBARGO_END.length))?.[1];
  if (end === undefined || !isCalendarDate(end)) leaveOut(draft, element, 'is no date that is known here');
  else draft.item.access = { status: 'embargoed', ...draft.item.access, embargoEnd: end };
}

import { isCalendarDate } from '../../items/calendar-date.ts';
import type { Item } from '../../items/item.ts';
import { shorten } from '../shorten.ts';
import { lineText } from './text.ts';
import { childOf, childrenOf, type Note, type XmlNode } from './xml-node.ts';

type Dates = NonNullable<Item['dates']>;

/**
 * Kinds of pub-date, the first one found being the date of publication: the article's own day goes before that of the
 * issue that it was collected in later. What an archive or a preprint server did is no publication of it.
 */
const PUBLICATION: readonly RegExp[] = [/^pub$/, /^epub$/, /^epub-ppub$/, /^ppub$/, /^collection$/, /^$/];
const HISTORY: ReadonlyMap<string, Dates[number]['kind']> = new Map([
  ['received', 'submitted'],
  ['accepted', 'accepted'],
]);
/** A date in numbers, perhaps with a time. */
const ISO = /^(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T.*)?$/;

/** The day of publication, and when the article was received and accepted. */
export function datesOf(meta: XmlNode, note: Note): Dates {
  const published = childrenOf(meta, 'pub-date').map((node) => ({
    node,
    kind: kindOf(node),
    date: dateOf(node, note),
  }));
  const dated = published.filter(({ date }) => date !== undefined);
  const best = PUBLICATION.map((kind) => dated.filter((entry) => kind.test(entry.kind))).find(
    ({ length }) => length > 0,
  );
  // Electronic and printed on different days: the electronic one, which JATS lets come in any order.
  const issued = best?.find(({ node }) => node.attributes.get('publication-format') === 'electronic') ?? best?.[0];
  for (const { node, kind, date } of dated) {
    if (issued?.date?.startsWith(date ?? '') || !PUBLICATION.some((known) => known.test(kind))) continue;
    note(
      node.line,
      `the pub-date ${date} (${kind || 'without a type'}) stands beside ${issued?.date} and was left out`,
    );
  }
  const history = childrenOf(childOf(meta, 'history'), 'date').flatMap((node): Dates => {
    const kind = HISTORY.get(node.attributes.get('date-type') ?? '');
    const date = kind && dateOf(node, note);
    return kind && date !== undefined ? [{ date, kind }] : [];
  });
  return [...(issued?.date === undefined ? [] : [{ date: issued.date, kind: 'issued' as const }]), ...history];
}

/** date-type since JATS 1.0, pub-type before. */
function kindOf({ attributes }: XmlNode): string {
  return (attributes.get('date-type') ?? attributes.get('pub-type') ?? '').toLowerCase();
}

/** As precise as it is given: a season is no month. */
function dateOf(node: XmlNode, note: Note): string | undefined {
  const part = (name: string) => lineText(childOf(node, name));
  const month = /^\d{1,2}$/.test(part('month')) ? part('month').padStart(2, '0') : undefined;
  const day = month !== undefined && /^\d{1,2}$/.test(part('day')) ? part('day').padStart(2, '0') : undefined;
  const made = [part('year'), month, day].filter((piece) => piece !== undefined).join('-');
  const given = made !== '' ? made : (node.attributes.get('iso-8601-date') ?? lineText(childOf(node, 'string-date')));
  const date = ISO.exec(given)?.[1];
  if (date !== undefined && isCalendarDate(date)) return date;
  note(node.line, `the date “${shorten(given)}” is none and was left out`);
  return undefined;
}

import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { dataField, type Subfield } from './field.ts';

type Access = NonNullable<Item['access']>;

const CREATIVE_COMMONS =
  /^https?:\/\/creativecommons\.org\/(?:licenses\/([a-z-]+)|publicdomain\/(zero))\/(\d\.\d)(?:\/([a-z]{2}))?\/?$/;

/** 500 to 540, in the order of their tags. */
export function notes(item: Item): (Markup | undefined)[] {
  return [
    ...dateNotes(item),
    dataField('502', '  ', ['a', thesisOf(item)]),
    item.access && accessNote(item.access),
    ...(item.abstracts ?? []).map(({ text }) => dataField('520', '3 ', ['a', text])),
    ...(item.funding ?? []).map((grant) => dataField('536', '  ', ['a', grantText(grant)], ['c', grant.award])),
    item.licence && licenceNote(item.licence),
  ];
}

/** 500: dates that no field of their own is for. */
function dateNotes({ dates = [] }: Item): (Markup | undefined)[] {
  return dates.flatMap(({ kind, date }) =>
    kind === 'submitted' || kind === 'accepted' || kind === 'available'
      ? [dataField('500', '  ', ['a', `Date ${kind}: ${date}`])]
      : [],
  );
}

/** The item tells of a thesis neither the degree nor who granted it. */
function thesisOf({ type }: Item): string | undefined {
  switch (type) {
    case 'bachelorThesis':
      return "Thesis (bachelor's)";
    case 'masterThesis':
      return "Thesis (master's)";
    case 'doctoralThesis':
      return 'Thesis (doctoral)';
    default:
      return undefined;
  }
}

/** 506. */
function accessNote({ status, embargoEnd }: Access): Markup | undefined {
  const changes: Subfield = ['g', embargoEnd && compact(embargoEnd)];
  switch (status) {
    case 'open':
      return dataField('506', '0 ', ['a', 'Open access'], ['f', 'Unrestricted online access'], changes, ['2', 'star']);
    case 'embargoed': {
      const until = embargoEnd === undefined ? '' : ` until ${embargoEnd}`;
      return dataField('506', '1 ', ['a', `Embargoed access${until}`], changes);
    }
    case 'restricted':
      return dataField('506', '1 ', ['a', 'Restricted access'], changes);
    case 'closed':
      return dataField('506', '1 ', ['a', 'Closed access'], changes);
  }
}

/** 536 $a: the funder, and what MARC has no subfield for, each with its name. */
function grantText(grant: NonNullable<Item['funding']>[number]): string {
  let text = grant.funder;
  if (grant.programme !== undefined) text += `; programme: ${grant.programme}`;
  if (grant.title !== undefined) text += `; project: ${grant.title}`;
  if (grant.acronym !== undefined) text += `; acronym: ${grant.acronym}`;
  if (grant.jurisdiction !== undefined) text += `; jurisdiction: ${grant.jurisdiction}`;
  return text;
}

/** 540. */
function licenceNote({ uri, text, start }: NonNullable<Item['licence']>): Markup | undefined {
  const term = uri === undefined ? undefined : creativeCommons(uri);
  return dataField(
    '540',
    '  ',
    ['a', text],
    ['f', term],
    ['g', start && compact(start)],
    ['u', uri],
    ['2', term && 'cc'],
  );
}

/** `CC BY-NC 4.0`, `CC BY 3.0 DE`, `CC0 1.0`. */
function creativeCommons(uri: string): string | undefined {
  const [found, kind, zero, version, port] = CREATIVE_COMMONS.exec(uri) ?? [];
  if (found === undefined) return undefined;
  const name = zero === undefined ? `CC ${kind?.toUpperCase()}` : 'CC0';
  return [name, version, port?.toUpperCase()].filter((part) => part !== undefined).join(' ');
}

/** `yyyymmdd` is what MARC prefers; less than a day keeps its hyphen, or a month would look like a year too long. */
function compact(date: string): string {
  return date.length === 10 ? date.replaceAll('-', '') : date;
}

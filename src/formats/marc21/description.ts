import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { COAR_VERSIONS } from '../coar.ts';
import { dataField } from './field.ts';
import { isOnline } from './material.ts';

/** The terms of NISO's Journal Article Versions. */
const VERSIONS: Readonly<Record<NonNullable<Item['version']>, string>> = {
  draft: "Author's Original",
  submitted: 'Submitted Manuscript Under Review',
  accepted: 'Accepted Manuscript',
  published: 'Version of Record',
  updated: 'Enhanced Version of Record',
};

/** 046: dates that are not those of publication and that MARC has a subfield for. */
export function specialDates({ dates = [] }: Item): (Markup | undefined)[] {
  return dates.flatMap(({ kind, date }) => {
    if (kind !== 'created' && kind !== 'updated') return [];
    return [dataField('046', '  ', [kind === 'created' ? 'k' : 'j', date], ['2', 'edtf'])];
  });
}

/** 251. */
export function versionInformation({ version }: Item): Markup | undefined {
  return version && dataField('251', '  ', ['a', VERSIONS[version]], ['0', COAR_VERSIONS[version].uri]);
}

/** 264: who published it, and when. */
export function publication({ publishers = [], dates = [] }: Item): Markup | undefined {
  const issued = dates.filter(({ kind }) => kind === 'issued');
  return dataField(
    '264',
    ' 1',
    ...publishers.map(({ name }) => ['b', name] as const),
    ...issued.map(({ date }) => ['c', date] as const),
  );
}

/** 300. */
export function extent(item: Item): (Markup | undefined)[] {
  const { pages, text } = item.extent ?? {};
  const counted = pages === undefined ? undefined : `${pages} ${pages === 1 ? 'page' : 'pages'}`;
  const online = counted === undefined ? '1 online resource' : `1 online resource (${counted})`;
  return [isOnline(item) ? online : counted, text].map((a) => dataField('300', '  ', ['a', a]));
}

/** 336, 337, 338: what it is, and how it is had, in RDA's terms. */
export function carrier(item: Item): (Markup | undefined)[] {
  const content = contentOf(item);
  return [
    content && dataField('336', '  ', ['a', content[0]], ['b', content[1]], ['2', 'rdacontent']),
    ...(isOnline(item)
      ? [
          dataField('337', '  ', ['a', 'computer'], ['b', 'c'], ['2', 'rdamedia']),
          dataField('338', '  ', ['a', 'online resource'], ['b', 'cr'], ['2', 'rdacarrier']),
        ]
      : []),
  ];
}

/** Undefined where it may be anything: a lecture may have been recorded. */
function contentOf({ type }: Item): readonly [term: string, code: string] | undefined {
  switch (type) {
    case undefined:
    case 'other':
    case 'lecture':
    case 'conferenceObject':
      return undefined;
    case 'dataset':
      return ['computer dataset', 'cod'];
    case 'software':
      return ['computer program', 'cop'];
    default:
      return ['text', 'txt'];
  }
}

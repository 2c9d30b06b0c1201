import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { COAR_TYPES } from '../coar.ts';
import { isPeriod } from '../is-period.ts';
import { dataField } from './field.ts';

type Subject = NonNullable<Item['subjects']>[number];

/** Classifications with a field of their own: tag and indicators. */
const CLASSIFICATIONS: ReadonlyMap<string, readonly [tag: string, indicators: string]> = new Map([
  ['lcc', ['050', ' 4']],
  ['udc', ['080', '  ']],
  ['ddc', ['082', '04']],
]);

/** Thesauri that the second indicator names; all others stand in $2. */
const THESAURI: ReadonlyMap<string | undefined, string> = new Map([
  ['lcsh', '0'],
  ['mesh', '2'],
  [undefined, '4'],
]);

/** 050, 080, 082. */
export function classNumbers({ subjects = [] }: Item): (Markup | undefined)[] {
  return [...CLASSIFICATIONS].flatMap(([scheme, [tag, indicators]]) =>
    subjects
      .filter((subject) => subject.scheme === scheme && isClassNumber(subject))
      .map(({ text }) => dataField(tag, indicators, ['a', text])),
  );
}

/** 650, 653, 655: headings of thesauri, free keywords with places and periods, and what kind of work it is. */
export function subjects(item: Item): (Markup | undefined)[] {
  const headings = (item.subjects ?? []).filter((subject) => !isClassNumber(subject));
  return [
    ...headings.map(({ text, scheme, uri }) => {
      const source = THESAURI.get(scheme);
      return dataField('650', ` ${source ?? '7'}`, ['a', text], ['0', uri], ['2', source ? undefined : scheme]);
    }),
    // What a keyword names is not known: a topic, a person, a place.
    ...(item.keywords ?? []).map(({ text }) => dataField('653', '  ', ['a', text])),
    ...(item.coverage ?? []).map(({ text }) => dataField('653', isPeriod(text) ? ' 4' : '  ', ['a', text])),
    ...genres(item),
  ];
}

function isClassNumber({ text, scheme = '' }: Subject): boolean {
  return CLASSIFICATIONS.has(scheme) && /\d/.test(text);
}

/** The type in COAR's words, by its URI, and in those of info:eu-repo or, for data and programs, of DCMI. */
function genres({ type }: Item): (Markup | undefined)[] {
  if (type === undefined) return [];
  const { label, uri } = COAR_TYPES[type];
  return [dataField('655', ' 4', ['a', label], ['0', uri]), genreTerm(type)];
}

function genreTerm(type: NonNullable<Item['type']>): Markup | undefined {
  switch (type) {
    case 'dataset':
      return dataField('655', ' 7', ['a', 'Dataset'], ['2', 'dct']);
    case 'software':
      return dataField('655', ' 7', ['a', 'Software'], ['2', 'dct']);
    default:
      return dataField('655', ' 7', ['a', `info:eu-repo/semantics/${type}`], ['2', 'local']);
  }
}

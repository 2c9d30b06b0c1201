import { isIsbn, isIssn } from '../../items/check-digit.ts';
import type { Item } from '../../items/item.ts';
import type { Markup } from '../../xml/markup.ts';
import { dataField } from './field.ts';

/** Sources of standard identifiers that the Library of Congress has a code for, by the names of the item. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['doi', 'doi'],
  ['handle', 'hdl'],
  ['hdl', 'hdl'],
  ['urn', 'urn'],
  ['url', 'uri'],
  ['uri', 'uri'],
  ['ean', 'ean'],
  ['istc', 'istc'],
  ['sici', 'sici'],
  ['strn', 'strn'],
  ['wikidata', 'wikidata'],
]);

/** 020, 022, 024: the numbers of the item itself. */
export function numbers({ identifiers = [] }: Item): (Markup | undefined)[] {
  const isbns: (Markup | undefined)[] = [];
  const issns: (Markup | undefined)[] = [];
  const others: (Markup | undefined)[] = [];
  for (const { scheme, value } of identifiers) {
    const source = SOURCES.get(scheme);
    if (scheme === 'isbn') isbns.push(dataField('020', '  ', isIsbn(value) ? ['a', bareIsbn(value)] : ['z', value]));
    else if (scheme === 'issn' || scheme === 'eissn') {
      issns.push(dataField('022', '  ', [isIssn(value) ? 'a' : 'y', value]));
    } else if (source !== undefined) others.push(dataField('024', '7 ', ['a', value], ['2', source]));
    else others.push(dataField('024', '8 ', ['a', value], ['q', scheme]));
  }
  return [...isbns, ...issns, ...others];
}

/** MARC carries ISBNs without hyphens. */
export function bareIsbn(isbn: string): string {
  return isbn.replace(/[ -]/g, '').toUpperCase();
}

import type { Item } from '../../src/items/item.ts';
import { ItemSchema } from '../../src/items/item.ts';
import { FULL_ITEM } from './full-item.ts';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: readonly string[];
}

/** The fields of the item that hold a value, such as `titles.lang`; list entries count as their list. */
export const ITEM_FIELDS: readonly string[] = fieldsOf(ItemSchema as unknown as Schema, '');

function fieldsOf(schema: Schema, path: string): string[] {
  if (schema.items) return fieldsOf(schema.items, path);
  if (!schema.properties) return [path];
  return Object.entries(schema.properties).flatMap(([name, part]) =>
    fieldsOf(part, path === '' ? name : `${path}.${name}`),
  );
}

/** Fields that are only told where others are missing: the full item with these changes tells them. */
const INSTEAD: Readonly<Record<string, Partial<Item>>> = {
  'host.citation': { host: { citation: 'Annals of Somewhere, no. 5' } },
  'host.articleNumber': { host: { titles: [{ text: 'Annals of Measure', lang: 'en' }], articleNumber: 'e4711' } },
  'funding.acronym': { funding: [{ funder: 'EC', award: '654321', acronym: 'SEAWEIGHT' }] },
};

/** Another legal value of a field that is no free text. */
const OTHERS: Readonly<Record<string, readonly unknown[]>> = {
  identifier: ['oai:oai.example.org:full/2'],
  'agents.orcid': ['0000-0001-0000-0017'],
  'agents.affiliations.ror': ['https://ror.org/00004k730'],
  languages: ['ell', 'deu'],
  'dates.date': ['1999'],
  'host.issns': ['9999-0105', '9999-0113'],
  'extent.pages': [99],
  'identifiers.scheme': ['urn', 'arxiv'],
  links: ['https://other.example.org/'],
  'files.uri': ['https://other.example.org/file'],
  'files.mediaType': ['text/html'],
  'subjects.uri': ['https://other.example.org/concept'],
  'access.embargoEnd': ['2032-01-01'],
  'licence.uri': ['https://other.example.org/licence'],
  'licence.start': ['2033-02-02'],
  'funding.funderIdentifier': ['https://other.example.org/funder'],
  'relations.scheme': ['handle', 'issn'],
  sets: ['other'],
  modified: ['2011-01-01'],
  visibleFrom: ['2012-01-01'],
};

/** A value that an item has in a field, and the same item with another value there. */
export interface Variation {
  item: Item;
  value: string;
  others: Item[];
}

/** All values of the field in the full item, one after the other. */
export function variationsOf(field: string): Variation[] {
  const item = { ...FULL_ITEM, ...INSTEAD[field] };
  const places: (readonly (string | number)[])[] = [];
  walk(item, field.split('.'), [], places);
  return places.map((place) => {
    const value = String(at(item, place));
    return { item, value, others: othersOf(field, value).map((other) => replaced(item, place, other)) };
  });
}

function othersOf(field: string, value: string): unknown[] {
  const schema = field
    .split('.')
    .reduce<Schema | undefined>(
      (part, name) => (part?.items ?? part)?.properties?.[name],
      ItemSchema as unknown as Schema,
    );
  const words = (schema?.items ?? schema)?.enum;
  if (words) return words.filter((word) => word !== value);
  if (field.endsWith('.lang')) return ['ka', 'de'].filter((lang) => lang !== value);
  return (OTHERS[field] ?? ['Something else']).filter((other) => String(other) !== value) as unknown[];
}

function walk(
  value: unknown,
  rest: readonly string[],
  place: readonly (string | number)[],
  found: (readonly (string | number)[])[],
): void {
  if (value === undefined) return;
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) walk(entry, rest, [...place, index], found);
    return;
  }
  const [name, ...more] = rest;
  if (name === undefined) found.push(place);
  else walk((value as Record<string, unknown>)[name], more, [...place, name], found);
}

function at(value: unknown, place: readonly (string | number)[]): unknown {
  return place.reduce<unknown>((part, step) => (part as Record<string | number, unknown>)[step], value);
}

function replaced(item: Item, place: readonly (string | number)[], other: unknown): Item {
  const copy = structuredClone(item);
  const last = place.at(-1) ?? '';
  (at(copy, place.slice(0, -1)) as Record<string | number, unknown>)[last] = other;
  return copy;
}

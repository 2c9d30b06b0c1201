import fc from 'fast-check';
import { ItemSchema } from '../../src/items/item.ts';

/** The keywords that an arbitrary value is made from. */
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  pattern?: string;
  enum?: unknown[];
}

const dirtyText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1 }) },
  fc
    .array(
      fc.constantFrom('<b>', '</p>', '&amp;', 'lt;', '&#x338;', ' ', '\r\n', '\u000b', '\ud800', 'ş', 'a', '\u0327'),
      { minLength: 1 },
    )
    .map((pieces) => pieces.join('')),
);

/** Values that the schema takes but that are not all in their kept form. */
const BY_NAME = new Map<string, fc.Arbitrary<unknown>>([
  ['identifier', fc.constantFrom('a', 'article/17', 'oai:example.org:1')],
  ['lang', fc.constantFrom('tr', 'tur', 'sr-latn', 'en-US', 'xx', 'gre', 'turkish')],
  ['languages', fc.constantFrom('tur', 'alb', 'sqi', 'xxx', 'ell', 'gre')],
  ['orcid', fc.constantFrom('0000-0002-1825-0097', '0000-0002-1825-0098')],
  ['issns', fc.constantFrom('1234-5679', '1234-5678', '2434-561X')],
  ['scheme', fc.constantFrom('doi', 'handle', 'isbn', 'issn', 'urn', 'url', 'pmid', 'arxiv', 'ddc', 'x-1')],
  ['value', fc.oneof(fc.constantFrom('10.5555/Ab', 'doi:10.5555/aB', 'https://doi.org/10.5555/1'), dirtyText)],
]);

function arbitraryOf(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const named = BY_NAME.get(name);
  if (schema.items) {
    const entry = arbitraryOf(schema.items, name);
    return fc.uniqueArray(entry, { minLength: schema.minItems ?? 0, maxLength: 3, selector: (v) => JSON.stringify(v) });
  }
  if (schema.properties) {
    const parts = Object.entries(schema.properties).map(([key, part]) => [key, arbitraryOf(part, key)] as const);
    const requiredKeys = schema.required ?? (name === 'agents' ? ['literal'] : []);
    return fc.record(Object.fromEntries(parts), { requiredKeys });
  }
  if (named) return named;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'integer') return fc.integer({ min: 1 });
  return schema.pattern === undefined ? dirtyText : fc.stringMatching(new RegExp(schema.pattern), { maxLength: 100 });
}

/** Any value that the schema of items takes: most of them are not in their kept form, and some have other faults. */
export const anyItem: fc.Arbitrary<unknown> = arbitraryOf(JSON.parse(JSON.stringify(ItemSchema)) as Schema, '');

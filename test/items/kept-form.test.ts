import fc from 'fast-check';
import { checkItem } from '../../src/items/check-item.ts';
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
  ['scheme', fc.constantFrom('doi', 'handle')],
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

const item = arbitraryOf(JSON.parse(JSON.stringify(ItemSchema)) as Schema, '');

function frozen(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

/** The same value with its properties the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

describe('the kept form of an item', () => {
  test('checks again to itself, without notes', () => {
    let taken = 0;
    fc.assert(
      fc.property(item, (value) => {
        const first = checkItem(value);
        if (!first.ok) return;
        taken++;
        expect(checkItem(first.item)).toEqual({ ok: true, item: first.item, notes: [] });
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  test('does not depend on the order of properties, and the item given is not changed', () => {
    fc.assert(
      fc.property(item, (value) => {
        expect(JSON.stringify(checkItem(frozen(reversed(value))))).toBe(JSON.stringify(checkItem(frozen(value))));
      }),
      { numRuns: 200 },
    );
  });

  test('has a note if and only if it differs from the item given, empty lists and objects aside', () => {
    fc.assert(
      fc.property(item, (value) => {
        const result = checkItem(value);
        if (result.ok && result.notes.length === 0) expect(result.item).toEqual(withoutEmpty(value));
        else if (result.ok) expect(result.item).not.toEqual(withoutEmpty(value));
      }),
      { numRuns: 400 },
    );
  });

  test('is found for any JSON value, or faults are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const result = checkItem(value);
        expect(result.ok || result.faults.length > 0).toBe(true);
      }),
    );
  });
});

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((entry) => entry !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, part]) => [key, withoutEmpty(part)] as const)
    .filter(([, part]) => part !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

import fc from 'fast-check';
import { checkItem } from '../../src/items/check-item.ts';
import { anyItem as item } from '../support/any-item.ts';

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

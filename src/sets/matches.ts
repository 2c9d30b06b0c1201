import type { Item } from '../items/item.ts';
import { fieldTexts } from './field-values.ts';
import type { Condition, SetField } from './set-definition.ts';

/** Whether an item fulfils a condition. */
export type Test = (item: Item) => boolean;

/** Makes the test of a condition, once for many items. */
export function matches({ fields, not }: Condition): Test {
  const tests = Object.entries(fields).map(([field, patterns]) => {
    const expressions = patterns.map(expressionOf);
    return (item: Item) =>
      fieldTexts(item, field as SetField).some((text) => expressions.some((expression) => expression.test(text)));
  });
  const excluded = not === undefined ? undefined : matches(not);
  return (item) => tests.every((test) => test(item)) && !excluded?.(item);
}

/** `2010..2020` for years, `*` for any characters; upper and lower case are the same. */
function expressionOf(pattern: string): { test(text: string): boolean } {
  const [, first, last] = /^(\d{4})?\.\.(\d{4})?$/.exec(pattern) ?? [];
  if (first !== undefined || last !== undefined) {
    return { test: (text) => /^\d{4}$/.test(text) && text >= (first ?? '0000') && text <= (last ?? '9999') };
  }
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'isu');
}

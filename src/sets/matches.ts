import type { Item } from '../items/item.ts';
import { languageCode } from '../items/language.ts';
import { fieldTexts } from './field-values.ts';
import { folded } from './folded.ts';
import type { Condition, SetField } from './set-definition.ts';

/** Whether an item fulfils a condition. */
export type Test = (item: Item) => boolean;

/** Makes the test of a condition, once for many items. */
export function matches({ fields, not }: Condition): Test {
  const tests = Object.entries(fields).map(([name, patterns]) => {
    const field = name as SetField;
    const expressions = patterns.map((pattern) => expressionOf(field, pattern));
    return (item: Item) =>
      fieldTexts(item, field).some((text) => {
        const form = folded(text);
        return expressions.some((expression) => expression.test(form));
      });
  });
  const excluded = not === undefined ? undefined : matches(not);
  return (item) => tests.every((test) => test(item)) && !excluded?.(item);
}

/** `2010..2020` for years, `*` for any characters, any name or code of a language. */
function expressionOf(field: SetField, pattern: string): { test(text: string): boolean } {
  const [, first = '', last = ''] = (field === 'year' && /^(\d{4})?\.\.(\d{4})?$/.exec(pattern)) || [];
  if (first !== '' || last !== '') return { test: (year) => year >= first && (last === '' || year <= last) };
  const text = (field === 'language' && languageCode(pattern)) || pattern;
  const source = folded(text)
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'su');
}

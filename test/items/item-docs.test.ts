import { readFileSync } from 'node:fs';
import { checkItem } from '../../src/items/check-item.ts';
import { ItemSchema } from '../../src/items/item.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

test('docs/item.schema.json is the schema of the code; if not: node scripts/item-schema.ts', () => {
  expect(read('item.schema.json')).toBe(`${JSON.stringify(ItemSchema, null, 2)}\n`);
});

describe('docs/item.md', () => {
  const page = read('item.md');
  const examples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, example = '']) => example);

  test('has its examples', () => {
    expect(examples).toHaveLength(3);
    expect(examples).toHaveLength((page.match(/^```/gm) ?? []).length / 2);
  });

  test.each(examples)('shows an item in its kept form: %.40j', (example) => {
    const item: unknown = JSON.parse(example);
    const result = checkItem(item);
    expect(result).toEqual({ ok: true, item, notes: [] });
    expect(JSON.stringify(result.ok && result.item)).toBe(JSON.stringify(item));
  });

  test('names every property, and no other', () => {
    const rows = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.replaceAll('`', '').split(', '));
    expect(rows.toSorted()).toEqual(Object.keys(ItemSchema.properties).toSorted());
  });
});

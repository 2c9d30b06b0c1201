import { gzipSync } from 'node:zlib';
import { articleOf, dublinCoreOf, isDeleted, oaiIdentifierOf, REPOSITORY_IDENTIFIER } from '../../bench/article.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { checkItem } from '../../src/items/check-item.ts';

const ITEMS = 1_000_000;
const numbers = Array.from({ length: 400 }, (_, n) => n * 2477);

describe('the articles of the benchmark', () => {
  test('are the same each time, in whatever order they are made', () => {
    const first = numbers.map((number) => JSON.stringify(articleOf(number, ITEMS)));
    const again = numbers.toReversed().map((number) => JSON.stringify(articleOf(number, ITEMS)));
    expect(again.toReversed()).toEqual(first);
    expect(new Set(first).size).toBe(numbers.length);
  });

  test('are items without a fault, and their Dublin Core is what the program makes of them', () => {
    const cataloguing = {
      repositoryIdentifier: REPOSITORY_IDENTIFIER,
      crosswalks: [oaiDc],
      landingUrl: 'http://localhost:3000/items/{id}',
    };
    for (const number of numbers) {
      const article = articleOf(number, ITEMS);
      const checked = checkItem(article);
      if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
      expect(checked.notes).toEqual([]);
      const item = { ...checked.item, identifier: oaiIdentifierOf(number) };
      expect(catalogue(item, 0, cataloguing).bodies.get('oai_dc')).toBe(dublinCoreOf(article));
    }
  });

  test('are as large as real ones, and compress like English', () => {
    const bodies = numbers.map((number) => dublinCoreOf(articleOf(number, ITEMS)).length);
    expect(mean(bodies)).toBeGreaterThan(1400);
    expect(mean(bodies)).toBeLessThan(1800);
    const abstracts = numbers.flatMap((number) => articleOf(number, ITEMS).abstracts.map(({ text }) => text));
    const size = mean(abstracts.map(({ length }) => length));
    expect(size).toBeGreaterThan(900);
    expect(size).toBeLessThan(1100);
    const ratio = size / mean(abstracts.map((text) => gzipSync(text, { level: 6 }).length));
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(2.5);
  });

  test('are deleted now and then', () => {
    const deleted = Array.from({ length: 20_000 }, (_, number) => number).filter(isDeleted).length;
    expect(deleted).toBeGreaterThan(120);
    expect(deleted).toBeLessThan(280);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

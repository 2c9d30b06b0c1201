import type { Item } from '../../src/items/item.ts';
import { isInComputedSet } from '../../src/sets/computed-sets.ts';

const item = (more: Partial<Item>): Item => ({ identifier: 'x', titles: [{ text: 'X' }], ...more });
const open = { status: 'open' } as const;

test.each<[string, Partial<Item>, boolean, boolean]>([
  ['open access', { access: open, type: 'article' }, true, true],
  ['open data', { access: open, type: 'dataset' }, true, false],
  ['open software', { access: open, type: 'software' }, true, false],
  ['open, of no type', { access: open }, true, true],
  ['embargoed', { access: { status: 'embargoed', embargoEnd: '2030' } }, false, false],
  ['closed, of a project', { access: { status: 'closed' }, funding: [{ funder: 'EC', award: '1' }] }, true, false],
  ['closed, with a funder but no project', { access: { status: 'closed' }, funding: [{ funder: 'EC' }] }, false, false],
  ['of unknown access', { type: 'article' }, false, false],
])('SET-19 openaire and driver hold what their guidelines say: %s', (_, more, openaire, driver) => {
  expect([isInComputedSet(item(more), 'openaire'), isInComputedSet(item(more), 'driver')]).toEqual([openaire, driver]);
});

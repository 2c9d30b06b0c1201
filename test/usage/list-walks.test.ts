import type { OaiReport } from '../../src/http/request-report.ts';
import type { ListWalk } from '../../src/usage/list-walk.ts';
import { ListWalks } from '../../src/usage/list-walks.ts';

/** Page `number` of a list of so many pages of ten records. */
function page(number: number, of: number): OaiReport {
  return {
    verb: 'ListRecords',
    metadataPrefix: 'oai_dc',
    set: undefined,
    from: undefined,
    until: undefined,
    resumed: number > 1,
    errors: [],
    records: 10,
    cursor: (number - 1) * 10,
    completeListSize: of * 10,
    more: number < of,
  };
}

/** The walks that pages came to, each with how far it came. */
function walksOf(pages: readonly [OaiReport, number][]): string[] {
  const walks = new ListWalks();
  const seen = new Set<ListWalk>();
  for (const [report, at] of pages) {
    const walk = walks.take('A', report, at);
    if (walk) seen.add(walk);
  }
  return [...seen].map(
    ({ delivered, size, whole, ended, began }) =>
      `${began}: ${delivered}/${size}${whole ? ' whole' : ''}${ended === undefined ? '' : ' ended'}`,
  );
}

test.each([[[1, 2, 3, 4]], [[2, 1, 3, 4]], [[2, 3, 1, 4]], [[4, 3, 2, 1]], [[1, 3, 2, 4]]])(
  'pages that workers told of in another order are one complete run: %p',
  (order) => {
    expect(walksOf(order.map((number) => [page(number, 4), 1]))).toEqual(['1: 40/40 whole ended']);
  },
);

test('a list of two pages whose last page was told first is complete, too', () => {
  expect(walksOf([2, 1].map((number) => [page(number, 2), 1]))).toEqual(['1: 20/20 whole ended']);
});

test('a first page long after is the beginning of another walk', () => {
  const pages: [OaiReport, number][] = [
    [page(2, 4), 1],
    [page(1, 4), 600],
    [page(2, 4), 601],
  ];
  expect(walksOf(pages)).toEqual(['1: 20/40', '600: 20/40 whole']);
});

test('who begins anew and overtakes itself goes on in the new walk', () => {
  const first = [1, 2, 3].map((number): [OaiReport, number] => [page(number, 5), number]);
  const second = [1, 2, 3, 4, 5].map((number): [OaiReport, number] => [page(number, 5), 100 + number]);
  expect(walksOf([...first, ...second])).toEqual(['1: 30/50 whole', '101: 50/50 whole ended']);
});

test('two walks side by side are kept apart by where they stand', () => {
  const both = [1, 2, 1, 3, 2, 3].map((number): [OaiReport, number] => [page(number, 3), 1]);
  expect(walksOf(both)).toEqual(['1: 30/30 whole ended', '1: 30/30 whole ended']);
});

import { tableOf } from '../../bench/table.ts';

test('the table of the benchmark: a control stands below its case, what is unknown is left out', () => {
  const table = tableOf([
    {
      items: 10_000,
      case: 'walk',
      recordsPerSecond: 123_456.7,
      p99: 1.234,
      reached: '0.61 × constant page',
      met: true,
    },
    { items: 10_000, case: 'constant page', control: true, recordsPerSecond: 200_000, peakMemory: Number.NaN },
    { items: 1_000_000, case: 'walk', recordsPerSecond: 1000, reached: '0.01 × constant page', met: false },
  ]);
  const [headings, first, walk = '', control = '', second, slow = ''] = table.split('\n');
  expect(headings).toMatch(/^case +records\/s +p99 ms +reached$/);
  expect([first, second]).toEqual(['10,000 items', '1,000,000 items']);
  expect(walk).toMatch(/^walk +123,457 +1\.23 +0\.61 × constant page +yes$/);
  expect(control).toMatch(/^ {2}beside: constant page +200,000$/);
  expect(slow).toMatch(/NO$/);
  expect(control.indexOf('200,000')).toBe(walk.indexOf('123,457'));
});

import { readLooseDate } from '../../src/harvest/loose-date.ts';
import { nextFrom } from '../../src/harvest/next-from.ts';
import { readRetryAfter } from '../../src/harvest/retry-after.ts';
import { secondsOf } from '../support/test-clock.ts';

test.each([
  ['2026-03-01T10:00:00Z', 'seconds', '2026-03-01T10:00:00Z'],
  ['2026-03-01T10:00:00Z', 'day', '2026-03-01'],
  ['2026-03-01T23:59:59.999Z', 'seconds', '2026-03-01T23:59:59Z'],
  ['2026-03-01T01:30:00+03:00', 'seconds', '2026-02-28T22:30:00Z'],
  ['2026-03-01T01:30:00+03:00', 'day', '2026-02-28'],
  ['2026-03-01T23:30:00-01:00', 'day', '2026-03-02'],
  ['2026-03-01', 'seconds', '2026-03-01T00:00:00Z'],
  ['2026-03-01', 'day', '2026-03-01'],
  // No zone: perhaps it is already tomorrow there.
  ['2026-03-01T10:00:00', 'seconds', '2026-02-28T20:00:00Z'],
  ['2026-03-01T10:00:00', 'day', '2026-02-28'],
] as const)('nextFrom %s by %s is %s', (responseDate, granularity, from) => {
  expect(nextFrom(responseDate, granularity)).toBe(from);
});

test('nextFrom refuses what is no date', () => {
  expect(() => nextFrom('yesterday', 'day')).toThrow('The responseDate "yesterday" is none.');
});

test.each([
  '2021-02-30',
  '2021-1-01',
  '2026-03-01 10:00:00Z',
  '2026-03-01T10:00Z',
  '2026-03-01T24:00:00Z',
  '2026',
  '',
  '2026-03-01T10:00:60Z',
  '2026-03-01T10:00:00+3:00',
  '2026-03-01T10:00:00+15:00',
  '2026-03-01T10:00:00+01:60',
  '0000-01-01',
  ' 2026-03-01',
])('%s is no date', (text) => {
  expect(readLooseDate(text)).toBeUndefined();
});

describe('Retry-After', () => {
  const now = secondsOf('2026-03-01T10:00:00Z');
  const at = 'Sun, 01 Mar 2026 10:02:00 GMT';

  test.each([
    [{ 'retry-after': '120' }, 120],
    [{ 'retry-after': ' 7 ' }, 7],
    [{ 'retry-after': '0' }, 1],
    [{ 'retry-after': at }, 120],
    // Its clock is what counts where it tells it.
    [{ 'retry-after': at, date: 'Sun, 01 Mar 2026 10:01:30 GMT' }, 30],
    [{ 'retry-after': 'Sunday, 01-Mar-26 10:02:00 GMT' }, 120],
    [{ 'retry-after': 'Sun Mar  1 10:02:00 2026' }, 120],
    [{ 'retry-after': 'Sun, 01 Mar 2020 10:02:00 GMT' }, 1],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '1.5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '12345678901234567890' }, undefined],
    [{}, undefined],
  ])('%j', (headers, seconds) => {
    expect(readRetryAfter(headers, now)).toBe(seconds);
  });
});

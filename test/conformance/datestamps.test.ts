import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemClock } from '../../src/clock.ts';
import { Endpoint } from '../support/endpoint.ts';
import { FIXTURE_FORMATS, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { ask, followQuietly, keeper, LI, LR, names } from './ask.ts';
import { answersInOrder } from './time-zone-answers.ts';
import { query, recordQuery, refused } from './wire.ts';

const keep = keeper();
let f: Endpoint;
let fDay: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
  fDay = await keep(startFixtureF({ settings: { granularity: 'day' } }));
});

const SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const matching = async (endpoint: Endpoint, more: string) =>
  names((await followQuietly(endpoint, `${LR}${more}`)).headers);

test('DATE-01 nothing that is answered depends on the time zone', async () => {
  const expected = await answersInOrder();
  expect(expected.join()).toContain('<datestamp>2021-06-15T23:59:59Z</datestamp>');
  const script = fileURLToPath(new URL('time-zone-answers.ts', import.meta.url));
  const elsewhere = async (timeZone: string) => {
    const env = { ...process.env, TZ: timeZone };
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', script, 'print'], { env });
    return JSON.parse(stdout) as string[];
  };
  const zones = ['America/St_Johns', 'Europe/Istanbul'];
  const answers = await Promise.all(zones.map(elsewhere));
  expect(answers).toEqual(zones.map((zone) => [zone, ...expected]));
});

test('DATE-01 a time without its Z is a bad argument', async () => {
  await refused(f, `${LR}&from=2021-06-15T10:00:00`, 'badArgument');
  await refused(f, `${LR}&until=2021-06-15T10:00:00`, 'badArgument');
});

test('DATE-02 headers show the declared granularity and no other', async () => {
  for (const [endpoint, form] of [
    [f, SECONDS],
    [fDay, DAY],
  ] as const) {
    for (const { metadataPrefix } of FIXTURE_FORMATS) {
      for (const verb of ['ListRecords', 'ListIdentifiers']) {
        const { headers } = await followQuietly(endpoint, query({ verb, metadataPrefix }));
        for (const { identifier, datestamp } of headers) {
          expect(datestamp).toMatch(form);
          expect((await ask(endpoint, recordQuery(identifier, metadataPrefix))).headers[0]?.datestamp).toBe(datestamp);
        }
      }
    }
    expect((await ask(endpoint, 'verb=Identify')).identify?.earliestDatestamp).toMatch(form);
  }
});

test('DATE-03 datestamps have no fraction, no 24:00:00, no offset, with a real clock too', async () => {
  const live = await keep(Endpoint.start({ clock: systemClock }));
  await live.store.claimIdentifier('oai.example.org');
  await putAt(live, '2100-01-01T00:00:00Z', itemF('midnight'));
  await putAt(live, '2100-01-01T23:59:59Z', itemF('last'));
  for (const [endpoint, stamps] of [
    [live, ['2100-01-01T00:00:00Z', '2100-01-01T23:59:59Z']],
    [
      f,
      [
        '2020-01-01T00:00:00Z',
        '2021-06-15T23:59:59Z',
        '2021-06-16T00:00:00Z',
        '2022-03-01T12:00:00Z',
        '2023-01-01T00:00:00Z',
      ],
    ],
  ] as const) {
    expect((await followQuietly(endpoint, LI)).headers.map(({ datestamp }) => datestamp)).toEqual(stamps);
  }
});

test('DATE-04 days may be asked for in a repository of seconds', async () => {
  expect(await matching(f, '&from=2021-06-15&until=2021-06-15')).toEqual(['r2']);
  expect(await matching(f, '&from=2021-06-16')).toEqual(['r3', '-r4', 'r5']);
});

test('DATE-05 a day is the whole day, in both granularities', async () => {
  for (const endpoint of [f, fDay]) {
    expect(await matching(endpoint, '&from=2021-06-15&until=2021-06-15')).toEqual(['r2']);
    expect(await matching(endpoint, '&until=2021-06-15')).toEqual(['r1', 'r2']);
    expect(await matching(endpoint, '&from=2021-06-16&until=2021-06-16')).toEqual(['r3']);
    expect(await matching(endpoint, '&from=2022-03-01&until=2022-03-01')).toEqual(['-r4']);
  }
});

test('DATE-06 both bounds are inclusive', async () => {
  expect(await matching(f, '&from=2021-06-15T23:59:59Z&until=2021-06-15T23:59:59Z')).toEqual(['r2']);
  expect(await matching(f, '&from=2021-06-15T23:59:59Z&until=2021-06-16T00:00:00Z')).toEqual(['r2', 'r3']);
  expect(await matching(f, '&from=2021-06-16T00:00:00Z&until=2021-06-16T00:00:00Z')).toEqual(['r3']);
  await refused(f, `${LR}&from=2021-06-16T00:00:01Z&until=2021-06-16T00:00:01Z`, 'noRecordsMatch');
});

test('DATE-10 from and until may be the same', async () => {
  expect(await matching(f, '&from=2023-01-01T00:00:00Z&until=2023-01-01T00:00:00Z')).toEqual(['r5']);
  expect(await matching(fDay, '&from=2020-01-01&until=2020-01-01')).toEqual(['r1']);
});

test('DATE-07 what happened within a second is found by that second', async () => {
  let milliseconds = Date.parse('2026-03-01T10:00:00.700Z');
  const clock = { ...systemClock, now: () => Math.floor(milliseconds / 1000) };
  const live = await keep(Endpoint.start({ clock }));
  expect(Number.isInteger(systemClock.now())).toBe(true);
  expect(Math.abs(systemClock.now() - Date.now() / 1000)).toBeLessThan(5);
  await putAt(live, '2026-03-01T10:00:00Z', itemF('a'));
  milliseconds += 299;
  for (const second of ['2026-03-01T10:00:00Z']) {
    expect(await matching(live, `&from=${second}&until=${second}`)).toEqual(['a']);
    expect((await ask(live, LR)).responseDate).toBe(second);
  }
});

test('DATE-08 from and until of different granularity are a bad argument', async () => {
  for (const dates of ['from=2002-02-05&until=2002-02-06T05:35:00Z', 'from=2002-02-05T05:35:00Z&until=2002-02-06']) {
    for (const list of [LR, LI]) {
      const { errors } = await refused(f, `${list}&${dates}`, 'badArgument');
      expect(errors.map((error) => error.text)).toEqual(['from and until must have the same granularity.']);
    }
  }
});

test('DATE-09 from later than until is a bad argument', async () => {
  for (const dates of ['from=2022-01-01&until=2021-01-01', 'from=2021-06-16T00:00:01Z&until=2021-06-16T00:00:00Z']) {
    await refused(f, `${LR}&${dates}`, 'badArgument');
    await refused(f, `${LI}&${dates}`, 'badArgument');
  }
  await refused(fDay, `${LR}&from=2021-06-16&until=2021-06-15`, 'badArgument');
});

test('DATE-11 a finer granularity than the declared one is a bad argument', async () => {
  for (const dates of [
    'from=2021-06-15T00:00:00Z',
    'until=2021-06-15T00:00:00Z',
    'from=2021-06-15T00:00:00Z&until=2021-06-15T00:00:00Z',
  ]) {
    await refused(fDay, `${LR}&${dates}`, 'badArgument');
    await refused(fDay, `${LI}&${dates}`, 'badArgument');
  }
});

/** Refused as from and as until, in lists of records and of identifiers, in both granularities. */
async function isIllegal(date: string): Promise<void> {
  for (const endpoint of [f, fDay]) {
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      for (const bound of ['from', 'until']) {
        const { errors } = await refused(
          endpoint,
          query({ verb, metadataPrefix: 'oai_dc', [bound]: date }),
          'badArgument',
        );
        expect(errors.map((error) => error.text)).toEqual([expect.stringContaining(` of ${bound} is not a UTC date`)]);
      }
    }
  }
}

test.each([
  ...['2021', '2021-06', '20210615', '2021-6-5', '21-06-15', '2021/06/15', '15.06.2021', '2021-W24-2', '2021-166'],
  ...[
    '2021-06-15T10:00Z',
    '2021-06-15T10Z',
    '2021-06-15T10:00:00',
    '2021-06-15T10:00:00+03:00',
    '2021-06-15T10:00:00+00:00',
  ],
  ...[
    '2021-06-15T10:00:00.5Z',
    '2021-06-15T10:00:00,5Z',
    '2021-06-15t10:00:00Z',
    '2021-06-15T10:00:00z',
    '2021-06-15 10:00:00Z',
  ],
  ...[
    '20210615T100000Z',
    '2021-06-15T',
    '2021-06-15Z',
    ' 2021-06-15',
    '2021-06-15 ',
    '2021-06-15\n',
    '2021-06-15T10:00:00Z ',
  ],
  ...['٢٠٢١-٠٦-١٥', '2021‐06‐15', 'today', '0', 'NaN', '2021-06-15,2021-06-16', '2021-06-15T10:00:00ZZ', '1623751200'],
])('DATE-12 %j is none of the two forms', isIllegal);

test.each([
  ...['2021-02-30', '2021-06-31', '2021-02-29', '2021-13-01', '2021-00-10', '2021-01-00', '2021-01-32', '2021-04-31'],
  ...['1900-02-29', '2100-02-29', '2023-02-29T00:00:00Z', '2021-06-31T12:00:00Z', '2021-13-01T00:00:00Z'],
])('DATE-13 %j is in no calendar', isIllegal);

test.each(['2016-12-31T23:59:60Z', '2021-06-15T24:00:00Z', '2021-06-15T24:00:01Z'])(
  'DATE-15 %j, a leap second or the end of a day, is a bad argument',
  isIllegal,
);

test.each([
  '0000-01-01',
  '0000-12-31T23:59:59Z',
  '-2021-06-15',
  '12021-06-15',
  '+002021-06-15',
  '-0001-01-01T00:00:00Z',
])('DATE-16 %j is no year of four digits', isIllegal);

test.each(['T25:00:00Z', 'T10:60:00Z', 'T10:00:61Z', 'T-1:00:00Z', 'T99:99:99Z'])(
  'DATE-17 %j is no time of day',
  (time) => isIllegal(`2021-06-15${time}`),
);

test('DATE-14 real leap days are legal, and found', async () => {
  for (const endpoint of [f, fDay]) {
    expect(await matching(endpoint, '&until=2024-02-29')).toEqual(['r1', 'r2', 'r3', '-r4', 'r5']);
    expect(await matching(endpoint, '&from=2000-02-29')).toEqual(['r1', 'r2', 'r3', '-r4', 'r5']);
  }
  const leap = await keep(Endpoint.start());
  await putAt(leap, '2028-02-29T23:59:59Z', itemF('leap'));
  expect(await matching(leap, '&from=2028-02-29&until=2028-02-29')).toEqual(['leap']);
  await refused(leap, `${LR}&from=2028-03-01`, 'noRecordsMatch');
});

test('DATE-17 the ends of the day are legal', async () => {
  await refused(f, `${LR}&from=2021-06-15T00:00:00Z&until=2021-06-15T00:00:00Z`, 'noRecordsMatch');
  expect(await matching(f, '&from=2021-06-15T00:00:00Z&until=2021-06-15T23:59:59Z')).toEqual(['r2']);
});

test('DATE-18 until before the earliest datestamp is noRecordsMatch', async () => {
  for (const until of ['2019-01-01', '2019-12-31', '0001-01-01']) {
    for (const endpoint of [f, fDay]) await refused(endpoint, `${LR}&until=${until}`, 'noRecordsMatch');
  }
  await refused(f, `${LR}&until=2019-12-31T23:59:59Z`, 'noRecordsMatch');
});

test('DATE-19 from before the earliest datestamp is legal', async () => {
  for (const from of ['1970-01-01', '0001-01-01', '1969-12-31', '1582-10-10']) {
    for (const endpoint of [f, fDay]) expect(await matching(endpoint, `&from=${from}`)).toHaveLength(5);
  }
});

test('DATE-20 from in the future is noRecordsMatch', async () => {
  for (const from of ['2999-01-01', '9999-12-31', '2023-01-02']) {
    for (const endpoint of [f, fDay]) await refused(endpoint, `${LR}&from=${from}`, 'noRecordsMatch');
  }
  await refused(f, `${LR}&from=2023-01-01T00:00:01Z`, 'noRecordsMatch');
});

test('DATE-21 until in the future is legal', async () => {
  for (const until of ['2999-01-01', '9999-12-31']) {
    for (const endpoint of [f, fDay]) expect(await matching(endpoint, `&until=${until}`)).toHaveLength(5);
  }
  expect(await matching(f, '&from=2023-01-01T00:00:00Z&until=9999-12-31T23:59:59Z')).toEqual(['r5']);
});

test('DATE-22 without from a list begins with the earliest, without until it ends with the latest', async () => {
  const [r1, r2, r3, r4, r5] = ['r1', 'r2', 'r3', '-r4', 'r5'];
  expect(await matching(f, '')).toEqual([r1, r2, r3, r4, r5]);
  expect(await matching(f, '&from=2021-06-16')).toEqual([r3, r4, r5]);
  expect(await matching(f, '&until=2021-06-16')).toEqual([r1, r2, r3]);
  expect((await ask(f, recordQuery(ID('r1')))).headers[0]?.datestamp).toBe('2020-01-01T00:00:00Z');
});

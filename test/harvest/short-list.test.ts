import { Fault } from '../../src/fault.ts';
import type { ResumePoint } from '../../src/harvest/harvest-list.ts';
import { error, MisbehavingSource, page, record, sends } from './misbehaving-source.ts';
import { harvestFrom } from './read-list.ts';

const ten = Array.from({ length: 10 }, (_, index) => record(`a${index}`));
const ofThirty = sends(page(ten, { token: 't1', size: 30 }));
const rest = sends(page([record('z')], { token: '' }));
const noRecordsMatch = sends(error('noRecordsMatch'));
const SHORT = /announced 30 records, and after 10 says that there are no more/;

const point: Omit<ResumePoint, 'baseUrl'> = {
  metadataPrefix: 'oai_dc',
  resumptionToken: 't1',
  firstResponseDate: '2026-02-28T09:00:00Z',
  granularity: 'seconds',
  number: 1,
  delivered: 10,
  announced: 30,
};

describe.each([
  ['noRecordsMatch', noRecordsMatch],
  ['a list of nothing', sends(page([], { token: '' }))],
  ['a list of nothing, without a token', sends(page([]))],
])('a list that ends short of what was announced, with %s', (_, nothing) => {
  test('is asked for again', async () => {
    const told = await harvestFrom(MisbehavingSource.list(ofThirty, nothing, nothing, rest));
    expect(told.failure).toBeUndefined();
    expect(told.slept).toEqual([2, 10]);
    expect(told.waits[0]).toMatch(SHORT);
    expect(told.identifiers.at(-1)).toBe('z');
  });

  test('is a fault when it stays so, and can go on there', async () => {
    const told = await harvestFrom(MisbehavingSource.list(ofThirty, nothing));
    expect(told.slept).toEqual([2, 10, 30, 60]);
    expect(told.failure).toBeInstanceOf(Fault);
    expect((told.failure as Fault).message).toMatch(SHORT);
    expect(told.pages).toEqual([expect.objectContaining({ resumptionToken: 't1', delivered: 10, announced: 30 })]);
  });

  test('begins anew when the next harvest gets no further, and is then taken as it is', async () => {
    const again = sends(page(ten, { token: 't2', size: 30 }));
    const answers = [...Array.from({ length: 5 }, () => nothing), again, nothing];
    const told = await harvestFrom(MisbehavingSource.list(...answers), point);
    expect(told.failure).toBeUndefined();
    expect(told.identifiers).toHaveLength(10);
    expect(told.notes).toEqual([
      expect.stringMatching(/there are no more: the list begins anew$/),
      expect.stringMatching(/there are no more, from the beginning, too: it is taken for complete$/),
    ]);
    expect(told.pages.at(-1)).not.toHaveProperty('resumptionToken');
  });
});

test.each([
  ['ends with records', ofThirty, rest],
  ['says at its end how many they were', ofThirty, sends(page([], { token: '', size: 10 }))],
  ['is an estimate that nearly holds', sends(page(ten, { token: 't1', size: 11 })), sends(page([]))],
])('a list that %s is complete', async (_, first, last) => {
  const told = await harvestFrom(MisbehavingSource.list(first, last));
  expect(told.failure).toBeUndefined();
  expect(told.slept).toEqual([]);
  expect(told.pages).toHaveLength(2);
});

test('a list that was short, and whose token has expired since, is not begun anew for ever', async () => {
  const refused = sends(error('badResumptionToken'));
  const told = await harvestFrom(
    MisbehavingSource.list(refused, sends(page(ten, { token: 't2', size: 30 })), noRecordsMatch),
    point,
  );
  expect(told.failure).toBeUndefined();
  expect(told.notes.at(-1)).toMatch(/it is taken for complete$/);
});

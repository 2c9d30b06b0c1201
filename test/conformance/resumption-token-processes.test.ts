import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../support/endpoint.ts';
import { itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { TestClock } from '../support/test-clock.ts';
import {
  again,
  ask,
  clockOf,
  copyOf,
  follow,
  followQuietly,
  keeper,
  LI,
  LR,
  names,
  nextQuery,
  tokenOf,
} from './ask.ts';
import { refused, text } from './wire.ts';

const keep = keeper();
const NOW = '2026-03-01T10:00:00Z';
let f: Endpoint;
beforeEach(async () => {
  f = await keep(startFixtureF());
});

test.each([LR, LI, 'verb=ListSets'])(
  'TOK-17 a token is good after a restart and in a second process: %s',
  async (asked) => {
    f = await keep(again(f, { settings: { setsPageSize: 2 } }));
    const verb = new URLSearchParams(asked).get('verb') ?? '';
    const second = nextQuery(verb, tokenOf(await ask(f, asked)));
    const expected = (await f.get(second)).body;
    const beside = await keep(again(f));
    expect((await beside.get(second)).body).toEqual(expected);
    await f.stop();
    await beside.stop();
    const restarted = await keep(again(f));
    expect((await restarted.get(second)).body).toEqual(expected);
    // Each page from another process.
    const processes = [restarted, await keep(again(f)), await keep(again(f))];
    let turn = 0;
    const { pages } = await follow(restarted, asked, {
      quiet: true,
      fetch: async (query) => (processes[turn++ % 3] ?? restarted).get(query),
    });
    expect(pages).toHaveLength(3);
    expect(turn).toBe(3);
  },
);

/** Refused, by an endpoint on PostgreSQL when it looks for new keys next, which is once a second. */
async function refusedSoon(endpoint: Endpoint, asked: string): Promise<void> {
  while (!text(await endpoint.get(asked)).includes('badResumptionToken')) await sleep(50);
  await refused(endpoint, asked, 'badResumptionToken');
}

test('TOK-17 a key that is changed because it became known ends every list', async () => {
  const second = nextQuery('ListRecords', tokenOf(await ask(f, LR)));
  await f.store.rotateTokenKey({ keepPrevious: false });
  await refusedSoon(f, second);
  await followQuietly(f, LR);
});

test('TOK-17 a new token key keeps a list alive that is under way, and a second one ends it', async () => {
  const beside = await keep(again(f));
  const second = nextQuery('ListRecords', tokenOf(await ask(f, LR)));
  await f.store.rotateTokenKey({ keepPrevious: true });
  for (const endpoint of [f, beside]) expect(names((await ask(endpoint, second)).headers)).toEqual(['r3', '-r4']);
  // The page after it is signed by the new key.
  const third = nextQuery('ListRecords', tokenOf(await ask(f, second)));
  await f.store.rotateTokenKey({ keepPrevious: true });
  expect(names((await ask(beside, third)).headers)).toEqual(['r5']);
  await refusedSoon(f, second);
  await refusedSoon(beside, second);
});

test('TOK-17 a copy of the store that is older than the first page answers 503, not with a page that lacks something', async () => {
  const clock = new TestClock(NOW);
  const lagging = await keep(copyOf(f, { clock }));
  clockOf(f).tick(60);
  await putAt(f, '2026-03-01T10:01:00Z', itemF('r1', { titles: [{ text: 'Changed' }], sets: ['journal:a'] }));
  const second = nextQuery('ListRecords', tokenOf(await ask(f, LR)));
  const answer = await lagging.get(second);
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  clock.tick(60);
  await ask(lagging, second);
});

import { connect } from 'node:net';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { formatDatestamp } from '../../src/oai/datestamp.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { Mirror } from '../support/harvester.ts';
import { secondsOf } from '../support/test-clock.ts';
import { again, ask, clockOf, follow, followQuietly, keeper, LI, LR, names, nextQuery, tokenOf } from './ask.ts';
import { query } from './wire.ts';

const keep = keeper();
let f: Endpoint;
beforeEach(async () => {
  f = await keep(startFixtureF());
});

const at = () => formatDatestamp(f.clock.now());

/** Small numbers that look random and are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Follows what the mirror asks for next, and takes it over. */
async function harvestInto(mirror: Mirror, asked: Record<string, string>, between: () => Promise<void>): Promise<void> {
  mirror.apply(await follow(f, query({ verb: 'ListRecords', ...mirror.next(asked) }), { betweenPages: between }));
}

describe('HRV-01 a harvester that begins where its last first page was answered', () => {
  const SETS = [[], ['journal:a'], ['journal:b'], ['journal:a', 'lang:tr'], ['lang']];

  /** Writers, a clock that steps both ways, and harvests with changes between their pages. */
  async function live(
    seed: number,
    asked: Record<string, string>,
    { mirror = new Mirror(), clockSteps = [0, 0, 0, 0, 1, 1, 2, 60, -3, -30] } = {},
  ): Promise<Mirror> {
    const roll = dice(seed);
    const change = async () => {
      const local = `r${1 + roll(30)}`;
      // Mostly several changes in one second; now and then a step, at times backwards.
      clockOf(f).tick(clockSteps[roll(clockSteps.length)]);
      const withDoi = roll(3) > 0 ? {} : { identifiers: [] };
      if (roll(4) === 0) await deleteAt(f, at(), local);
      else
        await putAt(
          f,
          at(),
          itemF(local, { titles: [{ text: `${roll(1e6)}` }], sets: SETS[roll(5)] ?? [], ...withDoi }),
        );
    };
    const changes = async (most: number) => {
      for (let left = roll(most); left > 0; left--) await change();
    };
    for (let round = 0; round < 30; round++) {
      await changes(4);
      await harvestInto(mirror, asked, () => changes(3));
    }
    await harvestInto(mirror, asked, async () => {});
    return mirror;
  }

  const source = async (asked: Record<string, string>) => {
    const whole = new Mirror();
    whole.apply(await followQuietly(f, query({ verb: 'ListRecords', ...asked })));
    return whole.entries();
  };

  test.each([1, 2])('HRV-01 ends with exactly what the repository holds, in life %i', async (seed) => {
    const asked = { metadataPrefix: seed % 2 === 0 ? 'oai_datacite' : 'oai_dc' };
    const mirror = await live(seed, asked);
    expect(mirror.entries()).toEqual(await source(asked));
    expect(mirror.entries().length).toBeGreaterThan(5);
    expect(mirror.entries().some(([, { deleted }]) => deleted)).toBe(true);
  });

  test('HRV-01 has every record that is in the set, when it harvests a set', async () => {
    const asked = { metadataPrefix: 'oai_dc', set: 'journal' };
    const mirror = await live(5, asked);
    const inSet = await source(asked);
    expect(inSet.length).toBeGreaterThan(1);
    for (const [identifier, record] of inSet) expect(mirror.get(identifier)).toEqual(record);
  });

  test('HRV-01 would lose something if it began a second later: these lives can tell', async () => {
    const asked = { metadataPrefix: 'oai_dc' };
    const late = new Mirror();
    const next = late.next.bind(late);
    late.next = (given) => {
      const { from, ...rest } = next(given);
      return from === undefined ? rest : { ...rest, from: formatDatestamp(secondsOf(from) + 1) };
    };
    const mirror = await live(1, asked, { mirror: late, clockSteps: [0, 0, 0, 1] });
    expect(mirror.entries()).not.toEqual(await source(asked));
  });
});

test('HRV-02 with days, a record that changes twice in a day comes twice to who asks from that day', async () => {
  const days = await keep(again(f, { settings: { granularity: 'day' } }));
  const titles = async () => {
    const { records } = await followQuietly(days, `${LR}&from=2026-03-02`);
    return records.map(({ identifier, datestamp, dc }) => [identifier, datestamp, dc?.['title']?.[0]?.text]);
  };
  for (const [time, title] of [
    ['2026-03-02T10:00:00Z', 'Morning'],
    ['2026-03-02T20:00:00Z', 'Evening'],
  ] as const) {
    clockOf(f).set(time);
    await putAt(f, time, itemF('r1', { titles: [{ text: title }] }));
    expect(await titles()).toEqual([[ID('r1'), '2026-03-02', title]]);
  }
  clockOf(f).set('2026-03-03T09:00:00Z');
  expect(await titles()).toEqual([[ID('r1'), '2026-03-02', 'Evening']]);
});

test('HRV-15 a page whose transfer broke off can be had again, the same', async () => {
  const asked = nextQuery('ListRecords', tokenOf(await ask(f, LR)));
  const expected = (await f.get(asked)).body;
  for (const bytes of [1, 100]) {
    const socket = connect(f.port, '127.0.0.1');
    socket.write(`GET /oai?${asked} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const received = await new Promise<number>((seen) => {
      socket.once('data', (chunk: Buffer) => seen(chunk.length));
    });
    expect(received).toBeGreaterThanOrEqual(bytes);
    socket.resetAndDestroy();
    expect((await f.get(asked)).body).toEqual(expected);
  }
  expect(f.log).toEqual([]);
});

test('HRV-16 a list is never refused because something went on meanwhile', async () => {
  let pages = 0;
  const added = Array.from({ length: 20 }, (_, index) => `new${index}`);
  const meanwhile: readonly (() => Promise<unknown>)[] = [
    () => putAt(f, at(), ...added.map((local) => itemF(local))),
    () => putAt(f, at(), itemF('r3', { titles: [{ text: 'Changed' }], sets: ['new'] })),
    () => deleteAt(f, at(), 'r5'),
    () => f.store.rotateTokenKey({ keepPrevious: true }),
    async () => clockOf(f).tick(-7200),
    async () => clockOf(f).tick(30 * 86_400),
  ];
  let server = await keep(again(f, { settings: { pageSize: 1 } }));
  const { headers } = await follow(server, LI, {
    fetch: async (asked) => server.get(asked),
    betweenPages: async () => {
      await meanwhile[pages]?.();
      pages += 1;
      // Each page from a server that has just been started, every other one with other settings.
      await server.stop();
      const formats = [...f.formats, { ...oaiDc, metadataPrefix: 'another' }];
      const other = pages % 2 === 0 ? { formats, settings: { pageSize: 3 } } : { settings: { pageSize: 1 } };
      server = await keep(again(f, other));
    },
  });
  expect(pages).toBeGreaterThan(meanwhile.length);
  expect(names(headers)).toEqual(expect.arrayContaining(['r1', 'r2', 'r3', '-r4', '-r5', ...added]));
});

test('HRV-17 a thousand records that are deleted at once all come in the next harvest, across pages', async () => {
  const locals = Array.from({ length: 1000 }, (_, index) => `gone${index}`);
  const { records } = await ask(f, `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('r1')}`);
  const body = `<metadata>${records[0]?.metadata}</metadata>`;
  await f.store.write(
    locals.map((local) => ({
      kind: 'put' as const,
      identifier: ID(local),
      content: '{}',
      sets: ['journal:a'],
      bodies: new Map([['oai_dc', body]]),
    })),
    () => f.clock.now(),
  );
  const large = await keep(again(f, { settings: { pageSize: 100 } }));
  const mirror = new Mirror();
  mirror.apply(await followQuietly(large, LR));
  clockOf(f).tick(3600);
  await deleteAt(f, at(), ...locals);
  for (const asked of [
    mirror.next({ metadataPrefix: 'oai_dc' }),
    mirror.next({ metadataPrefix: 'oai_dc', set: 'journal' }),
  ]) {
    const { headers, pages } = await followQuietly(large, query({ verb: 'ListRecords', ...asked }));
    expect(new Set(names(headers))).toEqual(new Set(locals.map((local) => `-${local}`)));
    expect(headers.every(({ datestamp }) => datestamp === '2026-03-01T11:00:00Z')).toBe(true);
    // A page may end a little before it is full.
    expect([10, 11]).toContain(pages.length);
  }
});

test('HRV-18 who harvests a set does not learn that a record has left it; who harvests everything does', async () => {
  const [ofSet, ofAll] = [new Mirror(), new Mirror()];
  const set = { metadataPrefix: 'oai_dc', set: 'journal:a' };
  const all = { metadataPrefix: 'oai_dc' };
  await harvestInto(ofSet, set, async () => {});
  await harvestInto(ofAll, all, async () => {});
  clockOf(f).tick(60);
  await putAt(f, at(), itemF('r1', { sets: ['journal:b'] }));
  await harvestInto(ofSet, set, async () => {});
  await harvestInto(ofAll, all, async () => {});
  expect(ofSet.get(ID('r1'))).toMatchObject({ setSpecs: ['journal:a'], deleted: false });
  expect(ofAll.get(ID('r1'))).toMatchObject({ setSpecs: ['journal:b'], deleted: false });
  // A full harvest of the set, from time to time, sets it right.
  expect(names((await followQuietly(f, query({ verb: 'ListRecords', ...set }))).headers)).toEqual(['r2']);
});

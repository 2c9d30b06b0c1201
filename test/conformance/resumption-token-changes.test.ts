import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { formatDatestamp } from '../../src/oai/datestamp.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { Mirror } from '../support/harvester.ts';
import { secondsOf, TestClock } from '../support/test-clock.ts';
import { again, ask, clockOf, follow, followQuietly, keeper, LI, LR, names, nextQuery, tokenOf } from './ask.ts';
import { refused } from './wire.ts';

const keep = keeper();
const NOW = '2026-03-01T10:00:00Z';
/** The sets of fixture F, so that an edit changes nothing but the title. */
const SETS: Readonly<Record<string, string[]>> = { r1: ['journal:a'], r2: ['journal:a', 'lang:tr'], r3: ['journal:b'] };
let f: Endpoint;
beforeEach(async () => {
  f = await keep(startFixtureF());
});

let version = 0;
/** Changes the title of records, at the moment that the endpoint's clock shows. */
async function edit(...locals: string[]): Promise<void> {
  version += 1;
  const at = formatDatestamp(f.clock.now());
  const items = locals.map((local) =>
    itemF(local, { titles: [{ text: `${local}, version ${version}` }], ...(SETS[local] && { sets: SETS[local] }) }),
  );
  await putAt(f, at, ...items);
}

/** Follows a list and does one thing after each page, as long as there are things to do. */
const followWhile = (asked: string, ...happenings: (() => Promise<unknown>)[]) =>
  follow(f, asked, {
    betweenPages: async () => {
      await happenings.shift()?.();
    },
    maxPages: 50,
  });

describe('lists that are read while records change', () => {
  test.each([LR, LI])('TOK-09 what does not change is delivered once, in sequence: %s', async (asked) => {
    const { headers } = await followWhile(asked, async () => {
      await edit('r1', 'new');
      await deleteAt(f, NOW, 'r2');
    });
    expect(names(headers)).toEqual(['r1', 'r2', 'r3', '-r4', 'r5', 'r1', 'new', '-r2']);
    expect(headers.slice(2, 5).map(({ datestamp }) => datestamp)).toEqual([
      '2021-06-16T00:00:00Z',
      '2022-03-01T12:00:00Z',
      '2023-01-01T00:00:00Z',
    ]);
  });

  test.each([1, 2])('TOK-09 whatever changes after whichever page, with %i on a page', async (pageSize) => {
    const changes: readonly [string[], () => Promise<unknown>][] = [
      [['r1'], () => edit('r1')],
      [['r2'], () => deleteAt(f, NOW, 'r2')],
      [['r3'], () => edit('r3')],
      [['r5'], () => deleteAt(f, NOW, 'r5')],
      [['r3'], () => putAt(f, NOW, itemF('r3', { sets: ['lang:tr'] }))],
      [[], () => edit('new')],
    ];
    for (const [changed, change] of changes) {
      for (const asked of [LR, `${LR}&until=2026-12-31`, `${LR}&set=journal&from=2020-01-01`]) {
        for (const after of [1, 2]) {
          f = await keep(startFixtureF({ settings: { pageSize } }));
          const before = names((await followQuietly(f, asked)).headers).filter((name) => !changed.includes(name));
          const { headers } = await follow(f, asked, {
            betweenPages: async (page) => {
              if (page === after) await change();
            },
          });
          const delivered = names(headers).filter((name) => before.includes(name));
          expect(delivered).toEqual(before);
        }
      }
    }
  });

  test('TOK-10 a record that moves out of a range with `until` may be missing, and is never served as it was', async () => {
    const { headers } = await followWhile(`${LR}&until=2023-12-31`, () => edit('r3'));
    expect(names(headers)).toEqual(['r1', 'r2', '-r4', 'r5']);
    expect(names((await ask(f, `${LR}&from=${NOW}`)).headers)).toEqual(['r3']);
  });

  test('TOK-11 when all the rest has moved behind `until`, a page shows it with its new datestamps and ends the list', async () => {
    const { pages, headers } = await followWhile(`${LR}&until=2023-12-31`, async () => {
      await edit('r3', 'r5');
      await deleteAt(f, NOW, 'r4');
      await putAt(f, NOW, itemF('r4', { sets: ['journal:b'] }));
    });
    expect(pages.map((page) => names(page.headers))).toEqual([
      ['r1', 'r2'],
      ['r3', 'r5'],
    ]);
    expect(headers.slice(2).map(({ datestamp }) => datestamp)).toEqual([NOW, NOW]);
    expect(pages[1]?.resumptionToken).toMatchObject({ text: '', cursor: 2 });
    // What did not fit is what the next harvest begins with.
    expect(names((await followQuietly(f, `${LR}&from=${pages[0]?.responseDate}`)).headers)).toEqual(['r3', 'r5', 'r4']);
  });

  test('TOK-11 when all the rest has left the set, there is nothing to show: badResumptionToken', async () => {
    const token = tokenOf(await ask(f, `${LR}&set=journal&until=2026-12-31`));
    await putAt(f, NOW, itemF('r3', { sets: ['lang:tr'] }), itemF('r4', { sets: ['lang:tr'] }));
    await refused(f, nextQuery('ListRecords', token), 'badResumptionToken');
    expect(names((await followQuietly(f, `${LR}&set=journal`)).headers)).toEqual(['r1', 'r2']);
  });

  test.each([LR, LI])(
    'TOK-12 a list without `until` delivers a record that changes again, at its end: %s',
    async (asked) => {
      clockOf(f).tick(5);
      const { headers } = await followWhile(asked, () => edit('r1'));
      expect(names(headers)).toEqual(['r1', 'r2', 'r3', '-r4', 'r5', 'r1']);
      expect(headers.at(-1)?.datestamp).toBe('2026-03-01T10:00:05Z');
    },
  );

  test('TOK-12 and so holds everything that was there throughout, when all the rest changes after every page', async () => {
    const { headers } = await followWhile(
      LR,
      () => edit('r3', 'r5'),
      () => edit('r3', 'r5'),
    );
    expect(new Set(names(headers))).toEqual(new Set(['r1', 'r2', 'r3', '-r4', 'r5']));
  });

  test('TOK-12 a list with `until` keeps it', async () => {
    const { headers } = await followWhile(`${LR}&until=2023-12-31`, () => edit('r1', 'new'));
    expect(names(headers)).toEqual(['r1', 'r2', 'r3', '-r4', 'r5']);
  });
});

describe('lists that are changed faster than they are read', () => {
  const ALL = ['r1', 'r2', 'r3', 'r5'];

  test.each([
    ['stands still', 0],
    ['goes on', 1],
    ['goes backwards', -1],
  ])(
    'TOK-31 a list in which everything changes after every page ends, and nothing is lost, when the clock %s',
    async (_what, step) => {
      const mirror = new Mirror();
      let more = 0;
      const harvest = await follow(f, LR, {
        maxPages: 12,
        betweenPages: async () => {
          clockOf(f).tick(step);
          more += 1;
          await edit(...ALL, `new${more}`);
        },
      });
      mirror.apply(harvest);
      // Five records were announced. After ten the list closes, and one page more shows that the rest has moved on.
      expect(harvest.pages.length).toBeLessThanOrEqual(6);
      const sizes = harvest.pages.map(({ resumptionToken }) => resumptionToken?.completeListSize ?? 0);
      expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));

      mirror.apply(
        await followQuietly(
          f,
          new URLSearchParams({ verb: 'ListRecords', ...mirror.next({ metadataPrefix: 'oai_dc' }) }).toString(),
        ),
      );
      const whole = new Mirror();
      whole.apply(await followQuietly(f, LR));
      expect(mirror.entries()).toEqual(whole.entries());
    },
  );

  test('TOK-12 TOK-31 a list that has delivered twice its first estimate takes up nothing that is written later', async () => {
    let page = 0;
    const { pages } = await follow(f, LR, {
      betweenPages: async () => {
        page += 1;
        if (page <= 5) await edit('r1', 'r2', 'r3', 'r5', 'n1', 'n2', 'n3', 'n4');
        else await edit(`late${page}`);
      },
    });
    const delivered = pages.flatMap(({ headers }) => names(headers));
    expect(delivered.length).toBeGreaterThanOrEqual(10);
    expect(delivered.filter((name) => name.startsWith('late'))).toEqual([]);
    expect(pages.at(-1)?.resumptionToken?.text).toBe('');
  });

  test('TOK-31 following the tokens of a quiet list takes no more pages than it has', async () => {
    for (const pageSize of [1, 2, 3, 5]) {
      const other = await keep(again(f, { settings: { pageSize } }));
      expect((await followQuietly(other, LR)).pages).toHaveLength(Math.ceil(5 / pageSize));
    }
  });
});

describe('ten thousand records on one datestamp', () => {
  const COUNT = 10_000;
  test('TOK-13 are all delivered once', async () => {
    const [record] = (await ask(f, `verb=GetRecord&metadataPrefix=oai_dc&identifier=${ID('r1')}`)).records;
    const body = `<metadata>${record?.metadata}</metadata>`;
    const changes = Array.from({ length: COUNT }, (_, index) => ({
      kind: 'put' as const,
      // Neither the order of the identifiers nor that of their numbers is the order in which they come.
      identifier: ID(`n${(index * 7919) % COUNT}`),
      content: '{}',
      sets: index % 3 === 0 ? ['third'] : [],
      bodies: new Map([['oai_dc', body.replace('Article r1', `Article ${index}`)]]),
    }));
    await f.store.write(changes, () => secondsOf(NOW));
    const large = await keep(again(f, { settings: { pageSize: 1000 } }));
    // The size of a large date window is an estimate, so this list is not followed quietly.
    const { headers, pages } = await follow(large, `${LI}&from=${NOW}&until=${NOW}`);
    expect(new Set(names(headers))).toEqual(new Set(Array.from({ length: COUNT }, (_, index) => `n${index}`)));
    expect(headers).toHaveLength(COUNT);
    expect(pages).toHaveLength(10);
    expect(Math.abs((pages[0]?.resumptionToken?.completeListSize ?? 0) - COUNT)).toBeLessThan(COUNT / 100);
    expect((await followQuietly(large, LI)).headers).toHaveLength(COUNT + 5);
    const third = await followQuietly(large, `${LR}&set=third`);
    expect(third.records).toHaveLength(Math.ceil(COUNT / 3));
    expect(new Set(third.records.map(({ dc }) => dc?.['title']?.[0]?.text)).size).toBe(Math.ceil(COUNT / 3));
  });
});

describe('tokens and processes', () => {
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

  test('TOK-17 a key that is changed because it became known ends every list at once', async () => {
    const second = nextQuery('ListRecords', tokenOf(await ask(f, LR)));
    await f.store.rotateTokenKey({ keepPrevious: false });
    await refused(f, second, 'badResumptionToken');
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
    await refused(f, second, 'badResumptionToken');
    await refused(beside, second, 'badResumptionToken');
  });

  test('TOK-17 a copy of the store that is older than the first page answers 503, not with a page that lacks something', async () => {
    const db = new Database(f.path);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const path = `${f.path}-lagging`;
    copyFileSync(f.path, path);
    clockOf(f).tick(60);
    await edit('r1');
    const second = nextQuery('ListRecords', tokenOf(await ask(f, LR)));
    const clock = new TestClock(NOW);
    const lagging = await keep(again(f, { path, clock }));
    const answer = await lagging.get(second);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.tick(60);
    await ask(lagging, second);
  });
});

import { formatDatestamp } from '../../src/oai/datestamp.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { Mirror } from '../support/harvester.ts';
import { secondsOf } from '../support/test-clock.ts';
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
    const pristine = f;
    for (const [changed, change] of changes) {
      for (const [asked, all] of [
        [LR, ['r1', 'r2', 'r3', '-r4', 'r5']],
        [`${LR}&until=2026-12-31`, ['r1', 'r2', 'r3', '-r4', 'r5']],
        [`${LR}&set=journal&from=2020-01-01`, ['r1', 'r2', 'r3', '-r4']],
      ] as const) {
        for (const after of [1, 2]) {
          f = await copyOf(pristine, { settings: { pageSize } });
          const { headers } = await follow(f, asked, {
            betweenPages: async (page) => {
              if (page === after) await change();
            },
          });
          const unchanged = all.filter((name) => !changed.includes(name));
          expect(names(headers).filter((name) => (unchanged as string[]).includes(name))).toEqual(unchanged);
          await f.stop();
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

  test.each(['', '&until=2026-12-31'])(
    'TOK-11 when all the rest has left the set, the last record that is still there comes again and ends the list: %j',
    async (more) => {
      const { pages } = await followWhile(`${LR}&set=journal${more}`, async () => {
        await putAt(f, NOW, itemF('r2', { sets: ['lang:tr'] }), itemF('r3', { sets: ['lang:tr'] }), itemF('r4'));
      });
      expect(pages.map(({ headers }) => names(headers))).toEqual([['r1', 'r2'], ['r1']]);
      expect(pages[1]?.resumptionToken).toMatchObject({ text: '', cursor: 2 });
    },
  );

  test('TOK-11 when nothing at all is left in the set, no page can be made: badResumptionToken', async () => {
    const token = tokenOf(await ask(f, `${LR}&set=journal`));
    await putAt(f, NOW, ...['r1', 'r2', 'r3', 'r4'].map((local) => itemF(local, { sets: ['lang:tr'] })));
    await refused(f, nextQuery('ListRecords', token), 'badResumptionToken');
    await refused(f, `${LR}&set=journal`, 'noRecordsMatch');
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

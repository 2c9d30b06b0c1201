import { CONFIG_FILE, loadConfig } from '../../src/config/config.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { encodeToken } from '../../src/oai/resumption-token.ts';
import { DataProvider } from '../../src/verbs/data-provider.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { FIXTURE_FORMATS, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { again, ask, clockOf, follow, followQuietly, keeper, LI, LR, names, nextQuery, tokenOf } from './ask.ts';
import { refused, text } from './wire.ts';

const keep = keeper();
const DAY = 86_400;
const LISTS = [LR, LI, 'verb=ListSets'] as const;
const verbOf = (asked: string) => new URLSearchParams(asked).get('verb') ?? '';
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF({ settings: { setsPageSize: 2 } }));
});

const pageTwo = async (endpoint: Endpoint, asked: string) =>
  nextQuery(verbOf(asked), tokenOf(await ask(endpoint, asked)));
const withoutDate = (body: Buffer) => body.toString('utf8').replace(/<responseDate>[^<]*/, '');

test.each(LISTS)(
  'TOK-01 TOK-02 an incomplete list ends with a token, the last page with an empty one: %s',
  async (asked) => {
    const { pages } = await followQuietly(f, asked);
    expect(pages).toHaveLength(3);
    expect(pages.map(({ resumptionToken }) => resumptionToken?.text !== '')).toEqual([true, true, false]);
  },
);

test.each([
  `${LR}&set=lang:tr`,
  `${LI}&set=journal:a`,
  `${LI}&from=2021-06-16&until=2021-06-16`,
  `${LR}&from=2022-01-01`,
])('TOK-03 a list that is complete in one answer has no resumptionToken element: %s', async (asked) => {
  await ask(f, asked);
  expect(text(await f.get(asked))).not.toContain('<resumptionToken');
});

test.each(LISTS)('TOK-04 there is one resumptionToken, behind the last entity: %s', async (asked) => {
  for (const page of [asked, await pageTwo(f, asked)]) {
    const body = text(await f.get(page));
    expect(body.match(/<resumptionToken/g)).toHaveLength(1);
    expect(body).toMatch(
      /<\/(?:record|header|set)>\n<resumptionToken[^>]*>[^<]*<\/resumptionToken>\n<\/List\w+>\n<\/OAI-PMH>$/,
    );
  }
});

test('TOK-05 a size that is a multiple of the page size makes no further, empty page', async () => {
  for (const asked of [`${LR}&set=journal`, `${LI}&set=journal`]) {
    const { pages } = await followQuietly(f, asked);
    expect(pages.map(({ headers }) => names(headers))).toEqual([
      ['r1', 'r2'],
      ['r3', '-r4'],
    ]);
    expect(pages[1]?.resumptionToken?.text).toBe('');
  }
});

test('TOK-06 the token alone carries format, set, range and position', async () => {
  const asked = 'metadataPrefix=oai_datacite&set=journal&from=2021-06-15&until=2022-12-31';
  for (const verb of ['ListRecords', 'ListIdentifiers']) {
    const { pages } = await followQuietly(f, `verb=${verb}&${asked}`);
    expect(pages.map(({ headers }) => names(headers))).toEqual([['r2', 'r3'], ['-r4']]);
  }
});

test.each(LISTS)(
  'TOK-07 the most recent token gives the same page again, to the byte, but for responseDate: %s',
  async (asked) => {
    const own = await keep(startFixtureF({ settings: { setsPageSize: 2 } }));
    const second = await pageTwo(own, asked);
    const before = (await own.get(second)).body;
    clockOf(own).tick(3600);
    const after = (await own.get(second)).body;
    expect(withoutDate(after)).toBe(withoutDate(before));
    expect(after.equals(before)).toBe(false);
    expect((await own.post(second)).body).toEqual(after);
  },
);

test.each(LISTS)('TOK-08 the token before works as well, and the one before that: %s', async (asked) => {
  const second = await pageTwo(f, asked);
  const seen = (await f.get(second)).body;
  const third = nextQuery(verbOf(asked), tokenOf(await ask(f, second)));
  const last = (await f.get(third)).body;
  expect((await f.get(second)).body).toEqual(seen);
  expect((await f.get(third)).body).toEqual(last);
  expect((await f.get(second)).body).toEqual(seen);
});

test.each(['junk', '0', 'null', '....', 'A'.repeat(100), `${'A'.repeat(60)}' OR 1=1 --`, 'é', ' '])(
  'TOK-14 what nobody gave is badResumptionToken: %j',
  async (token) => {
    for (const asked of LISTS) await refused(f, nextQuery(verbOf(asked), token), 'badResumptionToken');
  },
);

test('TOK-15 a token is good for the verb that gave it, and for no other', async () => {
  for (const asked of LISTS) {
    const token = tokenOf(await ask(f, asked));
    for (const other of LISTS.map(verbOf)) {
      const query = nextQuery(other, token);
      if (other === verbOf(asked)) await ask(f, query);
      else await refused(f, query, 'badResumptionToken');
    }
  }
});

describe('TOK-16 a token that was tampered with', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  /** Each of them must be refused; the judge reads one answer, the others must be the same but for the token shown. */
  async function expectAllRefused(asked: string, forged: readonly string[]): Promise<void> {
    for (const token of forged) {
      const body = text(await f.get(nextQuery(verbOf(asked), token)));
      expect(`${token} ${/<error code="(\w+)"/.exec(body)?.[1]}`).toBe(`${token} badResumptionToken`);
    }
    await refused(f, nextQuery(verbOf(asked), forged[0] ?? ''), 'badResumptionToken');
  }

  test.each(LISTS)('TOK-16 in any one character: %s', async (asked) => {
    const token = tokenOf(await ask(f, asked));
    const forged = [...token].flatMap((character, at) => {
      const place = ALPHABET.indexOf(character);
      return [1, 2, 32].map((step) => token.slice(0, at) + ALPHABET[(place + step) % 64] + token.slice(at + 1));
    });
    await expectAllRefused(asked, forged);
  });

  test('TOK-16 in the bits of its last character that carry nothing', async () => {
    // Requests of different lengths end in each of the three ways that base64 can end.
    const endings = new Set<number>();
    for (const asked of [LR, `${LR}&until=2026-01-01`, `${LR}&set=journal`, 'verb=ListSets', `${LI}&from=2020-01-01`]) {
      const token = tokenOf(await ask(f, asked));
      endings.add(token.length % 4);
      const others = [...ALPHABET].filter((last) => last !== token.at(-1));
      await expectAllRefused(
        asked,
        others.map((last) => token.slice(0, -1) + last),
      );
    }
    expect(endings.has(2) || endings.has(3)).toBe(true);
  });

  test('TOK-16 by cutting, adding, padding, or writing it in another alphabet', async () => {
    const token = tokenOf(await ask(f, LR));
    const cut = Array.from({ length: token.length - 1 }, (_, length) => token.slice(0, length + 1));
    const added = ['=', '==', 'A', 'AAAA', '\n', ' ', '.', '~', token].map((more) => token + more);
    const blank = [` ${token}`, `${token.slice(0, 9)} ${token.slice(9)}`, `${token.slice(0, 9)}\t${token.slice(9)}`];
    const swapped = [token.toUpperCase(), token.toLowerCase(), Buffer.from(token, 'base64url').toString('hex')];
    await expectAllRefused(LR, [...cut, ...added, ...blank, ...swapped]);
  });

  test('TOK-16 or made by another repository', async () => {
    const other = await keep(startFixtureF());
    await expectAllRefused(LR, [tokenOf(await ask(other, LR))]);
  });
});

test('TOK-18 a token of a format that is no longer offered is badResumptionToken', async () => {
  const query = nextQuery('ListRecords', tokenOf(await ask(f, 'verb=ListRecords&metadataPrefix=marc21')));
  await ask(f, query);
  const fewer = await keep(
    again(f, { formats: f.formats.filter(({ metadataPrefix }) => metadataPrefix !== 'marc21') }),
  );
  await refused(fewer, query, 'badResumptionToken');
});

describe('with a set of the longest name', () => {
  // 200 characters, every kind that a setSpec may hold.
  const LONGEST = `${"-_.!~*'()09azAZ:".repeat(12)}${'z'.repeat(8)}`;
  const PREFIX = 'a_prefix-that-is.as~long-as-it.may!be(1)';

  test('TOK-20 not even the largest numbers make a token long', () => {
    expect(PREFIX).toHaveLength(40);
    const [most, second] = [Number.MAX_SAFE_INTEGER, 253_402_300_799];
    const selection = { metadataPrefix: PREFIX, from: second, until: second, set: LONGEST };
    const progress = { after: most, before: most, cursor: 1e12, completeListSize: 1e12, high: second, issued: second };
    const token = encodeToken({ verb: 'ListRecords', selection, ...progress }, Buffer.alloc(32));
    expect(token.length).toBeLessThan(512);
    const own = [oaiDc, { ...oaiDc, metadataPrefix: `${PREFIX}x` }];
    expect(() => new DataProvider(f.store, own, f.settings, f.clock)).toThrow(/40 characters/);
  });

  test('TOK-19 TOK-20 TOK-21 tokens need no escaping, are short, and stand in the element without blanks', async () => {
    expect(LONGEST).toHaveLength(200);
    const formats = [...FIXTURE_FORMATS, { ...oaiDc, metadataPrefix: PREFIX }];
    const own = await keep(startFixtureF({ settings: { tokenTtl: 30 * DAY, setsPageSize: 1 } }));
    const other = await keep(again(own, { formats }));
    await putAt(other, '2026-03-01T10:00:00Z', ...['x', 'y', 'z'].map((id) => itemF(id, { sets: [LONGEST] })));
    const asked = [
      LR,
      LI,
      'verb=ListSets',
      `verb=ListRecords&metadataPrefix=${PREFIX}&from=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z&set=${LONGEST}`,
    ];
    for (const first of asked) {
      const { pages } = await follow(other, first);
      for (const [index, { resumptionToken, request }] of pages.slice(0, -1).entries()) {
        const token = resumptionToken?.text ?? '';
        expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(token.length).toBeLessThan(512);
        const page = index === 0 ? first : nextQuery(verbOf(first), request.attributes['resumptionToken'] ?? '');
        expect(text(await other.get(page))).toContain(`>${token}</resumptionToken>`);
      }
    }
  });
});

test.each(LISTS)('TOK-22 TOK-23 TOK-24 TOK-25 cursor and completeListSize on all pages: %s', async (asked) => {
  const { pages } = await followQuietly(f, asked);
  const total = asked === 'verb=ListSets' ? 6 : 5;
  expect(pages.map(({ resumptionToken }) => resumptionToken?.cursor)).toEqual([0, 2, 4]);
  expect(pages.map(({ resumptionToken }) => resumptionToken?.completeListSize)).toEqual([total, total, total]);
});

describe('tokens that expire', () => {
  let own: Endpoint;
  beforeEach(async () => {
    own = await keep(startFixtureF({ settings: { tokenTtl: DAY, setsPageSize: 2 } }));
  });

  test.each(LISTS)('TOK-26 TOK-27 say when, in UTC seconds, a day ahead or more: %s', async (asked) => {
    const { resumptionToken, responseDate } = await ask(own, asked);
    expect(responseDate).toBe('2026-03-01T10:00:00Z');
    expect(resumptionToken?.expirationDate).toBe('2026-03-02T10:00:00Z');
    const { pages } = await followQuietly(own, asked);
    expect(pages.at(-1)?.resumptionToken?.expirationDate).toBeUndefined();
  });

  test.each(LISTS)('TOK-14 work until that second, and are badResumptionToken from then on: %s', async (asked) => {
    const second = await pageTwo(own, asked);
    clockOf(own).tick(DAY);
    const { resumptionToken } = await ask(own, second);
    expect(resumptionToken?.expirationDate).toBe('2026-03-03T10:00:00Z');
    clockOf(own).tick(1);
    await refused(own, second, 'badResumptionToken');
    // The page that was just given goes on.
    await ask(own, nextQuery(verbOf(asked), resumptionToken?.text ?? ''));
  });

  test('TOK-26 tokens that do not expire say nothing, and outlive a later setting', async () => {
    const lasting = await keep(again(own, { settings: { tokenTtl: undefined } }));
    const { resumptionToken } = await ask(lasting, LR);
    expect(resumptionToken).toMatchObject({ text: expect.any(String) });
    expect(resumptionToken?.expirationDate).toBeUndefined();
    clockOf(own).tick(400 * DAY);
    await ask(lasting, nextQuery('ListRecords', resumptionToken?.text ?? ''));
    await ask(own, nextQuery('ListRecords', resumptionToken?.text ?? ''));
  });

  test('TOK-27 a life of less than a day is refused by the configuration', () => {
    const configured = (OAI_TOKEN_TTL: string) => () =>
      loadConfig({ environment: { OAI_TOKEN_TTL }, flags: {} }).tokenTtl;
    expect(configured('23h')).toThrow(/24h or more/);
    expect(configured('24h')()).toBe(DAY);
    expect(configured('7d')()).toBe(7 * DAY);
    expect(configured('none')()).toBeUndefined();
  });
});

test('TOK-28 the empty token at the end carries the attributes, too', async () => {
  const { pages } = await followQuietly(f, LR);
  expect(pages.at(-1)?.resumptionToken).toEqual({ text: '', cursor: 4, completeListSize: 5 });
});

test('TOK-29 a page holds 100 records unless somebody says otherwise, and 1,000 at most', () => {
  const configured = (environment: Record<string, string>) => () => loadConfig({ environment, flags: {} }).pageSize;
  expect(CONFIG_FILE).toBe('oai-pmh.yaml');
  expect(configured({})()).toBe(100);
  expect(configured({ OAI_PAGE_SIZE: '500' })()).toBe(500);
  expect(configured({ OAI_PAGE_SIZE: '1001' })).toThrow(/from 1 to 1000/);
});

test('TOK-30 ListSets has pages like any list, ListMetadataFormats never', async () => {
  const formats = Array.from({ length: 30 }, (_, index) => ({ ...oaiDc, metadataPrefix: `f${index}` }));
  const many = await keep(again(f, { formats: [oaiDc, ...formats] }));
  expect((await ask(many, 'verb=ListMetadataFormats')).formats).toHaveLength(31);
  expect(text(await many.get('verb=ListMetadataFormats'))).not.toContain('resumptionToken');
  await refused(many, 'verb=ListMetadataFormats&resumptionToken=x', 'badArgument');
  expect((await followQuietly(f, 'verb=ListSets')).pages).toHaveLength(3);
});

test.each(LISTS)('TOK-32 the same list asked for twice is the same list: %s', async (asked) => {
  const own = await keep(startFixtureF({ settings: { setsPageSize: 2 } }));
  const lists = [];
  for (const method of ['GET', 'GET', 'POST'] as const) {
    const { headers, records, sets } = await follow(own, asked, { quiet: true, method });
    lists.push({ headers, records, sets });
    clockOf(own).tick(60);
  }
  expect(lists[1]).toEqual(lists[0]);
  expect(lists[2]).toEqual(lists[0]);
});

import type { ErrorCode } from '../../src/judge/vocabulary.ts';
import { StoreBusy } from '../../src/store/store.ts';
import { Endpoint, type Received } from '../support/endpoint.ts';
import { startFixtureF } from '../support/fixture-f.ts';
import { RuleViolation } from '../support/rule-violation.ts';
import { ask, clockOf, judge, keeper, LI, LR, nextQuery } from './ask.ts';
import { decoded, getRaw, recordQuery, SIX_VERBS, text } from './wire.ts';

const keep = keeper();
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

/** One request for each error code that a repository with sets can give, and the verb's element it must not hold. */
const ERRORS: readonly [ErrorCode, string][] = [
  ['badArgument', 'verb=ListRecords'],
  ['badResumptionToken', 'verb=ListRecords&resumptionToken=junk'],
  ['badVerb', 'verb=junk'],
  ['cannotDisseminateFormat', 'verb=ListRecords&metadataPrefix=nosuch'],
  ['idDoesNotExist', recordQuery('oai:oai.example.org:nope')],
  ['noMetadataFormats', 'verb=ListMetadataFormats&identifier=oai:oai.example.org:r4'],
  ['noRecordsMatch', `${LR}&from=2999-01-01`],
];

test.each(SIX_VERBS)('RESP-01 the Content-Type is text/xml in UTF-8: %s', async (asked) => {
  for (const answer of [await f.get(asked), await f.post(asked), await f.send('HEAD', `/oai?${asked}`)]) {
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=UTF-8');
  }
});

test.each(ERRORS)('RESP-01 of errors too: %s', async (_code, asked) => {
  expect((await f.get(asked)).headers.get('content-type')).toBe('text/xml; charset=UTF-8');
});

test.each(ERRORS)('RESP-02 %s travels in HTTP 200, by GET and by POST', async (code, asked) => {
  for (const answer of [await f.get(asked), await f.post(asked)]) {
    expect(answer.status).toBe(200);
    judge(f, asked, answer, [code]);
  }
});

test('RESP-02 noSetHierarchy travels in HTTP 200', async () => {
  const withoutSets = await keep(startFixtureF({ withoutSets: true }));
  for (const asked of ['verb=ListSets', `${LR}&set=journal`])
    await ask(withoutSets, asked, { errors: ['noSetHierarchy'] });
});

describe('a fault inside', () => {
  let broken: Endpoint;
  beforeEach(async () => {
    broken = await startFixtureF();
  });
  afterEach(() => broken.stop());

  const isFailure = (answer: Received, status: number) => {
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/plain; charset=utf-8']);
    expect(answer.headers.get('content-length')).toBe(String(answer.body.length));
    expect(text(answer)).not.toMatch(/<|secret|\bat /);
    expect(() => judge(broken, LR, answer)).toThrow(RuleViolation);
  };

  test.each(SIX_VERBS)('RESP-03 is HTTP 500, and is logged: %s', async (asked) => {
    const fault = () => Promise.reject(new Error('secret'));
    Object.assign(broken.store.answers, { readState: fault, readRecord: fault, readPage: fault, readSets: fault });
    isFailure(await broken.get(asked), 500);
    isFailure(await broken.post(asked), 500);
    expect(broken.log).toHaveLength(2);
    expect(broken.log[0]).toContain('secret');
  });

  test('RESP-03 and the next request is answered as if nothing had been', async () => {
    const { answers } = broken.store;
    const { readPage } = answers;
    answers.readPage = () => Promise.reject(new Error('secret'));
    isFailure(await broken.get(LR), 500);
    answers.readPage = readPage;
    expect((await ask(broken, LR)).records).toHaveLength(2);
  });

  test('RESP-17 a page that cannot be read is HTTP 500 before the first byte, on every page of a list', async () => {
    const token = (await ask(broken, LR)).resumptionToken?.text ?? '';
    broken.store.answers.readPage = () => Promise.reject(new Error('secret'));
    for (const asked of [LR, LI, nextQuery('ListRecords', token)]) {
      for (const headers of [{}, { 'Accept-Encoding': 'gzip, zstd' }]) isFailure(await broken.get(asked, headers), 500);
    }
  });

  test('RESP-17 an answer that breaks off in the middle is a broken transfer', async () => {
    for (const headers of [{}, { 'Accept-Encoding': 'gzip' }]) {
      broken.server.prependOnceListener('request', (_request, response) => {
        const write = response.write.bind(response);
        const breakOff = (piece: Buffer) => {
          write(piece.subarray(0, piece.length / 2));
          setTimeout(() => response.destroy(), 20);
        };
        Object.assign(response, { cork: () => {}, write: breakOff, end: () => {} });
      });
      await expect(broken.get(LR, headers)).rejects.toThrow(/aborted|ECONNRESET/);
    }
  });

  /** A store that cannot answer in time, and what each verb then says. */
  const busyAnswers = async () => {
    const busy = () => Promise.reject(new StoreBusy('busy'));
    Object.assign(broken.store.answers, { readState: busy, readRecord: busy, readPage: busy, readSets: busy });
    return Promise.all(SIX_VERBS.map((asked) => broken.get(asked)));
  };

  test('RESP-04 a store that is busy is HTTP 503 with Retry-After, and no fault to be logged', async () => {
    for (const answer of await busyAnswers()) {
      isFailure(answer, 503);
      expect(answer.headers.get('retry-after')).toBe('5');
    }
    expect(broken.log).toEqual([]);
  });

  test('RESP-05 Retry-After is whole seconds, an hour at most', async () => {
    for (const answer of await busyAnswers()) {
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    }
  });

  test('RESP-06 who has to wait is told so by 503, never by 429', async () => {
    for (const answer of await busyAnswers()) expect(answer.status).toBe(503);
  });
});

test.each([
  'https://oai.example.org/oai',
  'https://oai.example.org/oai/',
  'http://example.org/a/oai.php',
  'http://example.org',
])('RESP-09 the base URL answers directly, with and without a slash: %s', async (baseUrl) => {
  const endpoint = await keep(Endpoint.start({ settings: { baseUrl } }));
  const path = new URL(baseUrl).pathname.replace(/\/$/, '');
  for (const target of [`${path}?verb=Identify`, `${path}/?verb=Identify`].filter((line) => line.startsWith('/'))) {
    const answer = await endpoint.send('GET', target, { 'X-Forwarded-Proto': 'http' });
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
    expect(judge(endpoint, 'verb=Identify', answer).identify?.baseURL).toBe(baseUrl);
  }
});

test('RESP-10 a mirror on another host shows the base URL itself, in request and in Identify', async () => {
  const headers = {
    Host: 'mirror.example.net:8080',
    Forwarded: 'host=mirror.example.net;proto=http',
    'X-Forwarded-Host': 'mirror.example.net',
    'X-Forwarded-Proto': 'http',
    'X-Forwarded-Prefix': '/mirror',
  };
  for (const asked of SIX_VERBS) {
    const answer = await f.get(asked, headers);
    // The judge compares request and baseURL to the setting.
    judge(f, asked, answer);
    expect(text(answer)).not.toContain('mirror');
  }
});

test.each(SIX_VERBS)('RESP-11 identity is always there: %s', async (asked) => {
  for (const headers of [{}, { 'Accept-Encoding': 'identity' }, { 'Accept-Encoding': 'br, compress' }]) {
    const answer = await f.get(asked, headers);
    expect(answer.headers.get('content-encoding')).toBeNull();
    judge(f, asked, answer);
  }
});

test.each(SIX_VERBS)('RESP-12 nothing is compressed for who did not ask, over a bare socket: %s', async (asked) => {
  const answer = await getRaw(f, `/oai?${asked}`);
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(text(answer)).toMatch(/^<\?xml/);
  judge(f, asked, answer);
});

test.each([
  ['gzip', 'gzip'],
  ['zstd', 'zstd'],
  ['GZip', 'gzip'],
  ['gzip, zstd', 'gzip'],
  ['gzip, deflate, br, zstd', 'gzip'],
  ['gzip, deflate, br', 'gzip'],
  ['gzip;q=1.0, identity;q=0.5', 'gzip'],
  ['gzip;q=0.001', 'gzip'],
  ['gzip;q=0.5, zstd;q=0.4', 'gzip'],
  ['gzip;q=0.4, zstd;q=0.5', 'zstd'],
  ['*', 'gzip'],
  ['zstd;q=0, *', 'gzip'],
  ['*;q=0, gzip', 'gzip'],
  ['gzip ; q=0.8 , identity;q=0', 'gzip'],
  ['gzip;q=0, identity', null],
  ['gzip;q=0', null],
  ['gzip;q=0.000, zstd;q=0', null],
  ['gzip;q=0.5, identity;q=1', null],
  ['identity', null],
  ['deflate', null],
  ['*;q=0', null],
  ['identity;q=0', null],
  ['', null],
  ['gzip;q=many', null],
  [';;;,,,', null],
])('RESP-13 Accept-Encoding "%s" is answered with %s', async (accepted, coding) => {
  for (const asked of [LR, 'verb=junk']) {
    const answer = await f.get(asked, { 'Accept-Encoding': accepted });
    expect(answer.headers.get('content-encoding')).toBe(coding);
    expect(answer.headers.get('content-length')).toBe(String(answer.body.length));
    const plain = decoded(answer);
    expect(text(plain)).toBe(text(await f.get(asked)));
    judge(f, asked, plain, asked === LR ? [] : ['badVerb']);
  }
});

test('RESP-14 the codings that Identify announces work, and no others are used', async () => {
  const announced = (await ask(f, 'verb=Identify')).identify?.compressions ?? [];
  expect([...announced].sort()).toEqual(['gzip', 'zstd']);
  for (const coding of [...announced, 'br', 'deflate', 'compress']) {
    for (const asked of SIX_VERBS) {
      const answer = await f.get(asked, { 'Accept-Encoding': coding });
      expect(answer.headers.get('content-encoding')).toBe(announced.includes(coding) ? coding : null);
      judge(f, asked, decoded(answer));
    }
  }
});

test('RESP-15 Vary names Accept-Encoding, whatever was asked', async () => {
  for (const accepted of ['gzip', 'identity', 'zstd']) {
    for (const asked of [...SIX_VERBS, 'verb=junk']) {
      const answer = await f.get(asked, { 'Accept-Encoding': accepted });
      expect(answer.headers.get('vary')?.split(/, */)).toContain('Accept-Encoding');
    }
  }
  expect((await getRaw(f, '/oai?verb=Identify')).headers.get('vary')).toContain('Accept-Encoding');
  expect((await f.send('HEAD', '/oai?verb=Identify')).headers.get('vary')).toContain('Accept-Encoding');
});

test('RESP-16 no answer comes from a cache', async () => {
  const clock = clockOf(f);
  for (const asked of SIX_VERBS) {
    const first = await f.get(asked);
    for (const name of ['etag', 'last-modified', 'expires']) expect(first.headers.get(name)).toBeNull();
    expect(first.headers.get('cache-control')).toBe('no-store');
    clock.tick(60);
    const again = await f.get(asked, {
      'If-None-Match': '*',
      'If-Modified-Since': new Date(Date.now() + 86_400_000).toUTCString(),
    });
    const seconds = ({ responseDate }: { responseDate: string }) => Date.parse(responseDate) / 1000;
    expect(seconds(judge(f, asked, again)) - seconds(judge(f, asked, first))).toBe(60);
  }
});

test('RESP-19 scripts of any site may read: OPTIONS is 204, every answer allows all origins', async () => {
  const asking = { Origin: 'https://example.com', 'Access-Control-Request-Method': 'POST' };
  const options = await f.send('OPTIONS', '/oai', asking);
  expect([options.status, options.body.length]).toEqual([204, 0]);
  expect(options.headers.get('access-control-allow-methods')).toContain('POST');
  expect(options.headers.get('access-control-allow-headers')).toBe('*');
  const { body: _, ...get } = await f.get('verb=junk', { Origin: 'https://example.com' });
  for (const answer of [options, get]) expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(get.headers.get('access-control-expose-headers')).toContain('Retry-After');
});

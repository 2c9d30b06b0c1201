import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { backDoor } from '../support/back-door.ts';
import { BASE_URL, type Endpoint } from '../support/endpoint.ts';
import { startFixtureF } from '../support/fixture-f.ts';
import { judgeAnswer } from '../support/judge-answer.ts';

/**
 * Requests and answers as files, to the byte: fixtures/golden/<repository>/<case>/{request.txt,response.xml}.
 * A case's request is one line (GET query), or `POST` and a body below. UPDATE_GOLDEN=1 writes the answers anew;
 * look at the difference before committing it.
 */
const GOLDEN = new URL('../../fixtures/golden/', import.meta.url);
const REPOSITORIES = {
  seconds: () => startFixtureF({ settings: { compression: ['gzip', 'zstd'] } }),
  day: () => startFixtureF({ settings: { granularity: 'day', compression: [] } }),
  nosets: () => startFixtureF({ withoutSets: true }),
} as const;

describe.each(Object.entries(REPOSITORIES))('golden answers of the repository with %s', (name, start) => {
  const folder = new URL(`${name}/`, GOLDEN);
  const cases = existsSync(folder) ? readdirSync(folder).sort() : [];
  let endpoint: Endpoint;

  beforeAll(async () => {
    endpoint = await start();
    // Tokens are authenticated by a random key; here it must be the same every time.
    await backDoor.rows(endpoint.database, 'UPDATE repository SET token_key = ?', Buffer.alloc(32, 7));
  });
  afterAll(() => endpoint.stop());

  test('there are some', () => expect(cases.length).toBeGreaterThan(1));

  test.each(cases)('%s', async (name) => {
    const place = new URL(`${name}/`, folder);
    const [first = '', ...body] = readFileSync(new URL('request.txt', place), 'utf8').trimEnd().split('\n');
    const answer = first === 'POST' ? await endpoint.post(body.join('\n')) : await endpoint.get(first);
    const granularity = folder.pathname.endsWith('/day/') ? 'day' : 'seconds';
    judgeAnswer(answer, { baseUrl: BASE_URL, granularity, errors: 'any' });
    const text = answer.body.toString('utf8');
    if (process.env['UPDATE_GOLDEN']) {
      mkdirSync(place, { recursive: true });
      writeFileSync(new URL('response.xml', place), text);
    }
    expect(text).toBe(readFileSync(new URL('response.xml', place), 'utf8'));
  });
});

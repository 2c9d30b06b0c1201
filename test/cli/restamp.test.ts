import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { systemClock } from '../../src/clock.ts';
import { openStore } from '../../src/store/index.ts';
import type { Change } from '../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../src/xml/record-layout.ts';
import { backDoor } from '../support/back-door.ts';
import { bodies } from '../support/bodies.ts';
import { BASE_URL, Endpoint, REPOSITORY_IDENTIFIER } from '../support/endpoint.ts';
import { deleteAt, ID, itemF, putAt } from '../support/fixture-f.ts';
import { harvest, Mirror } from '../support/harvester.ts';
import type { PostgresServer } from '../support/postgres/postgres-server.ts';
import { catchUp, describeReplicated, promote, startPrimary } from '../support/postgres/replication.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const LIST = { metadataPrefix: 'oai_dc' };
const open: Endpoint[] = [];
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.stop();
});

const serve = async (clock: TestClock, database?: string) => {
  const endpoint = await Endpoint.start({
    clock,
    settings: { pageSize: 3 },
    ...(database === undefined ? {} : { database }),
  });
  open.push(endpoint);
  return endpoint;
};

const environmentOf = (database: string) => ({
  OAI_DATABASE: database,
  OAI_REPOSITORY_IDENTIFIER: REPOSITORY_IDENTIFIER,
});

async function restamp(database: string, clock: TestClock, answer: boolean | undefined, ...words: string[]) {
  const terminal = new TestTerminal(environmentOf(database), clock);
  terminal.answer = answer;
  const exitCode = await runCommandLine(['restamp', ...words], terminal);
  return { exitCode, output: terminal.output, errors: terminal.errors };
}

/** Brings a mirror up to date as a harvester does; answers how many records came. */
async function update(mirror: Mirror, endpoint: Endpoint): Promise<number> {
  const found = await harvest({
    fetch: (query) => endpoint.get(query),
    verb: 'ListRecords',
    arguments: mirror.next(LIST),
    baseUrl: BASE_URL,
  });
  mirror.apply(found);
  return found.records.length;
}

/** What somebody sees who harvests for the first time. */
async function fresh(endpoint: Endpoint): Promise<Mirror> {
  const mirror = new Mirror();
  await update(mirror, endpoint);
  return mirror;
}

/**
 * A mirror that saw what a store has forgotten, and an endpoint on what is left of it: `keep` makes what `restore` brings
 * back. Left out: a copy that is put back.
 */
async function putBack(
  database?: string,
  keep: (lost: string) => Promise<string> = (lost) => backDoor.copy(lost),
  restore: () => Promise<void> = async () => {},
) {
  const clock = new TestClock('2026-03-01T10:00:00Z');
  const lost = await serve(clock, database);
  await putAt(lost, '2026-03-01T10:00:00Z', ...['a', 'b', 'c', 'd', 'e'].map((id) => itemF(id, { sets: ['s'] })));
  await deleteAt(lost, '2026-03-01T10:01:00Z', 'c');
  const backup = await keep(lost.database);
  await putAt(lost, '2026-03-01T11:00:00Z', itemF('a', { titles: [{ text: 'Changed after the copy' }] }));
  await putAt(lost, '2026-03-01T11:00:00Z', itemF('f'));
  await deleteAt(lost, '2026-03-01T11:00:00Z', 'b');
  clock.set('2026-03-01T12:00:00Z');
  const mirror = await fresh(lost);
  await restore();
  clock.set('2026-03-01T13:00:00Z');
  return { clock, mirror, endpoint: await serve(clock, backup), backup };
}

const payloads = (mirror: Mirror) =>
  mirror.entries().map(([identifier, { deleted, payload }]) => [identifier, deleted, payload]);

describe('restamp', () => {
  test('without it, a harvester never hears of what a store put back from a copy has forgotten', async () => {
    const { mirror, endpoint, clock } = await putBack();
    expect(await update(mirror, endpoint)).toBe(0);
    clock.tick(3600);
    expect(await update(mirror, endpoint)).toBe(0);
    expect(payloads(mirror)).not.toEqual(payloads(await fresh(endpoint)));
  });

  test('with it, everything comes again, and what was taken in since the copy is known when it is imported again', async () => {
    const { mirror, endpoint, clock, backup } = await putBack();
    const before = payloads(await fresh(endpoint));
    expect(await restamp(backup, clock, undefined, '--yes')).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/^5 records get a new datestamp.*New token key.*Items dated anew: 5\.\n$/s),
    });
    clock.tick();
    expect(await update(mirror, endpoint)).toBe(5);
    // What nobody but harvesters has is theirs until it is imported again.
    expect(payloads(mirror).filter(([identifier]) => identifier !== ID('f'))).toEqual(before);
    await putAt(endpoint, '2026-03-01T14:00:00Z', itemF('f'));
    clock.set('2026-03-01T14:00:01Z');
    await update(mirror, endpoint);
    expect(mirror.entries()).toEqual((await fresh(endpoint)).entries());
  });

  test('changes nothing but datestamps, and ends the lists that were under way', async () => {
    const { endpoint, clock, backup } = await putBack();
    const before = await fresh(endpoint);
    const [, token] =
      /<resumptionToken[^>]*>([^<]+)/.exec(
        String((await endpoint.get('verb=ListRecords&metadataPrefix=oai_dc')).body),
      ) ?? [];
    await restamp(backup, clock, true);
    const after = await fresh(endpoint);
    expect(after.entries()).toEqual(
      before.entries().map(([identifier, record]) => [identifier, { ...record, datestamp: '2026-03-01T13:00:00Z' }]),
    );
    // A server in front of PostgreSQL looks for new keys once a second.
    const next = async () => String((await endpoint.get(`verb=ListRecords&resumptionToken=${token}`)).body);
    while (!(await next()).includes('badResumptionToken')) await sleep(100);
  });

  test('asks first, and --dry-run only tells', async () => {
    const { endpoint, clock, backup } = await putBack();
    const before = await fresh(endpoint);
    expect(await restamp(backup, clock, false)).toMatchObject({
      exitCode: 1,
      errors: 'Go on?\nNothing was changed.\n',
    });
    expect(await restamp(backup, clock, undefined)).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('--yes'),
    });
    expect(await restamp(backup, clock, undefined, '--dry-run')).toEqual({
      exitCode: 0,
      output: '5 records get a new datestamp, so every harvester fetches them again.\n',
      errors: '',
    });
    expect((await fresh(endpoint)).entries()).toEqual(before.entries());
  });

  test('one that was going on when the copy was made is not gone on with, unless somebody says so', async () => {
    const { endpoint, mirror, clock, backup } = await putBack(undefined, async (lost) => {
      const store = await openStore(lost, RECORD_LAYOUT, 0, 'write');
      await store.restamping.begin(new TestClock('2026-03-01T10:30:00Z').now());
      await store.write([{ kind: 'redate', identifier: ID('a') }], () => new TestClock('2026-03-01T10:30:00Z').now());
      await store.close();
      return backDoor.copy(lost);
    });
    const before = payloads(await fresh(endpoint));
    const { output } = await restamp(backup, clock, true);
    expect(output).toMatch(
      /^5 records get a new datestamp.*One that was begun before has not ended: 4 records.*--resume/s,
    );
    clock.tick();
    expect(await update(mirror, endpoint)).toBe(5);
    expect(payloads(mirror).filter(([identifier]) => identifier !== ID('f'))).toEqual(before);
  });

  test('what it has begun and not finished, status tells', async () => {
    const { clock, backup, endpoint } = await putBack();
    const status = async () => {
      const terminal = new TestTerminal(environmentOf(backup), clock);
      await runCommandLine(['status'], terminal);
      return terminal.output;
    };
    expect(await status()).not.toMatch(/dated anew/);
    await endpoint.store.restamping.begin(clock.now());
    expect(await status()).toMatch(
      /\n\d+ records are still to be dated anew\. Run `oai-pmh restamp --resume` to go on\.\n/,
    );
    expect(await restamp(backup, clock, undefined, '--resume')).toMatchObject({ exitCode: 0 });
    expect(await restamp(backup, clock, undefined, '--resume')).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/nothing to go on with/),
    });
    expect(await status()).not.toMatch(/dated anew/);
  });

  test('killed again and again, it goes on where it was, while others write', async () => {
    const database = await backDoor.fresh();
    const now = systemClock.now();
    const store = await openStore(database, RECORD_LAYOUT, now - 1000);
    await store.claimIdentifier(REPOSITORY_IDENTIFIER);
    const put = (n: number, more = ''): Change => ({
      kind: 'put',
      identifier: ID(String(n)),
      content: '{}',
      sets: [`s:${n % 3}`],
      bodies: new Map([
        ['oai_dc', `<metadata><oai_dc>${n}${more}</oai_dc></metadata>`],
        ...(n % 4 === 0 ? [['marc21', `<metadata><marc21>${n}</marc21></metadata>`] as const] : []),
      ]),
    });
    for (let n = 0; n < 8000; n += 500) {
      await store.write(
        Array.from({ length: 500 }, (_, index) => put(n + index)),
        () => now - 1000,
      );
    }
    const before = await bodies(database);
    let kills = 0;
    const words = ['--no-warnings', MAIN, 'restamp', '--yes'];
    const start = (...more: string[]) =>
      spawn(process.execPath, [...words, ...more], {
        env: { ...process.env, ...environmentOf(database) },
        stdio: 'ignore',
      });
    for (let round = 0; round < 4; round += 1) {
      const { records } = await store.restamping.left();
      const child = start(...(round === 0 ? [] : ['--resume']));
      const ended = once(child, 'close');
      // Killed as soon as it has done something, and a little later.
      for (let left = records; child.exitCode === null && left === records; await sleep(5)) {
        ({ records: left } = await store.restamping.left());
      }
      await sleep(Math.random() * 30);
      child.kill('SIGKILL');
      const [exitCode] = (await ended) as [number | null];
      if (exitCode !== null) break;
      kills += 1;
      await store.write([put(round, ' changed')], () => systemClock.now());
      before.set(`oai_dc ${ID(String(round))}`, `<metadata><oai_dc>${round} changed</oai_dc></metadata>`);
    }
    expect(kills).toBeGreaterThan(1);
    const [exitCode] = (await once(start('--resume'), 'close')) as [number | null];
    expect(exitCode).toBe(0);
    expect((await store.restamping.left()).begun).toBe(false);
    expect(await bodies(database)).toEqual(before);
    const [{ oldest = 0 } = {}] = await backDoor.rows<{ oldest: number }>(
      database,
      'SELECT min(datestamp) AS oldest FROM record',
    );
    expect(oldest).toBeGreaterThanOrEqual(now);
    await store.close();
  }, 90_000);
});

describeReplicated('restamp on a standby that was promoted', () => {
  const servers: PostgresServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.dispose())));

  test('brings harvesters what they had from transactions that it never got', async () => {
    const primary = await startPrimary();
    servers.push(primary);
    const standby = await primary.standby('one');
    servers.push(standby);
    const { mirror, endpoint, clock, backup } = await putBack(
      primary.url(),
      async () => {
        await catchUp(standby, primary);
        await standby.stop();
        return standby.url();
      },
      async () => {
        await primary.stop('immediate');
        await standby.start();
        await promote(standby);
      },
    );
    expect(await update(mirror, endpoint)).toBe(0);
    const before = payloads(await fresh(endpoint));
    expect(payloads(mirror)).not.toEqual(before);
    expect(await restamp(backup, clock, true)).toMatchObject({ exitCode: 0 });
    clock.tick();
    expect(await update(mirror, endpoint)).toBe(5);
    expect(payloads(mirror).filter(([identifier]) => identifier !== ID('f'))).toEqual(before);
  }, 90_000);
});

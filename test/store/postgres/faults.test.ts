import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommandLine } from '../../../src/cli/command-line.ts';
import { systemClock } from '../../../src/clock.ts';
import { StoreBusy } from '../../../src/store/store.ts';
import { CuttingProxy } from '../../support/cutting-proxy.ts';
import { Endpoint, type Received } from '../../support/endpoint.ts';
import { numbers } from '../../support/numbers.ts';
import { embeddedBinaries } from '../../support/postgres/binaries.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { askServer } from '../../support/postgres/fresh-database.ts';
import { PostgresServer } from '../../support/postgres/postgres-server.ts';
import { describeReplicated, promote, startPrimary, waitForStandbys } from '../../support/postgres/replication.ts';
import { serveProcess } from '../../support/serve-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { TestTerminal } from '../../support/test-terminal.ts';
import { titleChange, titlesOf } from '../../support/title-change.ts';

const ITEMS = 60;
const REPOSITORY = 'oai.example.org';
const folder = temporaryFolder();
const items = (title: string) => Array.from({ length: ITEMS }, (_, n) => titleChange(`oai:${REPOSITORY}:${n}`, title));
const now = () => systemClock.now();
const settings = { pageSize: 7 };

/** Asks until there is an answer; every other one must be 503 that says when to come again. */
async function askPatiently(endpoint: Endpoint, query: string): Promise<{ answer: Received; refused: number }> {
  for (let refused = 0; ; refused += 1) {
    const answer = await endpoint.get(query);
    if (answer.status === 200) return { answer, refused };
    expect({ status: answer.status, log: endpoint.log }).toEqual({ status: 503, log: [] });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await sleep(50);
  }
}

/** Lines of standard error, but for those that say how far an import has come. */
function withoutProgress({ errors }: TestTerminal): string[] {
  return errors.split('\n').filter((line) => line !== '' && !line.includes(' records/s'));
}

/** A harvest during which something befalls the database behind page 3. */
async function harvestThrough(endpoint: Endpoint, befall: () => Promise<void>) {
  const mirror = new Map<string, string>();
  let query = 'verb=ListRecords&metadataPrefix=oai_dc';
  let refused = 0;
  for (let page = 1; ; page += 1) {
    if (page === 4) await befall();
    const asked = await askPatiently(endpoint, query);
    refused += asked.refused;
    const text = asked.answer.body.toString();
    for (const [identifier, title] of titlesOf(text)) mirror.set(identifier, title);
    const token = /<resumptionToken[^>]*>([^<]+)</.exec(text)?.[1];
    if (token === undefined) return { mirror, refused };
    query = new URLSearchParams({ verb: 'ListRecords', resumptionToken: token }).toString();
  }
}

describePostgres('an endpoint whose PostgreSQL', () => {
  let server: PostgresServer;
  let endpoint: Endpoint;
  let proxy: CuttingProxy;
  beforeAll(async () => {
    server = await PostgresServer.start(embeddedBinaries());
    proxy = await CuttingProxy.start(server.port);
    endpoint = await Endpoint.start({ clock: systemClock, settings, database: proxy.through(server.url()) });
    await endpoint.store.write(items('A'), now);
  });
  afterAll(async () => {
    await endpoint.stop();
    await proxy.close();
    await server.dispose();
  });

  test.each(['fast', 'immediate'] as const)(
    'is restarted (%s) during a harvest answers 503 meanwhile, and goes on by itself',
    async (mode) => {
      let back: Promise<void> | undefined;
      const { mirror, refused } = await harvestThrough(endpoint, async () => {
        await server.stop(mode);
        await expect(endpoint.store.write(items('lost'), now)).rejects.toThrow(StoreBusy);
        back = sleep(300).then(() => server.start());
      });
      await back;
      expect(mirror.size).toBe(ITEMS);
      expect([...mirror.values()]).not.toContain('lost');
      expect(refused).toBeGreaterThan(0);
      await askPatiently(endpoint, 'verb=Identify');
      expect(endpoint.log.filter((line) => line.includes('"level":50'))).toEqual([]);
    },
    60_000,
  );

  test('loses connections during a harvest goes on by itself', async () => {
    const { mirror } = await harvestThrough(endpoint, async () => proxy.cut());
    expect(mirror.size).toBe(ITEMS);
    const one = await harvestThrough(endpoint, async () => {
      proxy.refuse();
      void sleep(300).then(() => proxy.mend());
    });
    expect(one.mirror.size).toBe(ITEMS);
    expect(one.refused).toBeGreaterThan(0);
  }, 60_000);

  test('ends sessions while a batch is written has all of the batch or nothing', async () => {
    const random = numbers(5);
    let busy = 0;
    for (let round = 0; busy < 4 && round < 200; round += 1) {
      const title = `round ${round}`;
      const writing = endpoint.store.write(items(title), now);
      const written = writing.then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof StoreBusy)) throw error;
          busy += 1;
          return false;
        },
      );
      await sleep(random(30));
      await askServer(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`,
        server.url(),
      );
      const acknowledged = await written;
      const { mirror } = await harvestThrough(endpoint, async () => {});
      const titles = new Set(mirror.values());
      expect(titles.size).toBe(1);
      if (acknowledged) expect([...titles]).toEqual([title]);
    }
    expect(busy).toBe(4);
  }, 120_000);
});

describePostgres('serve with its workers', () => {
  test('goes on by itself after its PostgreSQL was away, as the process that it was', async () => {
    const server = await PostgresServer.start(embeddedBinaries());
    const environment = { OAI_DATABASE: server.url(), OAI_REPOSITORY_IDENTIFIER: REPOSITORY };
    const more = { OAI_WORKERS: '2', OAI_BASE_URL: 'https://oai.example.org/oai', OAI_ADMIN_EMAIL: 'oai@example.org' };
    const serving = await serveProcess({ ...environment, ...more }, folder);
    const statusOf = async () => {
      const { status } = await fetch(`http://127.0.0.1:${serving.port}/oai?verb=Identify`);
      return status;
    };
    const until = async (wanted: number) => {
      for (let status = await statusOf(); status !== wanted; status = await statusOf()) {
        expect([200, 503]).toContain(status);
        await sleep(50);
      }
    };
    try {
      for (const mode of ['fast', 'immediate'] as const) {
        await until(200);
        await server.stop(mode);
        await until(503);
        await sleep(1500);
        expect(await statusOf()).toBe(503);
        await server.start();
        await until(200);
      }
      expect(serving.errors()).not.toMatch(/\n\s+at |"level":50|geheim/);
      expect(await serving.stop()).toBe(0);
    } finally {
      await serving.stop('SIGKILL');
      await server.dispose();
    }
  }, 60_000);
});

describeReplicated('an endpoint whose primary stops, and whose standby is promoted', () => {
  const servers: PostgresServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.dispose())));

  /** A primary and a standby without which it acknowledges nothing, and the URL of both. */
  async function pair() {
    const primary = await startPrimary();
    const standby = await primary.standby('one');
    servers.push(primary, standby);
    await waitForStandbys(primary, 'one');
    const failOver = async () => {
      await primary.stop('immediate');
      await sleep(300);
      await promote(standby);
    };
    return {
      standby,
      failOver,
      url: primary.url().replace(/@[^/]*/, `@127.0.0.1:${primary.port},127.0.0.1:${standby.port}`),
    };
  }

  test('goes on by itself: nothing acknowledged is lost, no batch is there by half, and the harvest completes', async () => {
    const { url, failOver } = await pair();
    const endpoint = await Endpoint.start({ clock: systemClock, settings, database: url });
    await endpoint.store.write(items('0'), now);
    let acknowledged = 0;
    let failures = 0;
    let writing = true;
    const writer = (async () => {
      for (let version = 1; writing; ) {
        try {
          await endpoint.store.write(items(String(version)), now);
          acknowledged = version;
          version += 1;
        } catch (error) {
          if (!(error instanceof StoreBusy)) throw error;
          failures += 1;
          await sleep(20);
        }
      }
    })();
    const { mirror, refused } = await harvestThrough(endpoint, async () => {
      await sleep(300);
      await failOver();
    });
    const before = acknowledged;
    while (acknowledged < before + 3) await sleep(20);
    writing = false;
    await writer;
    expect(mirror.size).toBe(ITEMS);
    expect(failures).toBeGreaterThan(0);
    expect(refused + failures).toBeGreaterThan(1);
    const { mirror: after } = await harvestThrough(endpoint, async () => {});
    expect(new Set(after.values())).toEqual(new Set([String(acknowledged)]));
    await endpoint.stop();
  }, 90_000);

  test('what was acknowledged before is there after, and of the batch under way all or nothing', async () => {
    const { url, failOver } = await pair();
    const endpoint = await Endpoint.start({ clock: systemClock, settings, database: url });
    let acknowledged = -1;
    const writer = (async () => {
      for (let version = 0; ; version += 1) {
        await endpoint.store.write(items(String(version)), now);
        acknowledged = version;
      }
    })();
    const ended = expect(writer).rejects.toThrow(StoreBusy);
    while (acknowledged < 5) await sleep(5);
    await failOver();
    await ended;
    const { mirror } = await harvestThrough(endpoint, async () => {});
    const titles = new Set(mirror.values());
    expect(titles.size).toBe(1);
    expect([acknowledged, acknowledged + 1].map(String)).toContain([...titles][0]);
    await endpoint.stop();
  }, 90_000);

  test('answers with what is acknowledged while a batch waits for a standby that is gone', async () => {
    const { url, standby } = await pair();
    const endpoint = await Endpoint.start({ clock: systemClock, settings, database: url });
    const titles = async () => {
      const { mirror, refused } = await harvestThrough(endpoint, async () => {});
      expect(refused).toBe(0);
      return [...new Set(mirror.values())];
    };
    await endpoint.store.write(items('A'), now);
    await standby.stop();
    let acknowledged = false;
    const waiting = endpoint.store.write(items('B'), now).then(() => {
      acknowledged = true;
    });
    await sleep(1500);
    expect(await titles()).toEqual(['A']);
    expect(acknowledged).toBe(false);
    await standby.start();
    await waiting;
    expect(await titles()).toEqual(['B']);
    await endpoint.stop();
  }, 90_000);

  test('ends an import with one sentence; the same import again brings the rest', async () => {
    const { url, failOver } = await pair();
    const environment = { OAI_DATABASE: url, OAI_REPOSITORY_IDENTIFIER: REPOSITORY };
    const file = join(folder, 'items.jsonl');
    const lines = Array.from({ length: 8000 }, (_, n) =>
      JSON.stringify({ identifier: `i${n}`, titles: [{ text: 'T' }] }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const endpoint = await Endpoint.start({ clock: systemClock, settings, database: url });
    const first = new TestTerminal(environment);
    const importing = runCommandLine(['import', file], first);
    while ((await endpoint.store.counts()).items === 0) await sleep(10);
    await failOver();
    expect(await importing).not.toBe(0);
    expect(withoutProgress(first)).toHaveLength(1);
    expect(first.errors).not.toMatch(/\n\s+at |geheim/);
    await askPatiently(endpoint, 'verb=Identify');
    const there = (await endpoint.store.counts()).items;
    expect(there).toBeGreaterThan(0);
    expect(there).toBeLessThan(lines.length);
    const again = new TestTerminal(environment);
    expect([await runCommandLine(['import', file], again), withoutProgress(again)]).toEqual([0, []]);
    expect(again.output).toContain(`${lines.length - there} new`);
    expect((await endpoint.store.counts()).items).toBe(lines.length);
    await endpoint.stop();
  }, 90_000);
});

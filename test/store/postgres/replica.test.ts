import type { PageQuery } from '../../../src/store/store.ts';
import { Endpoint, type Received } from '../../support/endpoint.ts';
import { numbers } from '../../support/numbers.ts';
import { askServer } from '../../support/postgres/fresh-database.ts';
import type { PostgresServer } from '../../support/postgres/postgres-server.ts';
import {
  catchUp,
  describeReplicated,
  pauseReplay,
  resumeReplay,
  startPrimary,
} from '../../support/postgres/replication.ts';
import { TestClock } from '../../support/test-clock.ts';
import { titleChange, titlesOf } from '../../support/title-change.ts';

const ITEMS = 40;
const identifierOf = (n: number) => `oai:oai.example.org:${n}`;

const put = (n: number, version: number) => titleChange(identifierOf(n), String(version));

describeReplicated('two endpoints, one on the primary and one on a replica that lags', () => {
  let primary: PostgresServer;
  let standby: PostgresServer;
  beforeAll(async () => {
    primary = await startPrimary();
    standby = await primary.standby('one');
  });
  afterAll(() => Promise.all([primary.dispose(), standby.dispose()]));

  /** Harvests for a while through either, while there is writing and the replica stands still now and then. */
  async function trial(database: string, checked: boolean) {
    await askServer(`CREATE DATABASE ${database}`, primary.url());
    const clock = new TestClock('2026-01-01T00:00:00Z');
    const settings = { pageSize: 3 };
    const first = await Endpoint.start({ clock, settings, database: primary.url(database) });
    const hosts = `127.0.0.1:${standby.port},127.0.0.1:${primary.port}`;
    const url = standby.url(database).replace(`127.0.0.1:${standby.port}`, hosts);
    await catchUp(standby, primary);
    const second = await Endpoint.start({ clock, settings, database: `${url}?target_session_attrs=standby` });
    if (!checked) {
      // Of later pages nothing but this check looks at the clock row.
      const { readPage } = second.store.answers;
      second.store.answers.readPage = async (query: PageQuery) => {
        const page = await readPage.call(second.store.answers, query);
        return query.after === undefined ? page : { ...page, high: Number.MAX_SAFE_INTEGER };
      };
    }
    const endpoints = [first, second];
    const mirror = new Map<string, string>();
    const random = numbers(3);
    let refused = 0;
    let version = 0;
    let from: string | undefined;

    const ask = async (query: string): Promise<Received> => {
      for (;;) {
        const answer = await (endpoints[random(2)] ?? first).get(query);
        if (answer.status === 200) return answer;
        expect(answer.status).toBe(503);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        refused += 1;
      }
    };
    const happen = async (changes: number) => {
      clock.tick(1 + random(3));
      version += 1;
      const touched = Array.from({ length: changes }, () => put(random(ITEMS), version));
      await first.store.write(touched, () => clock.now());
      if (random(6) === 0) await pauseReplay(standby);
      if (random(8) === 0) {
        await resumeReplay(standby);
        await catchUp(standby, primary);
      }
    };
    const harvestOnce = async (between: () => Promise<void>) => {
      let query = `verb=ListRecords&metadataPrefix=oai_dc${from === undefined ? '' : `&from=${from}`}`;
      let next: string | undefined;
      for (;;) {
        const text = (await ask(query)).body.toString();
        next ??= /<responseDate>(.*?)</.exec(text)?.[1];
        for (const [identifier, title] of titlesOf(text)) mirror.set(identifier, title);
        await between();
        const token = /<resumptionToken[^>]*>([^<]+)</.exec(text)?.[1];
        if (token === undefined) break;
        query = new URLSearchParams({ verb: 'ListRecords', resumptionToken: token }).toString();
      }
      from = next;
    };

    await first.store.write(
      Array.from({ length: ITEMS }, (_, n) => put(n, 0)),
      () => clock.now(),
    );
    await catchUp(standby, primary);
    for (let list = 0; list < 40; list += 1) {
      await happen(12);
      await harvestOnce(() => happen(1));
    }
    await resumeReplay(standby);
    await catchUp(standby, primary);
    for (let list = 0; list < 2; list += 1) await harvestOnce(async () => clock.tick(1));
    let lost = 0;
    for await (const { identifier, content } of first.store.items()) {
      if (mirror.get(identifier) !== JSON.parse(content ?? '{}').title) lost += 1;
    }
    await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
    return { lost, refused, version };
  }

  test('HRV-01 TOK-17 a harvest whose pages come from either loses nothing', async () => {
    const { lost, refused, version } = await trial('checked', true);
    expect(lost).toBe(0);
    expect(refused).toBeGreaterThan(5);
    expect(version).toBeGreaterThan(100);
  }, 120_000);

  test('without the clock value in the token it would lose some', async () => {
    expect((await trial('unchecked', false)).lost).toBeGreaterThan(0);
  }, 120_000);
});

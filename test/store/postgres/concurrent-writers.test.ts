import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../src/clock.ts';
import { openStore } from '../../../src/store/index.ts';
import { type Store, StoreBusy } from '../../../src/store/store.ts';
import { RECORD_LAYOUT } from '../../../src/xml/record-layout.ts';
import { Endpoint } from '../../support/endpoint.ts';
import { harvest, Mirror } from '../../support/harvester.ts';
import { describePostgres } from '../../support/postgres/describe-postgres.ts';
import { freshDatabase } from '../../support/postgres/fresh-database.ts';
import { postgresBackDoor } from '../../support/postgres/postgres-back-door.ts';
import { titleChange } from '../../support/title-change.ts';

const WRITERS = 4;
const now = () => systemClock.now();
const identifierOf = (n: number) => `oai:oai.example.org:${n}`;

describePostgres('writers on several connections', () => {
  let database: string;
  let endpoint: Endpoint;
  let writers: Store[];
  beforeEach(async () => {
    database = await freshDatabase();
    endpoint = await Endpoint.start({ clock: systemClock, database, settings: { pageSize: 5 } });
    writers = await Promise.all(Array.from({ length: WRITERS }, () => openStore(database, RECORD_LAYOUT, now())));
  });
  afterEach(() => Promise.all([endpoint.stop(), ...writers.map((writer) => writer.close())]));

  /** Datestamps in the order of places, that is, of commits. */
  async function datestamps(): Promise<number[]> {
    const rows = await postgresBackDoor.rows<{ datestamp: number }>(
      database,
      'SELECT datestamp FROM record ORDER BY place',
    );
    return rows.map(({ datestamp }) => datestamp);
  }

  test('HRV-01 DATE-28 write one after the other, in the order of their datestamps, and a harvester loses nothing', async () => {
    const mirror = new Mirror();
    const update = async () =>
      mirror.apply(
        await harvest({
          fetch: (query) => endpoint.get(query),
          verb: 'ListRecords',
          arguments: mirror.next({ metadataPrefix: 'oai_dc' }),
          baseUrl: endpoint.settings.baseUrl,
        }),
      );
    let writing = true;
    const harvesting = (async () => {
      while (writing) {
        await update();
        await sleep(20);
      }
    })();
    // For some seconds, so that batches meet their ends.
    const end = Date.now() + 4000;
    const written = await Promise.all(
      writers.map(async (writer, number) => {
        let batches = 0;
        for (; Date.now() < end; batches += 1) {
          const changes = Array.from({ length: 6 }, (_, n) => {
            const item = (batches * 7 + number * 3 + n * 5) % 50;
            return titleChange(identifierOf(item), `${number} ${batches}`);
          });
          await writer.write(changes, now);
        }
        return batches;
      }),
    );
    writing = false;
    await harvesting;
    await update();
    await update();
    expect(Math.min(...written)).toBeGreaterThan(3);
    const stamps = await datestamps();
    expect(stamps).toHaveLength(50);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    for await (const { identifier, content } of endpoint.store.items()) {
      expect(mirror.get(identifier)?.payload).toContain(`<dc:title>${JSON.parse(content ?? '').title}</dc:title>`);
    }
  }, 60_000);

  test('wait for one that takes long; answers do not, and their responseDate stays before what it writes', async () => {
    const [slow, quick] = writers as [Store, Store];
    await quick.write([titleChange(identifierOf(0), 'first')], now);
    const unlock = await postgresBackDoor.lock(database);
    const begun = now();
    const waiting = quick.write([titleChange(identifierOf(1), 'waited')], now);
    let done = false;
    void waiting.then(() => {
      done = true;
    });
    await sleep(2100);
    const answer = (await endpoint.get('verb=ListRecords&metadataPrefix=oai_dc')).body.toString();
    expect(answer).toContain('first');
    expect(Date.parse(/<responseDate>(.*?)</.exec(answer)?.[1] ?? '') / 1000).toBeLessThanOrEqual(begun);
    expect(done).toBe(false);
    slow.limitPatience(50);
    await expect(slow.write([titleChange(identifierOf(2), 'x')], now)).rejects.toThrow(StoreBusy);
    await unlock();
    await waiting;
    const [first = 0, waited = 0] = await datestamps();
    expect(first).toBeLessThanOrEqual(begun);
    expect(waited).toBeGreaterThan(begun);
  }, 60_000);

  test('are not held up by a snapshot that somebody reads from for long', async () => {
    const [writer] = writers as [Store];
    await writer.write(
      Array.from({ length: 1200 }, (_, n) => titleChange(identifierOf(n), 'old')),
      now,
    );
    const items = endpoint.store.items()[Symbol.asyncIterator]();
    expect((await items.next()).value?.content).toContain('old');
    await writer.write(
      Array.from({ length: 1200 }, (_, n) => titleChange(identifierOf(n), 'new')),
      now,
    );
    const answer = (await endpoint.get('verb=ListRecords&metadataPrefix=oai_dc')).body.toString();
    expect(answer).toContain('new');
    let count = 1;
    for (let next = await items.next(); !next.done; next = await items.next()) count += 1;
    expect(count).toBe(1200);
  }, 60_000);
});

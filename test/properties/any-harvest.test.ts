import fc from 'fast-check';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { BASE_URL, Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, ID, itemF } from '../support/fixture-f.ts';
import { harvest, Mirror } from '../support/harvester.ts';
import { TestClock } from '../support/test-clock.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** What may happen to a repository between two pages. */
type Event =
  | { kind: 'put'; id: string; version: number; set: string | undefined }
  | { kind: 'delete'; id: string }
  | { kind: 'clock'; seconds: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      id: fc.constantFrom(...IDS),
      version: fc.nat({ max: 3 }),
      set: fc.constantFrom(undefined, 'x', 'x:y', 'z'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), id: fc.constantFrom(...IDS) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), seconds: fc.integer({ min: -3, max: 4 }) }),
  },
);

/** A database of PostgreSQL takes longer to make than a file. */
const RUNS = process.env['OAI_TEST_STORE'] === 'postgres' ? 20 : 60;

/** Full harvests with any page size under any interleaved writes, followed by incremental ones. */
describe('any harvest', () => {
  let endpoint: Endpoint;
  const clock = new TestClock('2026-01-01T12:00:00Z');
  afterEach(() => endpoint.stop());

  async function happen(events: readonly Event[]): Promise<void> {
    for (const happening of events) {
      switch (happening.kind) {
        case 'clock':
          clock.tick(happening.seconds);
          break;
        case 'delete':
          await endpoint.store.write([{ kind: 'delete', identifier: ID(happening.id), by: 'source' }], () =>
            clock.now(),
          );
          break;
        case 'put': {
          const { id, version, set } = happening;
          const item = itemF(id, {
            titles: [{ text: `${id} ${version}` }],
            ...(set === undefined ? {} : { sets: [set] }),
          });
          const cataloguing = { ...CATALOGUING, crosswalks: endpoint.formats };
          await endpoint.store.write([catalogue(item, clock.now(), cataloguing)], () => clock.now());
        }
      }
    }
  }

  test.each(['seconds', 'day'] as const)(
    'ends with exactly what the store holds (%s)',
    (granularity) =>
      fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 5 }),
          fc.array(event, { maxLength: 20 }),
          fc.array(fc.array(event, { maxLength: 5 }), { maxLength: 12 }),
          async (pageSize, before, between) => {
            clock.set('2026-01-01T12:00:00Z');
            endpoint = await Endpoint.start({ clock, settings: { pageSize, granularity } });
            await happen(before);
            const steps = [...between];
            const mirror = new Mirror(granularity);
            const run = async (quiet: boolean) =>
              mirror.apply(
                await harvest({
                  fetch: (query) => endpoint.get(query),
                  verb: 'ListRecords',
                  arguments: mirror.next({ metadataPrefix: 'oai_dc' }),
                  baseUrl: BASE_URL,
                  granularity,
                  quiet,
                  betweenPages: async () => happen(steps.shift() ?? []),
                }),
              );
            while (steps.length > 0) {
              await run(false);
              await happen(steps.shift() ?? []);
            }
            await run(true);
            const whole = new Mirror(granularity);
            whole.apply(
              await harvest({
                fetch: (query) => endpoint.get(query),
                verb: 'ListRecords',
                arguments: { metadataPrefix: 'oai_dc' },
                baseUrl: BASE_URL,
                granularity,
                quiet: true,
              }),
            );
            expect(mirror.entries()).toEqual(whole.entries());
            for await (const { identifier, deleted } of endpoint.store.items()) {
              expect(mirror.get(identifier)?.deleted).toBe(deleted !== undefined);
            }
            await endpoint.stop();
          },
        ),
        { numRuns: RUNS },
      ),
    // On a busy machine it takes a while, and the next test must not begin meanwhile: both use one endpoint.
    120_000,
  );
});

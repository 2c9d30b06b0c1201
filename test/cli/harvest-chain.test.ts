import { runCommandLine } from '../../src/cli/command-line.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { backDoor } from '../support/back-door.ts';
import { BASE_URL, Endpoint } from '../support/endpoint.ts';
import { itemF, putAt } from '../support/fixture-f.ts';
import { harvest } from '../support/harvester.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const endpoints: Endpoint[] = [];
afterEach(() => Promise.all(endpoints.splice(0).map((endpoint) => endpoint.stop())));

const addressOf = ({ port }: Endpoint) => `http://127.0.0.1:${port}/oai`;

/** An endpoint that serves what it harvested from another one. */
async function harvesterOf(origin: Endpoint, identifier: string, clock: TestClock): Promise<Endpoint> {
  const database = await backDoor.fresh();
  const terminal = new TestTerminal({ OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: identifier }, clock);
  expect(await runCommandLine(['harvest', addressOf(origin), '--allow-private'], terminal)).toBe(0);
  expect(terminal.output).toContain('2 new');
  const endpoint = await Endpoint.start({ clock, database, formats: [oaiDc], identifier });
  endpoints.push(endpoint);
  return endpoint;
}

/** The one about of each record; every answer is judged, by the schema of provenance too. */
async function aboutsOf(endpoint: Endpoint): Promise<string[]> {
  const { records } = await harvest({
    fetch: (query) => endpoint.get(query),
    baseUrl: BASE_URL,
    verb: 'ListRecords',
    arguments: { metadataPrefix: 'oai_dc' },
    quiet: true,
  });
  return records.map(({ abouts }) => {
    expect(abouts).toHaveLength(1);
    return abouts.join('');
  });
}

test('AGG-03: what was harvested of what was harvested tells of both, the older whole inside the newer', async () => {
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const first = await Endpoint.start({ clock });
  endpoints.push(first);
  await putAt(first, '2026-01-01T00:00:00Z', itemF('a'), itemF('b'));
  clock.set('2026-02-02T00:00:00Z');
  const second = await harvesterOf(first, 'second.example.org', clock);
  clock.set('2026-03-03T00:00:00Z');
  const third = await harvesterOf(second, 'third.example.org', clock);

  const inner = (about: string) => /<originDescription .*<\/originDescription>/s.exec(about)?.[0] ?? '';
  const [[older = ''], [newer = '']] = [await aboutsOf(second), await aboutsOf(third)];
  expect(inner(older)).toMatch(/^<originDescription harvestDate="2026-02-02T00:00:00Z" altered="false">/);
  expect(inner(older)).toContain(`<baseURL>${addressOf(first)}</baseURL>`);
  expect(inner(newer)).toBe(
    '<originDescription harvestDate="2026-03-03T00:00:00Z" altered="false">' +
      `<baseURL>${addressOf(second)}</baseURL><identifier>oai:oai.example.org:a</identifier>` +
      '<datestamp>2026-02-02T00:00:00Z</datestamp>' +
      '<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace>' +
      `${inner(older)}</originDescription>`,
  );
});

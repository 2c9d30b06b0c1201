import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { backDoor } from '../support/back-door.ts';
import { BASE_URL, Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, deleteAt, itemF, putAt } from '../support/fixture-f.ts';
import { harvest } from '../support/harvester.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClock } from '../support/test-clock.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const folder = temporaryFolder();
let number = 0;
const origins: Endpoint[] = [];
afterEach(() => Promise.all(origins.splice(0).map((origin) => origin.stop())));

/** An endpoint to harvest from, and one that serves what was harvested. */
async function twoEndpoints(settings: { granularity?: 'seconds' | 'day' } = {}) {
  number += 1;
  mkdirSync(join(folder, String(number)));
  const database = await backDoor.fresh();
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const origin = await Endpoint.start({ clock, settings: { pageSize: 2, ...settings } });
  origins.push(origin);
  const address = `http://127.0.0.1:${origin.port}/oai`;
  const run = async (...words: string[]) => {
    const terminal = new TestTerminal({ OAI_DATABASE: database, OAI_REPOSITORY_IDENTIFIER: 'copy.example.org' }, clock);
    const exitCode = await runCommandLine(['harvest', address, '--allow-private', ...words], terminal);
    return { exitCode, output: terminal.output, errors: terminal.errors };
  };
  const rejects = async () => {
    const rows = await backDoor.rows<{ identifier: string }>(database, 'SELECT identifier FROM reject');
    return rows.map(({ identifier }) => identifier);
  };
  const copy = async () => {
    const endpoint = await Endpoint.start({
      clock,
      database,
      identifier: 'copy.example.org',
    });
    try {
      const options = { fetch: (query: string) => endpoint.get(query), baseUrl: BASE_URL };
      return await harvest({ ...options, verb: 'ListRecords', arguments: { metadataPrefix: 'oai_dc' }, quiet: true });
    } finally {
      await endpoint.stop();
    }
  };
  const original = () =>
    harvest({
      fetch: (query) => origin.get(query),
      baseUrl: BASE_URL,
      verb: 'ListRecords',
      arguments: { metadataPrefix: 'oai_dc' },
      ...(settings.granularity === undefined ? {} : { granularity: settings.granularity }),
    });
  return { origin, clock, run, rejects, copy, original };
}

describe('harvest', () => {
  test('REC-10 AGG-01 AGG-02 AGG-03 AGG-04 keeps records as they were sent, with new datestamps and their provenance', async () => {
    const { origin, clock, run, copy, original } = await twoEndpoints();
    await putAt(origin, '2026-01-01T00:00:00Z', itemF('a', { sets: ['x:y'] }), itemF('b'), itemF('c'));
    await deleteAt(origin, '2026-01-01T00:00:05Z', 'c');
    clock.set('2026-02-02T00:00:00Z');
    expect(await run()).toMatchObject({
      exitCode: 0,
      output: '2 new, 0 changed, 0 unchanged, 1 deleted, 0 refused.\n',
    });
    const [there, here] = [await original(), await copy()];
    const payloads = (list: typeof here) =>
      list.records.map(({ identifier, metadata, setSpecs, deleted }) => ({ identifier, metadata, setSpecs, deleted }));
    expect(payloads(here)).toEqual(payloads(there));
    expect(new Set(here.records.map(({ datestamp }) => datestamp))).toEqual(new Set(['2026-02-02T00:00:00Z']));
    const about = here.records[0]?.abouts.join('') ?? '';
    expect(about).toContain('harvestDate="2026-02-02T00:00:00Z" altered="false"');
    expect(about).toContain('<datestamp>2026-01-01T00:00:00Z</datestamp>');
    expect(about).toContain('<identifier>oai:oai.example.org:a</identifier>');
  });

  test.each(['seconds', 'day'] as const)(
    'is incremental (%s): what is unchanged keeps its datestamp, its harvest date is no change',
    async (granularity) => {
      const { origin, clock, run, copy } = await twoEndpoints({ granularity });
      await putAt(origin, '2026-01-01T00:00:00Z', itemF('a'), itemF('b'), itemF('c'));
      clock.set('2026-01-01T00:00:10Z');
      await run();
      const before = await copy();
      clock.set('2026-01-01T01:00:00Z');
      expect((await run()).output).toMatch(/^0 new, 0 changed, \d unchanged, 0 deleted/);
      expect((await copy()).records).toEqual(before.records);
      await putAt(origin, '2026-01-01T01:00:00Z', itemF('b', { titles: [{ text: 'Changed' }] }));
      await deleteAt(origin, '2026-01-01T01:00:00Z', 'c');
      clock.set('2026-01-01T02:00:00Z');
      expect((await run()).output).toMatch(/^0 new, 1 changed, \d unchanged, 1 deleted/);
      const after = await copy();
      expect(after.records.find(({ identifier }) => identifier.endsWith(':b'))?.metadata).toContain('Changed');
      expect(after.records.find(({ identifier }) => identifier.endsWith(':c'))?.deleted).toBe(true);
    },
  );

  test('AGG-06 what is rendered here from a harvested record is altered, the record itself is not', () => {
    const verbatim = {
      payloads: {
        oai_dc:
          oaiDc.render(itemF('a'), { landingPage: 'https://x.example.org/a', repositoryIdentifier: 'x.example.org' }) ??
          '',
      },
      provenance: {
        baseUrl: 'https://x.example.org/oai',
        identifier: 'oai:x.example.org:a',
        datestamp: '2020-01-01',
        metadataNamespace: oaiDc.metadataNamespace,
        harvestDate: '2026-01-01T00:00:00Z',
        altered: false,
      },
    };
    const { bodies } = catalogue(itemF('a'), 0, CATALOGUING, verbatim);
    expect(bodies.get('oai_dc')).toContain('altered="false"');
    expect(bodies.get('marc21')).toContain('altered="true"');
    const repaired = { ...verbatim, payloads: { oai_dc: verbatim.payloads.oai_dc.replace('Article', 'Art\ufffdcle') } };
    expect(catalogue(itemF('a'), 0, CATALOGUING, repaired).bodies.get('oai_dc')).toContain('altered="true"');
  });

  test('goes on where an endpoint died in the middle of a list', async () => {
    const { origin, clock, run, copy } = await twoEndpoints();
    await putAt(origin, '2026-01-01T00:00:00Z', ...['a', 'b', 'c', 'd', 'e', 'f'].map((local) => itemF(local)));
    clock.set('2026-01-02T00:00:00Z');
    const readPage = origin.store.answers.readPage.bind(origin.store.answers);
    let pages = 0;
    origin.store.answers.readPage = async (query) => {
      pages += 1;
      if (pages === 3) throw Object.assign(new Error('gone'), { name: 'Gone' });
      return readPage(query);
    };
    // A server error is tried again after a pause, so the list comes to its end all the same.
    expect((await run()).output).toContain('6 new');
    expect((await copy()).records).toHaveLength(6);
  }, 60_000);

  test('a record that changes while its list is read comes twice, and the later one holds', async () => {
    const { origin, clock, run, copy } = await twoEndpoints();
    await putAt(origin, '2026-01-01T00:00:00Z', itemF('a'), itemF('b'), itemF('c'));
    clock.set('2026-01-02T00:00:00Z');
    const readPage = origin.store.answers.readPage.bind(origin.store.answers);
    let pages = 0;
    origin.store.answers.readPage = async (query) => {
      pages += 1;
      if (pages === 2) await putAt(origin, '2026-01-02T00:00:00Z', itemF('a', { titles: [{ text: 'Newer' }] }));
      return readPage(query);
    };
    expect(await run()).toMatchObject({ exitCode: 0, output: expect.stringContaining('3 new, 1 changed') });
    const mirrored = (await copy()).records.find(({ identifier }) => identifier.endsWith(':a'));
    expect(mirrored?.metadata).toContain('Newer');
  });

  test('a set and the whole of one endpoint can be harvested, one after the other', async () => {
    const { origin, clock, run } = await twoEndpoints();
    await putAt(origin, '2026-01-01T00:00:00Z', itemF('a', { sets: ['x'] }), itemF('b'));
    clock.set('2026-01-02T00:00:00Z');
    expect((await run('--set', 'x')).output).toContain('1 new');
    expect(await run()).toMatchObject({
      exitCode: 0,
      output: '1 new, 0 changed, 1 unchanged, 0 deleted, 0 refused.\n',
    });
  });

  test('nobody else can give identifiers of this repository', async () => {
    const { origin, clock, run } = await twoEndpoints();
    await putAt(origin, '2026-01-01T00:00:00Z', { ...itemF('a'), identifier: 'oai:copy.example.org:stolen' });
    clock.set('2026-01-02T00:00:00Z');
    expect(await run()).toMatchObject({
      exitCode: 3,
      errors: expect.stringContaining('an identifier of this repository'),
    });
  });

  test('what was refused stays in quarantine while the endpoint is silent about it', async () => {
    const { origin, clock, run, rejects } = await twoEndpoints();
    await putAt(origin, '2026-01-01T00:00:00Z', { ...itemF('a'), identifier: 'oai:copy.example.org:a' });
    clock.set('2026-01-01T00:00:10Z');
    expect((await run()).output).toContain('1 refused');
    clock.set('2026-01-02T00:00:00Z');
    await putAt(origin, '2026-01-02T00:00:00Z', itemF('b'));
    clock.set('2026-01-02T00:00:10Z');
    expect((await run()).output).toBe('1 new, 0 changed, 0 unchanged, 0 deleted, 0 refused.\n');
    expect(await rejects()).toEqual(['oai:copy.example.org:a']);
  });

  test('can begin anew from a date, and says in words what an endpoint refuses', async () => {
    const { origin, clock, run } = await twoEndpoints();
    await putAt(origin, '2026-01-01T00:00:00Z', itemF('a'));
    clock.set('2026-01-02T00:00:00Z');
    await run();
    expect((await run('--set', 'nosuch')).errors).toMatch(/noSetHierarchy/);
    const again = await run('--from', '2026-01-01', '--prefix', 'oai_dc');
    expect(again.output).toContain('1 unchanged');
  });

  test('addresses in private networks are refused unless they are allowed; mistakes are told', async () => {
    const terminal = () => new TestTerminal({ OAI_DATABASE: join(folder, 'private.sqlite') });
    const asked = async (...words: string[]) => {
      const one = terminal();
      return { exitCode: await runCommandLine(['harvest', ...words], one), errors: one.errors };
    };
    expect(await asked('http://127.0.0.1:1/oai')).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/private|127\.0\.0\.1/),
    });
    expect((await asked('nonsense')).exitCode).toBe(2);
  }, 60_000);
});

import type { ServerResponse } from 'node:http';
import { oaiDatacite } from '../../src/formats/oai-datacite.ts';
import type { ImportListener } from '../../src/ingest/import-files.ts';
import type { SourceDefinition } from '../../src/ingest/source-definition.ts';
import { syncSource } from '../../src/ingest/sync.ts';
import type { Verbatim } from '../../src/ingest/verbatim.ts';
import { envelope, error, identify, MisbehavingSource, send } from '../harvest/misbehaving-source.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, deleteAt, FIXTURE_FORMATS, ID, itemF, putAt } from '../support/fixture-f.ts';
import { TestClock } from '../support/test-clock.ts';

const endpoints: { stop(): Promise<void> }[] = [];
afterEach(() => Promise.all(endpoints.splice(0).map((endpoint) => endpoint.stop())));

const PREFIX = 'oai_datacite';

const TOKEN = '<resumptionToken completeListSize="30">t1</resumptionToken>';
const head = (name: string, status = '') =>
  `<header${status}><identifier>${ID(name)}</identifier><datestamp>2026-01-01T00:00:00Z</datestamp></header>`;
const dc =
  '<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/">' +
  '<title xmlns="http://purl.org/dc/elements/1.1/">A</title></oai_dc:dc></metadata>';
const dcRecord = (name: string) => `<record>${head(name)}${dc}</record>`;

/** A store, and what takes an endpoint's oai_dc and its oai_datacite into it. */
async function mirror(baseUrl: string) {
  const clock = new TestClock('2026-01-02T00:00:00Z');
  const copy = await Endpoint.start({ clock, formats: FIXTURE_FORMATS, identifier: 'copy.example.org' });
  endpoints.push(copy);
  const source = {
    name: 'partner',
    origin: { kind: 'oai', baseUrl, metadataPrefix: PREFIX, set: undefined, from: undefined },
    format: undefined,
    encoding: undefined,
    sets: [],
    complete: false,
    mostDeletions: 0,
    schedule: undefined,
    allowPrivate: true,
  } satisfies SourceDefinition;
  const told: string[] = [];
  const listener: ImportListener = {
    message: ({ kind, text }) => void told.push(`${kind}: ${text}`),
    progress: () => {},
  };
  const parts = {
    store: copy.store,
    cataloguing: { ...CATALOGUING, repositoryIdentifier: 'copy.example.org' },
    clock,
  };
  return {
    copy,
    clock,
    told,
    sync: (now: { baseUrl?: string; metadataPrefix?: string; sets?: readonly string[] } = {}) => {
      const { sets = source.sets, ...others } = now;
      return syncSource({ ...source, sets, origin: { ...source.origin, ...others } }, parts, {}, listener);
    },
    payloads: async (local: string) => {
      const { verbatim = '{}', deleted } = (await copy.store.readItem(ID(local))) ?? {};
      return { formats: Object.keys((JSON.parse(verbatim) as Verbatim).payloads ?? {}).sort(), deleted };
    },
    /** Status and metadata of a record as it is served here. */
    served: async (local: string, prefix: string) => {
      const query = `verb=GetRecord&metadataPrefix=${prefix}&identifier=${encodeURIComponent(ID(local))}`;
      return (await copy.get(query)).body.toString();
    },
  };
}

async function origin() {
  const clock = new TestClock('2026-01-01T00:00:00Z');
  const endpoint = await Endpoint.start({ clock, formats: FIXTURE_FORMATS, settings: { pageSize: 2 } });
  endpoints.push(endpoint);
  const at = async (datestamp: string, change: (datestamp: string) => Promise<void>) => {
    clock.set(datestamp);
    await change(datestamp);
    clock.tick(60);
  };
  return { endpoint, at, baseUrl: `http://127.0.0.1:${endpoint.port}/oai` };
}

describe('a format beside oai_dc', () => {
  test('REC-10: a record deleted in it takes its own payload away, and the item stays', async () => {
    const { endpoint, at, baseUrl } = await origin();
    const { sync, payloads, served } = await mirror(baseUrl);
    await at('2026-01-01T00:00:00Z', (then) => putAt(endpoint, then, itemF('a'), itemF('b'), itemF('c')));
    expect(await sync()).toMatchObject({ created: 3, refused: 0 });
    expect(await payloads('a')).toEqual({ formats: ['oai_datacite', 'oai_dc'], deleted: undefined });
    expect(await served('a', PREFIX)).toContain('altered="false"');

    // Without a DOI it has no oai_datacite any more.
    await at('2026-01-01T01:00:00Z', (then) => putAt(endpoint, then, itemF('a', { identifiers: [] })));
    expect(await sync()).toMatchObject({ created: 0, refused: 0, deleted: 0 });
    expect(await payloads('a')).toEqual({ formats: ['oai_dc'], deleted: undefined });
    expect(await served('a', PREFIX)).toContain('status="deleted"');
    expect(await served('a', 'oai_dc')).toContain('Article a');
    expect((await payloads('b')).formats).toEqual(['oai_datacite', 'oai_dc']);
    expect(await sync()).toMatchObject({ updated: 0, refused: 0, deleted: 0 });
  });

  test('an item that is gone is not brought back by it, and returns without what it was', async () => {
    const { endpoint, at, baseUrl } = await origin();
    const { sync, payloads, served } = await mirror(baseUrl);
    await at('2026-01-01T00:00:00Z', (then) => putAt(endpoint, then, itemF('a')));
    await sync();
    await at('2026-01-01T01:00:00Z', (then) => deleteAt(endpoint, then, 'a'));
    expect(await sync()).toMatchObject({ deleted: 1, refused: 0 });
    expect((await payloads('a')).deleted).toBe('source');
    expect(await sync()).toMatchObject({ created: 0, updated: 0, refused: 0 });
    expect((await payloads('a')).deleted).toBe('source');
    await at('2026-01-01T02:00:00Z', (then) => putAt(endpoint, then, itemF('a', { identifiers: [] })));
    await sync();
    expect(await payloads('a')).toEqual({ formats: ['oai_dc'], deleted: undefined });
    expect(await served('a', PREFIX)).toContain('status="deleted"');
  });

  test('that lives on when oai_dc is gone is refused, and does not bring the item back', async () => {
    const other = `<metadata><resource xmlns="${oaiDatacite.metadataNamespace}"/></metadata>`;
    let gone = false;
    const source = await MisbehavingSource.start((response, query) => {
      if (query.get('verb') === 'Identify') return send(response, identify());
      const isDc = query.get('metadataPrefix') === 'oai_dc';
      const record = gone && isDc ? head('a', ' status="deleted"') : `${head('a')}${isDc ? dc : other}`;
      send(response, envelope(`<ListRecords><record>${record}</record></ListRecords>`));
    });
    endpoints.push(source);
    const { sync, payloads } = await mirror(source.baseUrl);
    expect(await sync()).toMatchObject({ created: 1, refused: 0 });
    gone = true;
    expect(await sync()).toMatchObject({ deleted: 1, created: 0, refused: 1 });
    expect((await payloads('a')).deleted).toBe('source');
  });

  test('that the endpoint does not have is told before anything is taken in', async () => {
    const source = await MisbehavingSource.start((response, query) => {
      if (query.get('verb') === 'Identify') return send(response, identify());
      if (query.get('metadataPrefix') === PREFIX) return send(response, error('cannotDisseminateFormat', 'no'));
      send(response, envelope(`<ListRecords><record/></ListRecords>`));
    });
    endpoints.push(source);
    const { sync, told, copy } = await mirror(source.baseUrl);
    await expect(sync()).rejects.toThrow(/ refused: cannotDisseminateFormat: no\.$/);
    expect(told).toEqual([]);
    expect(await copy.store.quarantine.count()).toBe(0);
  });
});

describe('a source that changes in the config file', () => {
  test('that is at another address is harvested from the beginning', async () => {
    const [a, b] = [await origin(), await origin()];
    const { sync, payloads, told } = await mirror(a.baseUrl);
    await b.at('2020-01-01T00:00:00Z', (then) => putAt(b.endpoint, then, itemF('b')));
    await a.at('2026-01-01T00:00:00Z', (then) => putAt(a.endpoint, then, itemF('a')));
    expect(await sync()).toMatchObject({ created: 1 });
    expect(await sync({ baseUrl: b.baseUrl })).toMatchObject({ created: 1 });
    expect((await payloads('b')).formats).toEqual(['oai_datacite', 'oai_dc']);
    expect(told).toEqual([
      'note: it has another address than in the last run (what only the former one had stays here): harvested from the beginning',
    ]);
    // Only once.
    expect(await sync({ baseUrl: b.baseUrl })).toMatchObject({ created: 0 });
    expect(told).toHaveLength(1);
  });

  test('does not go on at the other address where the former one broke off, not even by a state that does not tell it', async () => {
    let broken = true;
    const list = (name: string) => (response: ServerResponse, query: URLSearchParams) => {
      if (query.get('verb') === 'Identify') return send(response, identify());
      if (query.has('resumptionToken')) return void response.writeHead(broken ? 404 : 200).end();
      send(response, envelope(`<ListRecords>${dcRecord(name)}${broken ? TOKEN : ''}</ListRecords>`));
    };
    const [a, b] = [await MisbehavingSource.start(list('a')), await MisbehavingSource.start(list('b'))];
    endpoints.push(a, b);
    const { sync, copy } = await mirror(a.baseUrl);
    const ofDc = { metadataPrefix: 'oai_dc' };
    await expect(sync(ofDc)).rejects.toThrow(/HTTP 404/);
    const state = (await copy.store.sources.runs())[0]?.state as Record<string, unknown>;
    expect(state['oai_dc']).toEqual({ resume: expect.objectContaining({ delivered: 1, announced: 30 }) });
    await copy.store.sources.saveState('partner', { oai_dc: state['oai_dc'] });
    broken = false;
    expect(await sync({ ...ofDc, baseUrl: b.baseUrl })).toMatchObject({ created: 1 });
    expect(a.asked).toHaveLength(2);
  });

  test('that puts its records in other sets is harvested from the beginning', async () => {
    const { endpoint, at, baseUrl } = await origin();
    const { sync, told, copy } = await mirror(baseUrl);
    await at('2026-01-01T00:00:00Z', (then) => putAt(endpoint, then, itemF('a'), itemF('b')));
    await at('2026-01-01T01:00:00Z', (then) => putAt(endpoint, then, itemF('c')));
    await sync();
    await sync({ sets: ['partners', 'theses'] });
    const query = 'verb=ListIdentifiers&metadataPrefix=oai_dc&set=partners';
    expect((await copy.get(query)).body.toString().match(/<header>/g)).toHaveLength(3);
    expect(told).toEqual([
      'note: its records are put in other sets than in the last run (partners, theses): harvested from the beginning',
    ]);
    await sync({ sets: ['theses', 'partners'] });
    expect(told).toHaveLength(1);
  });

  test('goes on with a state that does not tell its address and sets', async () => {
    const { endpoint, at, baseUrl } = await origin();
    const { sync, told, copy } = await mirror(baseUrl);
    await at('2026-01-01T00:00:00Z', (then) => putAt(endpoint, then, itemF('a')));
    await sync();
    const from = '2026-01-01T02:00:00Z';
    await copy.store.sources.saveState('partner', { oai_dc: { from }, [PREFIX]: { from } });
    expect(await sync({ sets: ['partners'] })).toMatchObject({ updated: 0, unchanged: 0 });
    expect(told).toEqual([]);
  });
});

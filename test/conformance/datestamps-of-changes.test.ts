import type { Crosswalk } from '../../src/formats/format.ts';
import { oaiDc } from '../../src/formats/oai-dc.ts';
import { catalogue } from '../../src/ingest/cataloguing.ts';
import { renderAgain } from '../../src/ingest/render-again.ts';
import { backDoor } from '../support/back-door.ts';
import { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, deleteAt, FIXTURE_FORMATS, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { secondsOf } from '../support/test-clock.ts';
import { again, ask, clockOf, followQuietly, keeper, LI, LR, names } from './ask.ts';
import { importText } from './import-text.ts';
import { query, recordQuery, refused } from './wire.ts';

const keep = keeper();
let f: Endpoint;
beforeEach(async () => {
  f = await keep(startFixtureF());
});

const NOW = '2026-03-01T10:00:00Z';
const LATER = '2026-03-01T11:00:00Z';
const PREFIXES = FIXTURE_FORMATS.map(({ metadataPrefix }) => metadataPrefix);

const list = async (endpoint: Endpoint, more = '', metadataPrefix = 'oai_dc') =>
  (await followQuietly(endpoint, `${query({ verb: 'ListIdentifiers', metadataPrefix })}${more}`)).headers;
const stamps = async (endpoint: Endpoint, metadataPrefix = 'oai_dc') =>
  Object.fromEntries((await list(endpoint, '', metadataPrefix)).map((one) => [names([one])[0], one.datestamp]));
const stampOf = async (local: string, metadataPrefix = 'oai_dc') =>
  (await ask(f, recordQuery(ID(local), metadataPrefix))).headers[0]?.datestamp;

/** The same store behind other formats, and all its items rendered in them, at a moment. */
async function deploy(formats: readonly Crosswalk[], datestamp: string): Promise<Endpoint> {
  clockOf(f).set(datestamp);
  const deployed = await keep(again(f, { formats }));
  await renderAgain(deployed.store.items(), deployed.store, { ...CATALOGUING, crosswalks: formats }, deployed.clock);
  return deployed;
}

test('DATE-23 a change of the metadata dates the record anew, in every format that shows it', async () => {
  await putAt(f, NOW, itemF('r2', { titles: [{ text: 'Changed' }], sets: ['journal:a', 'lang:tr'] }));
  for (const prefix of PREFIXES) {
    expect(await stampOf('r2', prefix)).toBe(NOW);
    expect(await stampOf('r1', prefix)).toBe('2020-01-01T00:00:00Z');
    expect(names(await list(f, `&from=${NOW}`, prefix))).toEqual(['r2']);
    expect(names(await list(f, '&until=2021-06-15', prefix))).toEqual(['r1']);
  }
});

describe('DATE-24 formats', () => {
  const changed: Crosswalk = {
    ...oaiDc,
    render: (item, context) =>
      oaiDc.render(item, context)?.replace('</oai_dc:dc>', '<dc:format>new</dc:format></oai_dc:dc>'),
  };

  test('DATE-24 a crosswalk that renders otherwise dates every record of its format, and no other', async () => {
    const [, ...others] = FIXTURE_FORMATS;
    const deployed = await deploy([changed, ...others], LATER);
    expect(names(await list(deployed, `&from=${LATER}`))).toEqual(['r1', 'r2', 'r3', 'r5']);
    for (const prefix of ['marc21', 'oai_datacite'])
      await refused(
        deployed,
        `${query({ verb: 'ListRecords', metadataPrefix: prefix })}&from=${LATER}`,
        'noRecordsMatch',
      );
  });

  test('DATE-24 the records of a new format are found from the moment on in which it came', async () => {
    const added = { ...oaiDc, metadataPrefix: 'added' };
    const deployed = await deploy([...FIXTURE_FORMATS, added], LATER);
    expect(names(await list(deployed, `&from=${LATER}`, 'added'))).toEqual(['r1', 'r2', 'r3', 'r5']);
    expect(await stamps(deployed)).toEqual(await stamps(f));
  });

  test('DATE-24 a format that an item has no longer is deleted there, at that moment', async () => {
    const [dc, marc21, datacite] = FIXTURE_FORMATS;
    if (!dc || !marc21 || !datacite) throw new Error('F has three formats');
    const narrower: Crosswalk = {
      ...datacite,
      render: (item, context) => (item.identifier === ID('r1') ? undefined : datacite.render(item, context)),
    };
    const deployed = await deploy([dc, marc21, narrower], LATER);
    expect(names(await list(deployed, `&from=${LATER}`, 'oai_datacite'))).toEqual(['-r1']);
    await refused(deployed, `${LR}&from=${LATER}`, 'noRecordsMatch');
  });

  test('DATE-24 and one that renders the same dates nothing', async () => {
    const deployed = await deploy(FIXTURE_FORMATS, LATER);
    for (const prefix of PREFIXES) expect(await stamps(deployed, prefix)).toEqual(await stamps(f, prefix));
    await refused(deployed, `${LR}&from=${LATER}`, 'noRecordsMatch');
  });
});

test('DATE-25 what changes nothing in the output dates nothing', async () => {
  const before = await stamps(f);
  await putAt(f, LATER, itemF('r1', { sets: ['journal:a'] }), itemF('r5', { identifiers: [] }));
  // Other JSON, the same records: sets in another order or with an ancestor, a property that no format shows.
  await putAt(f, LATER, itemF('r2', { sets: ['lang:tr', 'journal', 'journal:a'], visibleFrom: '2020-01-01' }));
  await deleteAt(f, LATER, 'r4');
  expect(await stamps(f)).toEqual(before);
  await refused(f, `${LI}&from=${NOW}`, 'noRecordsMatch');
  const line = JSON.stringify({ identifier: 'new', titles: [{ text: 'New' }] });
  await importText(f, 'new.jsonl', line);
  clockOf(f).tick(60);
  await importText(f, 'new.jsonl', line);
  expect(await stampOf('new')).toBe(NOW);
});

test('DATE-26 who enters or leaves a set is dated anew', async () => {
  await putAt(f, LATER, itemF('r1', { sets: ['journal:b'] }));
  expect(names(await list(f, `&set=journal:b&from=${LATER}`))).toEqual(['r1']);
  expect(names(await list(f, '&set=journal:a'))).toEqual(['r2']);
  for (const prefix of PREFIXES) expect(await stampOf('r1', prefix)).toBe(LATER);
  await putAt(f, '2026-03-01T12:00:00Z', itemF('r1'));
  await refused(f, `${LI}&set=journal&from=${NOW}`, 'noRecordsMatch');
  expect(names(await list(f, `&from=${NOW}`))).toEqual(['r1']);
});

describe('DATE-27 the datestamp is when the record came to be seen', () => {
  test('DATE-27 of two writers, who began first and commits last is not lost', async () => {
    const clock = clockOf(f);
    const slow = catalogue(itemF('slow'), clock.now(), CATALOGUING);
    clock.tick(5);
    const quick = catalogue(itemF('quick'), clock.now(), CATALOGUING);
    await f.store.write([quick], () => clock.now());
    const { responseDate } = await ask(f, LR);
    expect(responseDate).toBe('2026-03-01T10:00:05Z');
    clock.tick(5);
    const other = await keep(again(f));
    await other.store.write([slow], () => clock.now());
    expect(names(await list(f, `&from=${responseDate}`))).toEqual(['quick', 'slow']);
    expect(await stampOf('slow')).toBe('2026-03-01T10:00:10Z');
  });

  test('DATE-27 a harvester that asks while a writer holds its lock comes back for what it writes', async () => {
    const clock = clockOf(f);
    await ask(f, LR);
    const unlock = await backDoor.lock(f.database);
    const begun = clock.now();
    clock.tick(30);
    const { responseDate } = await ask(f, LR);
    await unlock();
    // The writer stamps with the second in which it got the lock, long before it commits.
    await f.store.write([catalogue(itemF('slow'), begun, CATALOGUING)], () => begun);
    expect(names(await list(f, `&from=${responseDate}`))).toEqual(['slow']);
  });
});

test('DATE-28 a clock that steps back loses nothing: datestamps are in the order of commits', async () => {
  const clock = clockOf(f);
  await putAt(f, NOW, itemF('before'));
  const { responseDate } = await ask(f, LR);
  clock.tick(-3600);
  for (const local of ['first', 'second', 'third']) await putAt(f, '2026-03-01T09:00:00Z', itemF(local));
  expect(names(await list(f, `&from=${responseDate}`))).toEqual(['before', 'first', 'second', 'third']);
  expect(await stamps(f)).toMatchObject({ before: NOW, first: NOW, second: NOW, third: NOW });
  expect((await ask(f, LR)).responseDate).toBe('2026-03-01T09:00:00Z');
  clock.tick(3605);
  await putAt(f, '2026-03-01T10:00:05Z', itemF('after'));
  const all = (await list(f)).map(({ datestamp }) => datestamp);
  expect(all).toEqual([...all].sort());
});

test('DATE-29 no datestamp lies before earliestDatestamp or in the future', async () => {
  await putAt(f, '1899-12-31T00:00:00Z', itemF('old', { dates: [{ date: '1899', kind: 'issued' }] }));
  const fresh = await keep(Endpoint.start());
  await putAt(fresh, '1970-01-01', itemF('old'));
  for (const endpoint of [f, fresh]) {
    const { identify, responseDate } = await ask(endpoint, 'verb=Identify');
    const all = (await list(endpoint)).map(({ datestamp }) => datestamp).sort();
    expect((identify?.earliestDatestamp ?? '9') <= (all[0] ?? '')).toBe(true);
    expect(secondsOf(all.at(-1) ?? '')).toBeLessThanOrEqual(secondsOf(responseDate));
  }
  expect(await stamps(fresh)).toEqual({ old: NOW });
});

test('DATE-30 a datestamp is our own: not the date of publication, not the one that came along', async () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2015-05-05T05:05:05Z</responseDate>
<request verb="ListRecords" metadataPrefix="oai_dc">https://other.example.net/oai</request><ListRecords><record>
<header><identifier>oai:other.example.net:1</identifier><datestamp>2010-01-01T00:00:00Z</datestamp></header>
<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>From elsewhere</dc:title><dc:date>1899-01-01</dc:date></oai_dc:dc></metadata></record></ListRecords></OAI-PMH>`;
  expect((await importText(f, 'harvested.xml', xml)).refused).toEqual([]);
  const [record] = (await ask(f, recordQuery('oai:other.example.net:1'))).records;
  expect(record).toMatchObject({ datestamp: NOW, dc: { date: [{ text: '1899-01-01' }] } });
  expect(record?.metadata).not.toContain('2010');
});

test('DATE-31 formats of an item have datestamps of their own: only what changed is dated', async () => {
  const titles: Crosswalk = {
    ...oaiDc,
    metadataPrefix: 'titles',
    render: ({ identifier, titles: [title] }, context) =>
      oaiDc.render({ identifier, titles: title ? [title] : [] }, context),
  };
  const both = await deploy([oaiDc, titles], LATER);
  await putAt(both, '2026-03-01T12:00:00Z', itemF('r1', { sets: ['journal:a'], abstracts: [{ text: 'New' }] }));
  expect((await ask(both, recordQuery(ID('r1')))).headers[0]?.datestamp).toBe('2026-03-01T12:00:00Z');
  expect((await ask(both, recordQuery(ID('r1'), 'titles'))).headers[0]?.datestamp).toBe(LATER);
});

test('DATE-32 who asks again from the last datestamp gets those records again, as often as he asks', async () => {
  for (const granularity of ['seconds', 'day'] as const) {
    const endpoint = await keep(again(f, { settings: { granularity } }));
    const last = (await list(endpoint)).at(-1)?.datestamp;
    for (let round = 0; round < 3; round++) expect(names(await list(endpoint, `&from=${last}`))).toEqual(['r5']);
    expect(await list(endpoint)).toEqual(await list(endpoint));
  }
});

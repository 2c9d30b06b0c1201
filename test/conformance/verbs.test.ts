import { oaiDc } from '../../src/formats/oai-dc.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { again, ask, codes, followQuietly, keeper, LI, LR, names } from './ask.ts';
import { query, recordQuery, refused } from './wire.ts';

const keep = keeper();
const UNKNOWN = 'oai:oai.example.org:nope';
let f: Endpoint;
beforeAll(async () => {
  f = await keep(startFixtureF());
});

const prefixes = async (identifier?: string) =>
  (await ask(f, query({ verb: 'ListMetadataFormats', ...(identifier && { identifier }) }))).formats.map(
    ({ metadataPrefix }) => metadataPrefix,
  );
const listed = async (endpoint: Endpoint, asked: string) => names((await followQuietly(endpoint, asked)).headers);

test.each(['oai_dc', 'marc21', 'oai_datacite'])(
  'VRB-01 GetRecord returns exactly the record asked for, in %s',
  async (prefix) => {
    const { records } = await ask(f, recordQuery(ID('r1'), prefix));
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ identifier: ID('r1'), datestamp: '2020-01-01T00:00:00Z', deleted: false });
    expect(records[0]?.metadata?.match(/>Article [^<]*</g)).toEqual(['>Article r1<']);
  },
);

test.each([UNKNOWN, 'oai:elsewhere.example.org:r1', 'r1', 'http://example.org/', ID('R1'), `${ID('r1')}/`])(
  'VRB-02 GetRecord of an unknown identifier is idDoesNotExist: %s',
  async (identifier) => {
    await refused(f, recordQuery(identifier), 'idDoesNotExist');
  },
);

test('VRB-03 GetRecord in a format that nobody knows is cannotDisseminateFormat', async () => {
  await refused(f, recordQuery(ID('r1'), 'nosuch'), 'cannotDisseminateFormat');
});

test('VRB-04 GetRecord in a format that the item lacks is cannotDisseminateFormat', async () => {
  await refused(f, recordQuery(ID('r5'), 'oai_datacite'), 'cannotDisseminateFormat');
});

test('VRB-05 GetRecord of an unknown identifier in an unknown format says both', async () => {
  const answer = await refused(f, recordQuery(UNKNOWN, 'nosuch'), 'idDoesNotExist', 'cannotDisseminateFormat');
  expect(codes(answer)).toHaveLength(2);
});

test('VRB-06 ListMetadataFormats names all formats of the repository', async () => {
  expect(await prefixes()).toEqual(['oai_dc', 'marc21', 'oai_datacite']);
});

test('VRB-07 ListMetadataFormats names the formats of an item', async () => {
  expect(await prefixes(ID('r5'))).toEqual(['oai_dc', 'marc21']);
  expect(await prefixes(ID('r1'))).toEqual(['oai_dc', 'marc21', 'oai_datacite']);
});

test('VRB-08 ListMetadataFormats of an unknown identifier is idDoesNotExist, of an item without any noMetadataFormats', async () => {
  await refused(f, query({ verb: 'ListMetadataFormats', identifier: UNKNOWN }), 'idDoesNotExist');
  await refused(f, query({ verb: 'ListMetadataFormats', identifier: ID('r4') }), 'noMetadataFormats');
});

test.each(['', '&from=2999-01-01', '&until=1990-01-01', '&set=nosuch', '&set=journal:empty'])(
  'VRB-09 a list in an unknown format is cannotDisseminateFormat, whatever else would match nothing: %j',
  async (more) => {
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      await refused(f, `verb=${verb}&metadataPrefix=nosuch${more}`, 'cannotDisseminateFormat');
    }
  },
);

test('VRB-10 a list in a format that no item has is noRecordsMatch', async () => {
  const unused = { ...oaiDc, metadataPrefix: 'unused', render: () => undefined };
  const other = await keep(again(f, { formats: [...f.formats, unused] }));
  for (const verb of ['ListRecords', 'ListIdentifiers']) {
    await refused(other, `verb=${verb}&metadataPrefix=unused`, 'noRecordsMatch');
  }
});

test('VRB-11 a list holds the items that have or had the format, and no others', async () => {
  for (const verb of ['ListRecords', 'ListIdentifiers']) {
    expect(await listed(f, `verb=${verb}&metadataPrefix=oai_datacite`)).toEqual(['r1', 'r2', 'r3', '-r4']);
  }
});

test.each<[string, string[]]>([
  ['set=lang:tr&from=2021-01-01', ['r2']],
  ['set=journal&from=2021-06-15&until=2021-06-15', ['r2']],
  ['set=journal:a&until=2020-12-31', ['r1']],
  ['set=journal&from=2021-06-16', ['r3', '-r4']],
  ['from=2021-06-16&until=2022-12-31', ['r3', '-r4']],
  ['set=lang:tr&from=2021-06-16', []],
  ['set=journal:b&until=2021-06-15', []],
])('VRB-12 from, until and set are one condition: %s → %j', async (more, expected) => {
  for (const asked of [LR, LI]) {
    if (expected.length === 0) await refused(f, `${asked}&${more}`, 'noRecordsMatch');
    else expect(await listed(f, `${asked}&${more}`)).toEqual(expected);
  }
});

test('VRB-13 a full list returns every item exactly once, whatever the page size', async () => {
  for (const pageSize of [1, 2, 3, 4, 5, 6]) {
    const other = await keep(again(f, { settings: { pageSize } }));
    for (const asked of [LR, LI]) expect(await listed(other, asked)).toEqual(['r1', 'r2', 'r3', '-r4', 'r5']);
  }
});

test('VRB-14 a list comes in the order of the commits: what has changed comes last', async () => {
  const changing = await keep(startFixtureF());
  await putAt(changing, '2026-03-01T10:00:00Z', itemF('r2', { sets: ['journal:a'] }));
  for (const asked of [LR, LI]) {
    const { headers } = await followQuietly(changing, asked);
    expect(names(headers)).toEqual(['r1', 'r3', '-r4', 'r5', 'r2']);
    const datestamps = headers.map(({ datestamp }) => datestamp);
    expect(datestamps).toEqual(datestamps.toSorted());
  }
});

test.each([50, 999, 1000, 5000])('VRB-15 all of 1,000 sets are seen, %i on a page', async (setsPageSize) => {
  const many = await keep(startFixtureF({ withoutSets: true, settings: { setsPageSize } }));
  const expected = Array.from({ length: 1000 }, (_, index) => `s${String(index).padStart(4, '0')}`);
  await many.store.write(
    expected.map((setSpec) => ({ kind: 'set' as const, setSpec, setName: `Set ${setSpec}` })),
    () => 0,
  );
  const { sets, pages } = await followQuietly(many, 'verb=ListSets');
  expect(sets.map(({ setSpec }) => setSpec)).toEqual(expected);
  expect(sets.every(({ setSpec, setName }) => setName === `Set ${setSpec}`)).toBe(true);
  expect(pages).toHaveLength(Math.ceil(1000 / setsPageSize));
});

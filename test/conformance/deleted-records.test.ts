import { catalogue } from '../../src/ingest/cataloguing.ts';
import { backDoor } from '../support/back-door.ts';
import type { Endpoint } from '../support/endpoint.ts';
import { CATALOGUING, deleteAt, FIXTURE_FORMATS, ID, itemF, putAt, startFixtureF } from '../support/fixture-f.ts';
import { secondsOf } from '../support/test-clock.ts';
import { again, ask, clockOf, codes, followQuietly, keeper, LI, LR, names } from './ask.ts';
import { refused } from './wire.ts';

const keep = keeper();
const record = (local: string, metadataPrefix = 'oai_dc') =>
  `verb=GetRecord&identifier=${encodeURIComponent(ID(local))}&metadataPrefix=${metadataPrefix}`;
const NOW = '2026-03-01T10:00:00Z';

describe('section 7, deleted records, of a repository that nobody changes', () => {
  let f: Endpoint;
  beforeAll(async () => {
    f = await keep(startFixtureF());
  });

  test('DEL-01 DEL-15 Identify declares persistent', async () => {
    expect((await ask(f, 'verb=Identify')).identify?.deletedRecord).toBe('persistent');
  });

  test.each(['oai_dc', 'marc21', 'oai_datacite'])(
    'DEL-05 GetRecord of a deleted record in %s is its header',
    async (prefix) => {
      const { records, errors } = await ask(f, record('r4', prefix));
      expect(errors).toEqual([]);
      expect(records).toEqual([
        { identifier: ID('r4'), datestamp: '2022-03-01T12:00:00Z', setSpecs: ['journal:b'], deleted: true, abouts: [] },
      ]);
    },
  );

  test.each(['ListRecords', 'ListIdentifiers'])(
    'DEL-06 %s shows a deletion when its range holds it, and only then',
    async (verb) => {
      const within = async (range: string) =>
        names((await followQuietly(f, `verb=${verb}&metadataPrefix=oai_dc&${range}`)).headers);
      expect(await within('from=2022-03-01&until=2022-03-01')).toEqual(['-r4']);
      expect(await within('from=2022-03-01T12:00:00Z&until=2022-03-01T12:00:00Z')).toEqual(['-r4']);
      expect(await within('until=2022-02-28')).toEqual(['r1', 'r2', 'r3']);
      expect(await within('from=2022-03-02')).toEqual(['r5']);
      // When it was alive, and is not any more.
      expect(await within('from=2021-06-16&until=2021-06-16')).toEqual(['r3']);
    },
  );

  test('DEL-08 a deleted record keeps its sets and is found by harvests of each of them', async () => {
    for (const verb of ['ListRecords', 'ListIdentifiers']) {
      const ofB = await followQuietly(f, `verb=${verb}&metadataPrefix=oai_dc&set=journal:b`);
      expect(names(ofB.headers)).toEqual(['r3', '-r4']);
      expect(ofB.headers.map(({ setSpecs }) => setSpecs)).toEqual([['journal:b'], ['journal:b']]);
      const above = await followQuietly(f, `verb=${verb}&metadataPrefix=oai_dc&set=journal`);
      expect(names(above.headers)).toEqual(['r1', 'r2', 'r3', '-r4']);
    }
  });

  test('DEL-10 an item that never had the format is not listed for it', async () => {
    const listed = async (prefix: string) =>
      names((await followQuietly(f, `verb=ListIdentifiers&metadataPrefix=${prefix}`)).headers);
    expect(await listed('oai_datacite')).toEqual(['r1', 'r2', 'r3', '-r4']);
    expect(await listed('marc21')).toEqual(['r1', 'r2', 'r3', '-r4', 'r5']);
  });

  test('DEL-13 ListMetadataFormats of a deleted item has none to name', async () => {
    const answer = await refused(f, `verb=ListMetadataFormats&identifier=${ID('r4')}`, 'noMetadataFormats');
    expect(codes(answer)).toEqual(['noMetadataFormats']);
  });

  test.each([LR, LI, `${LR}&set=journal:b`, `${LI}&from=2021-06-16&until=2023-01-01`])(
    'DEL-14 completeListSize counts deleted headers: %s',
    async (asked) => {
      const { headers, pages } = await followQuietly(await keep(again(f, { settings: { pageSize: 1 } })), asked);
      expect(names(headers)).toContain('-r4');
      expect(pages.map(({ resumptionToken }) => resumptionToken?.completeListSize)).toEqual(
        headers.map(() => headers.length),
      );
    },
  );
});

describe('section 7, deleted records, of a repository that changes', () => {
  let f: Endpoint;
  beforeEach(async () => {
    f = await keep(startFixtureF());
  });

  test('DEL-03 a deletion is told in the same words after re-imports, a restart, VACUUM and a restored copy', async () => {
    const answers = async (endpoint: Endpoint) => {
      const told = [];
      for (const query of [record('r4'), `${LR}&from=2022-03-01&until=2022-03-01`, `${LI}&set=journal:b`]) {
        const { headers, records } = await ask(endpoint, query);
        told.push({ headers, records });
      }
      return told;
    };
    const before = await answers(f);
    clockOf(f).set('2027-01-01T00:00:00Z');
    // The source goes on without it, brings the others again, and deletes it a second time.
    await putAt(f, '2027-01-01T00:00:00Z', itemF('r1', { sets: ['journal:a'] }), itemF('r6'));
    await deleteAt(f, '2027-01-01T00:00:00Z', 'r4');
    expect(await answers(f)).toEqual(before);

    await f.stop();
    await backDoor.rows(f.database, 'VACUUM');
    for (const database of [f.database, await backDoor.copy(f.database)]) {
      const restarted = await keep(again(f, { database }));
      expect(await answers(restarted)).toEqual(before);
      expect(names((await followQuietly(restarted, LI)).headers)).toContain('-r4');
    }
  });

  test('DEL-07 the datestamp is the time of the deletion, and the old one is gone', async () => {
    await deleteAt(f, NOW, 'r1');
    for (const prefix of ['oai_dc', 'marc21', 'oai_datacite']) {
      const [gone] = (await ask(f, record('r1', prefix))).records;
      expect(gone).toMatchObject({ datestamp: NOW, deleted: true, setSpecs: ['journal:a'] });
    }
    expect(names((await ask(f, `${LI}&from=${NOW}`)).headers)).toEqual(['-r1']);
    await refused(f, `${LI}&until=2020-01-01`, 'noRecordsMatch');
  });

  test('DEL-09 a format that an item loses is deleted in that format alone', async () => {
    await putAt(f, NOW, itemF('r3', { sets: ['journal:b'], identifiers: [] }));
    expect((await ask(f, record('r3', 'oai_datacite'))).records).toMatchObject([{ deleted: true, datestamp: NOW }]);
    for (const prefix of ['oai_dc', 'marc21']) {
      expect((await ask(f, record('r3', prefix))).records).toMatchObject([{ deleted: false }]);
    }
    const listed = async (prefix: string) =>
      names((await followQuietly(f, `verb=ListIdentifiers&metadataPrefix=${prefix}&from=${NOW}`)).headers);
    expect(await listed('oai_datacite')).toEqual(['-r3']);
    expect(await listed('oai_dc')).toEqual(['r3']);
    const { formats } = await ask(f, `verb=ListMetadataFormats&identifier=${ID('r3')}`);
    expect(formats.map(({ metadataPrefix }) => metadataPrefix)).toEqual(['oai_dc', 'marc21']);
    // And back again.
    await putAt(f, '2026-03-01T10:00:05Z', itemF('r3', { sets: ['journal:b'] }));
    expect((await ask(f, record('r3', 'oai_datacite'))).records).toMatchObject([
      { deleted: false, datestamp: '2026-03-01T10:00:05Z' },
    ]);
  });

  test('DEL-11 what is brought back has the same identifier, a new datestamp and no status', async () => {
    await putAt(f, NOW, itemF('r4', { sets: ['journal:b'] }));
    const [back] = (await ask(f, record('r4'))).records;
    expect(back).toMatchObject({ identifier: ID('r4'), datestamp: NOW, deleted: false, setSpecs: ['journal:b'] });
    expect(back?.dc?.['title']?.[0]?.text).toBe('Article r4');
    expect(names((await followQuietly(f, LI)).headers)).toEqual(['r1', 'r2', 'r3', 'r5', 'r4']);
    await refused(f, `${LI}&from=2022-03-01&until=2022-03-01`, 'noRecordsMatch');
  });

  test('DEL-11 what a person deleted comes back by a person alone, in the same way', async () => {
    const now = secondsOf(NOW);
    await f.store.write([{ kind: 'delete', identifier: ID('r1'), by: 'hand' }], () => now);
    await putAt(f, '2026-03-01T10:00:01Z', itemF('r1', { sets: ['journal:a'] }));
    expect((await ask(f, record('r1'))).records).toMatchObject([{ deleted: true, datestamp: NOW }]);
    const change = catalogue(itemF('r1', { sets: ['journal:a'] }), now, {
      ...CATALOGUING,
      crosswalks: FIXTURE_FORMATS,
    });
    await f.store.write([{ ...change, undelete: true }], () => now + 2);
    expect((await ask(f, record('r1'))).records).toMatchObject([{ deleted: false, datestamp: '2026-03-01T10:00:02Z' }]);
  });

  test('DEL-12 of a journal that is withdrawn each record is deleted, and its set stays listed', async () => {
    await deleteAt(f, NOW, 'r3');
    const { headers } = await followQuietly(f, `${LR}&set=journal:b`);
    expect(names(headers)).toEqual(['-r4', '-r3']);
    const { sets } = await followQuietly(f, 'verb=ListSets');
    expect(sets.map(({ setSpec }) => setSpec)).toContain('journal:b');
  });
});

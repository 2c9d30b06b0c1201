import { oaiXml } from '../../src/ingest/oai-xml.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { CLOSE, OPEN, read } from './oai-xml-response.ts';
import { readAll, sourceFile } from './read-source.ts';

const folder = temporaryFolder();

describe('elements of Dublin Core', () => {
  test.each([
    ['Fenwick, Orla', { family: 'Fenwick', given: 'Orla' }],
    ['Fenwick , Orla Mae', { family: 'Fenwick', given: 'Orla Mae' }],
    ['Orla Fenwick', { literal: 'Orla Fenwick' }],
    ['Fenwick, Orla, Dr.', { literal: 'Fenwick, Orla, Dr.' }],
    ['Orla Fenwick, Jr.', { literal: 'Orla Fenwick, Jr.' }],
    ['Fenwick, Orla (1950-)', { literal: 'Fenwick, Orla (1950-)' }],
    ['Northport Library, Map Room', { literal: 'Northport Library, Map Room' }],
    ['Fenwick,', { literal: 'Fenwick,' }],
  ])('creator %s', async (text, agent) => {
    const { item, notes } = await read(folder, `<dc:creator>${text}</dc:creator>`);
    expect(item.agents).toEqual([{ role: 'author', ...agent }]);
    expect(notes).toEqual([]);
  });

  test.each([
    ['info:eu-repo/semantics/doctoralThesis', 'doctoralThesis', undefined],
    ['info:eu-repo/semantics/acceptedVersion', undefined, 'accepted'],
    ['Doctoral Thesis', 'doctoralThesis', undefined],
    ['book', 'book', undefined],
    ['Dataset', 'dataset', undefined],
  ])('type %s', async (text, type, version) => {
    const { item, notes } = await read(folder, `<dc:type>${text}</dc:type>`);
    expect([item.type, item.version]).toEqual([type, version]);
    expect(notes).toEqual([]);
  });

  test.each(['Text', 'acceptedVersion', 'info:eu-repo/semantics/conferencePaper', 'NonPeerReviewed'])(
    'type %s is told',
    async (text) => {
      const { item, notes } = await read(folder, `<dc:type>${text}</dc:type>`);
      expect(item.type).toBeUndefined();
      expect(notes).toEqual([expect.stringContaining(text)]);
    },
  );

  test.each([
    ['2019', '2019'],
    ['2019-05', '2019-05'],
    ['2019-05-02T23:59:59+02:00', '2019-05-02'],
  ])('date %s', async (text, date) => {
    expect((await read(folder, `<dc:date>${text}</dc:date>`)).item.dates).toEqual([{ date, kind: 'issued' }]);
  });

  test.each([
    '19',
    '2019-13',
    '2019-02-30',
    '2019-5-2',
    '02.05.2019',
    '0000',
    'info:eu-repo/date/other/2019',
    'info:eu-repo/date/embargoEnd/soon',
  ])('date %s is told', async (text) => {
    const { item, notes } = await read(folder, `<dc:date>${text}</dc:date>`);
    expect([item.dates, item.access]).toEqual([undefined, undefined]);
    expect(notes).toEqual([expect.stringContaining('no date that is known')]);
  });

  test('rights and the end of an embargo agree, whichever comes first', async () => {
    const end = '<dc:date>info:eu-repo/date/embargoEnd/2030</dc:date>';
    const rights = '<dc:rights>info:eu-repo/semantics/embargoedAccess</dc:rights>';
    for (const elements of [end + rights, rights + end, end]) {
      expect((await read(folder, elements)).item.access).toEqual({ status: 'embargoed', embargoEnd: '2030' });
    }
    expect((await read(folder, '<dc:rights>http://purl.org/coar/access_right/c_abf2</dc:rights>')).item.access).toEqual(
      {
        status: 'open',
      },
    );
    expect((await read(folder, '<dc:rights>All rights reserved</dc:rights>')).item.access).toBeUndefined();
  });

  test.each([
    ['https://doi.org/10.5555/12345678', { identifiers: [{ scheme: 'doi', value: '10.5555/12345678' }] }],
    ['doi:10.5555/12345678', { identifiers: [{ scheme: 'doi', value: '10.5555/12345678' }] }],
    ['10.5555/12345678', { identifiers: [{ scheme: 'doi', value: '10.5555/12345678' }] }],
    ['https://example.org/ü', { links: ['https://example.org/%C3%BC'] }],
    ['9999-0008', { host: { issns: ['9999-0008'] } }],
    ['eISSN: 99990008', { host: { issns: ['9999-0008'] } }],
    ['9999-0009', { identifiers: [{ scheme: 'other', value: '9999-0009' }] }],
    ['ISBN 978-0-00-000000-2', { identifiers: [{ scheme: 'isbn', value: '978-0-00-000000-2' }] }],
    ['urn:nbn:xx-1', { identifiers: [{ scheme: 'urn', value: 'urn:nbn:xx-1' }] }],
    ['arXiv:2101.00001', { identifiers: [{ scheme: 'arxiv', value: '2101.00001' }] }],
  ])('identifier %s', async (text, part) => {
    const { item, notes } = await read(folder, `<dc:identifier>${text}</dc:identifier>`);
    expect(item).toEqual({ identifier: 'oai:a.example:1', titles: [{ text: 'T', kind: 'main' }], ...part });
    expect(notes).toEqual([]);
  });

  test('an empty element says nothing, and one that repeats another adds nothing', async () => {
    const { item, notes } = await read(
      folder,
      '<dc:subject/><dc:subject> </dc:subject><dc:subject>a</dc:subject><dc:subject>a</dc:subject>',
    );
    expect(item.keywords).toEqual([{ text: 'a' }]);
    expect(notes).toEqual([]);
  });

  test('sets come as they are, and a deletion has its own', async () => {
    expect(
      (await read(folder, '', '<setSpec>a:b</setSpec><setSpec>a:b</setSpec><setSpec>c</setSpec>')).item.sets,
    ).toEqual(['a:b', 'c']);
    const deleted =
      '<record><header status="deleted"><identifier>oai:a.example:2</identifier><setSpec>a</setSpec></header></record>';
    expect(await readAll(oaiXml, sourceFile(folder, OPEN + deleted + CLOSE))).toEqual([
      { kind: 'deletion', line: 1, identifier: 'oai:a.example:2', sets: ['a'] },
    ]);
  });
});

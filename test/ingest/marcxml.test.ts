import fc from 'fast-check';
import { Fault } from '../../src/fault.ts';
import { recogniseFormat } from '../../src/ingest/index.ts';
import { marcxml } from '../../src/ingest/marcxml.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { notesOf } from './oai-xml-response.ts';
import { fixture, type IncomingItem, readAll, readFault, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const saved = (name: string) => readAll(marcxml, fixture(`import/marcxml/${name}.xml`));
const OPEN = '<collection xmlns="http://www.loc.gov/MARC21/slim">';
const CLOSE = '</collection>';

/** `245 00 $aTitle` to XML. Blanks are as they stand. */
function record(leader: string, ...lines: readonly string[]): string {
  const fields = lines.map((line) => {
    const [tag, rest] = [line.slice(0, 3), line.slice(4)];
    if (tag < '010') return `<controlfield tag="${tag}">${rest}</controlfield>`;
    const subfields = rest
      .slice(3)
      .split('$')
      .slice(1)
      .map((subfield) => `<subfield code="${subfield.charAt(0)}">${subfield.slice(1)}</subfield>`);
    return `<datafield tag="${tag}" ind1="${rest.charAt(0)}" ind2="${rest.charAt(1)}">${subfields.join('')}</datafield>`;
  });
  return `<record><leader>${leader}</leader>${fields.join('')}</record>`;
}

const ARTICLE = '00000nab a2200000uu 4500';

async function read(...lines: readonly string[]): Promise<{ item: IncomingItem; notes: string[] }> {
  const text = OPEN + record(ARTICLE, '001 1', '245 00 $aT', ...lines) + CLOSE;
  const incoming = await readAll(marcxml, sourceFile(folder, text));
  const [item] = incoming.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []));
  if (!item) throw new Error(JSON.stringify(incoming));
  expect(checkItem(item)).toMatchObject({ ok: true });
  return { item, notes: notesOf(incoming) };
}

describe('records of a catalogue', () => {
  test('give every field its place, without the punctuation between the parts', async () => {
    const incoming = await saved('catalogue');
    expect(incoming[0]).toEqual({
      kind: 'item',
      line: 4,
      item: {
        identifier: 'XX-NoSe/000123',
        titles: [
          { text: 'Köprüler ve bekçileri', kind: 'main' },
          { text: 'bir defter', kind: 'subtitle' },
          { text: 'Bridges and their keepers', lang: 'eng', kind: 'translated' },
          { text: 'Bekçi defteri', kind: 'alternative' },
        ],
        agents: [
          { role: 'author', family: 'Fenwick', given: 'Orla A.', orcid: '0000-0001-0000-0017' },
          { role: 'editor', family: 'Tarn', given: 'Ivo' },
          { role: 'contributor', kind: 'organisation', literal: 'Society for Quiet Instruments. Board' },
        ],
        languages: ['tur', 'eng'],
        abstracts: [{ text: 'On bridges, and who keeps them.', lang: 'en' }],
        dates: [{ date: '2001', kind: 'issued' }],
        publishers: [{ name: 'Northport Press' }],
        extent: { text: 'xii, 345 p.' },
        identifiers: [{ scheme: 'isbn', value: '9797000000000' }],
        type: 'book',
        subjects: [
          { text: '624.2', scheme: 'ddc' },
          { text: 'Bridges--Northport--Diaries', scheme: 'lcsh' },
          { text: 'Northport', scheme: 'northplaces', uri: 'https://places.example.org/northport' },
        ],
        coverage: [{ text: 'River Tarn' }],
        relations: [{ type: 'isFormatOf', value: 'Fenwick, Orla A.: Köprüler' }],
        files: [{ uri: 'https://books.example.org/1' }],
        modified: '2024-02-29T08:30:00Z',
      },
    });
    expect(incoming.filter(({ kind }) => kind === 'item')[1]).toMatchObject({
      line: 34,
      item: {
        identifier: 'oai:oai.example.net:17',
        type: 'article',
        host: {
          titles: [{ text: 'The Bridge Keeper' }],
          issns: ['9999-0008'],
          volume: '14',
          issue: '2',
          firstPage: '101',
          lastPage: '120',
        },
      },
    });
    for (const entry of incoming) if (entry.kind === 'item') expect(checkItem(entry.item)).toMatchObject({ ok: true });
    expect(notesOf(incoming)).toEqual([
      '020 “12345” is no ISBN and was left out',
      '700 “Plato” is the author of another work and was left out',
      '856 “https://covers.example.org/1.jpg” is the address of something else and was left out',
      'fields that no item has a place for, with the number of their records: 035 (2), 999 (1)',
    ]);
  });

  test('may be one record without any namespace', async () => {
    expect(await saved('one-record')).toEqual([
      {
        kind: 'item',
        line: 1,
        item: {
          identifier: 'thesis/1',
          titles: [{ text: 'On quays', kind: 'main' }],
          agents: [{ role: 'author', literal: 'Plato of the Quay' }],
          languages: ['eng'],
          dates: [{ date: '2020-05', kind: 'issued' }],
          type: 'doctoralThesis',
        },
      },
    ]);
  });

  test('are lost one by one', async () => {
    const incoming = await saved('odd-records');
    const told = incoming.flatMap((entry) =>
      entry.kind === 'note' ? [] : [[entry.line, entry.kind, 'reason' in entry ? entry.reason : '']],
    );
    expect(told).toEqual([
      [3, 'refusal', "record 1, “Nobody's number”, has no control number (001)"],
      [5, 'refusal', 'record 2 has no control number (001)'],
      [6, 'refusal', 'it has no title (245 $a)'],
      [7, 'refusal', 'it is an authority record, not a bibliographic one'],
      [9, 'deletion', ''],
      [10, 'item', ''],
    ]);
    expect(notesOf(incoming)).toEqual([
      'markup <i> within a value was left out, its text was kept',
      '<note> is no part of a MARC record and was left out',
      '041 “quayish” is no language that is known here and was left out',
      '100 “Anonymous, Anonymous” is no name and was left out',
      '260 “1999-2001” names no single year and was left out',
      '506 “Ask the keeper” does not say who may read it and was left out',
      '856 “www.example.org/x” is no URL that can be kept and was left out',
    ]);
    expect(incoming.find(({ kind }) => kind === 'item')).toMatchObject({
      item: { identifier: 'good', titles: [{ text: 'A good one', kind: 'main' }] },
    });
  });
});

describe('a saved response', () => {
  test('has the ids, the deletions and the sets of its headers', async () => {
    const incoming = await saved('response');
    expect(incoming).toEqual([
      {
        kind: 'item',
        line: 6,
        item: {
          identifier: 'oai:origin.example.net:1',
          titles: [{ text: 'A bridge', kind: 'main' }],
          type: 'article',
          sets: ['journal:bridge'],
          modified: '2026-01-01T05:06:07Z',
        },
      },
      { kind: 'deletion', line: 9, identifier: 'oai:origin.example.net:2', sets: ['journal:bridge'] },
      {
        kind: 'refusal',
        line: 10,
        identifier: 'oai:origin.example.net:3',
        reason: 'it is not deleted but has no metadata',
      },
      {
        kind: 'refusal',
        line: 11,
        identifier: 'oai:origin.example.net:4',
        reason: 'its metadata hold 2 MARC records, not one',
      },
      {
        kind: 'refusal',
        line: 13,
        identifier: 'oai:origin.example.net:5',
        reason: 'its status is “gone”: only “deleted” is known',
      },
      { kind: 'refusal', line: 14, reason: 'the header of record 6 has no identifier' },
      {
        kind: 'note',
        line: 15,
        text: 'the resumptionToken says that the list goes on: what follows is not in this file',
      },
    ]);
  });
});

test.each([
  ['other-root', 1, 'the root element is <modsCollection> in the namespace http://www.loc.gov/mods/v3'],
  ['empty', 2, 'it holds no records'],
  ['cut-off', 5, 'unclosed tag'],
  ['other-payload', 3, 'the metadata are <mods> of the namespace "http://www.loc.gov/mods/v3", not MARCXML'],
  ['error', 3, 'the error noRecordsMatch (“Nothing was changed since then.”) instead of records'],
])('%s.xml is refused as a whole', async (name, line, why) => {
  const { fault, before } = await readFault(marcxml, fixture(`import/marcxml/${name}.xml`));
  expect(before).toEqual([]);
  expect(fault.message).toContain(`.xml: line ${line}: `);
  expect(fault.message).toContain(why);
});

describe('what CEEOL writes', () => {
  const LINES = [
    '022    $a9999-0008',
    '041    $aPolish',
    '100    $aFenwick, Orla',
    '245    $aMosty$bi ich strażnicy',
    '260    $aNorthport$bNorthport Press$c2014',
    '362    $aVol. 6, no. 4 (2014)-',
    '520    $aSummary/Abstract: On bridges.',
    '650    $aBridges',
    '700    $aTarn, Ivo',
    '856    $uhttps://www.ceeol.com/search/article-detail?id=279462',
  ];

  test('is an item whose id stands in its link, and volume and issue in 362', async () => {
    const text = OPEN + record(ARTICLE, ...LINES) + CLOSE;
    expect(await readAll(marcxml, sourceFile(folder, text))).toEqual([
      {
        kind: 'item',
        line: 1,
        item: {
          identifier: 'ceeol/279462',
          titles: [
            { text: 'Mosty', kind: 'main' },
            { text: 'i ich strażnicy', kind: 'subtitle' },
          ],
          agents: [
            { role: 'author', family: 'Fenwick', given: 'Orla' },
            { role: 'author', family: 'Tarn', given: 'Ivo' },
          ],
          languages: ['pol'],
          abstracts: [{ text: 'On bridges.' }],
          dates: [{ date: '2014', kind: 'issued' }],
          publishers: [{ name: 'Northport Press' }],
          host: { issns: ['9999-0008'], volume: '6', issue: '4' },
          type: 'article',
          subjects: [{ text: 'Bridges' }],
          links: ['https://www.ceeol.com/search/article-detail?id=279462'],
        },
      },
    ]);
  });

  test('is a book where it has an ISBN', async () => {
    const book = record('00000nam a2200000uu 4500', '020    $a979-7-00-000000-0', '245    $aT', LINES.at(-1) ?? '');
    expect(await readAll(marcxml, sourceFile(folder, OPEN + book + CLOSE))).toMatchObject([{ item: { type: 'book' } }]);
  });
});

describe('values of fields', () => {
  test.each<[string, unknown]>([
    ['Vol. 14, no. 2 (2021), p. 101-120', { volume: '14', issue: '2', firstPage: '101', lastPage: '120' }],
    ['no. 3, art. e7', { issue: '3', articleNumber: 'e7' }],
    ['Bd. 5 (1999), S. 7', { volume: '5', firstPage: '7' }],
    ['T. 12, br. 3, str. 4–9', { volume: '12', issue: '3', firstPage: '4', lastPage: '9' }],
    ['Annals of Somewhere, no. 5', { citation: 'Annals of Somewhere, no. 5' }],
    ['(2021)', { citation: '(2021)' }],
    [`Vol. ${'1'.repeat(400)}`, { citation: `Vol. ${'1'.repeat(400)}` }],
  ])('773 $g %s', async (text, host) => {
    expect((await read(`773 0  $g${text}`)).item['host']).toEqual(host);
  });

  test.each<[string, string | undefined]>([
    ['2021', '2021'],
    ['2021-06-30', '2021-06-30'],
    ['20210630', '2021-06-30'],
    ['[2001]', '2001'],
    ['©2001.', '2001'],
    ['2001?', undefined],
    ['1999-2001', undefined],
    ['2021-02-30', undefined],
    ['s.a.', undefined],
  ])('264 $c %s', async (text, date) => {
    const { item, notes } = await read(`264  1 $c${text}`, '264  4 $c©1900');
    expect(item['dates']).toEqual(date && [{ date, kind: 'issued' }]);
    expect(notes).toHaveLength(date === undefined ? 1 : 0);
  });

  test.each<[string, string | undefined]>([
    ['506 0  $aAvailable to members', 'open'],
    ['506 1  $aClassified', 'restricted'],
    ['506    $fUnrestricted online access$2star', 'open'],
    ['506    $fOnline access with authorization$2star', 'restricted'],
    ['506 1  $aEmbargoed access until 2031', 'embargoed'],
    ['506 1  $aClosed access', 'closed'],
    ['506    $aAsk', undefined],
  ])('%s', async (line, status) => {
    expect((await read(line)).item['access']).toEqual(status && { status });
  });

  test.each<[string, unknown]>([
    ['024 7  $ahttps://doi.org/10.5555/x$2doi', { scheme: 'doi', value: '10.5555/x' }],
    ['024 7  $a99999/1$2hdl', { scheme: 'handle', value: '99999/1' }],
    ['024 3  $a4006381333931', { scheme: 'ean', value: '4006381333931' }],
    ['024 8  $a7$qpmid', { scheme: 'pmid', value: '7' }],
    ['024 8  $a7', { scheme: 'other', value: '7' }],
    ['024 7  $anone$2doi', undefined],
  ])('%s', async (line, identifier) => {
    expect((await read(line)).item['identifiers']).toEqual(identifier && [identifier]);
  });

  test.each<[string, string, string]>([
    ['7', 'spoken by', 'contributor'],
    ['7', 'Editor.', 'editor'],
    ['1', 'author,', 'author'],
  ])('a name in %s00 with $e %s is %s', async (block, term, role) => {
    expect((await read(`${block}00 1  $aTarn, Ivo$e${term}`)).item['agents']).toEqual([
      { role, family: 'Tarn', given: 'Ivo' },
    ]);
  });

  test('005 must be a time of the calendar', async () => {
    for (const text of ['20240230000000.0', '20240229250000.0', '20240229', '20240229083000'])
      expect((await read(`005 ${text}`)).item['modified']).toBeUndefined();
  });
});

test('files are recognised by their namespace or fields, before other formats take them', async () => {
  for (const name of ['catalogue', 'one-record', 'odd-records', 'response']) {
    const file = fixture(`import/marcxml/${name}.xml`);
    expect(recogniseFormat(await file.head(), file.path)?.name).toBe('marcxml');
  }
  for (const name of ['every-element', 'get-record']) {
    const file = fixture(`import/oai-xml/${name}.xml`);
    expect(recogniseFormat(await file.head(), file.path)?.name).toBe('oai-xml');
  }
});

describe('hostile files', () => {
  const PARTS = [
    OPEN,
    CLOSE,
    record(ARTICLE, '001 1', '245    $aT'),
    '<record>',
    '</record>',
    '<leader>',
    '</leader>',
    '<controlfield tag="001">1</controlfield>',
    '<controlfield tag="005">x</controlfield>',
    '<controlfield tag="008">240101e20</controlfield>',
    '<datafield tag="245" ind1="" ind2="é">',
    '</datafield>',
    '<datafield>',
    '<subfield code="a">',
    '</subfield>',
    '<subfield>',
    '<__proto__ constructor="1"/>',
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>',
    '&amp;',
    '&',
    '<!--',
    '-->',
    '<!DOCTYPE a>',
    '\u0000',
  ];

  test('are records or a Fault, never another error', async () => {
    const part = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PARTS) }, fc.string({ maxLength: 10 }));
    let faults = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), fc.boolean(), async (parts, framed) => {
        const text = parts.join('');
        try {
          await readAll(marcxml, sourceFile(folder, framed ? OPEN + text + CLOSE : text));
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          faults++;
        }
      }),
      { numRuns: 300 },
    );
    expect(faults).toBeGreaterThan(50);
  });

  test('with a record of more than 4 MiB are refused', async () => {
    const long = 'x'.repeat(4.2 * 1024 * 1024);
    for (const text of [
      OPEN + record(ARTICLE, '001 1', `245    $a${long}`) + CLOSE,
      `${OPEN}<!--${long}-->`,
      `<record><leader>${long}`,
    ]) {
      expect((await readFault(marcxml, sourceFile(folder, text))).fault.message).toContain('longer than 4 MiB');
    }
  });

  test('with many records are read one by one', async () => {
    const text = OPEN + record(ARTICLE, '001 1', '245    $aT', '999    $ax').repeat(5_000) + CLOSE;
    let count = 0;
    for await (const { kind } of marcxml.read(sourceFile(folder, text))) if (kind === 'item') count++;
    expect(count).toBe(5_000);
  });

  test.each([
    ['blanks', record(ARTICLE, '001 1', `245    $aT${' '.repeat(1_000_000)}T`, `022    $a1${' '.repeat(1_000_000)}1`)],
    ['commas', record(ARTICLE, '001 1', '245    $aT', `100 1  $a${','.repeat(1_000_000)}a`)],
    ['relators', record(ARTICLE, '001 1', '245    $aT', `100 1  $aA$e${'.'.repeat(1_000_000)}a`)],
    ['numberings', record(ARTICLE, '001 1', '245    $aT', `773 0  $g${'p. '.repeat(300_000)}`)],
    ['fields', record(ARTICLE, '001 1', '245    $aT', ...Array.from({ length: 40_000 }, (_, i) => `653    $a${i}`))],
  ])('of many %s take no time', async (_, text) => {
    const start = performance.now();
    await readAll(marcxml, sourceFile(folder, OPEN + text + CLOSE));
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

import { oaiXml } from '../../src/ingest/oai-xml.ts';
import { checkItem } from '../../src/items/check-item.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { CLOSE, notesOf, OAI, OPEN, record } from './oai-xml-response.ts';
import { fixture, readAll, readFault, sourceFile } from './read-source.ts';

const folder = temporaryFolder();
const saved = (name: string) => readAll(oaiXml, fixture(`import/oai-xml/${name}.xml`));

describe('a saved response', () => {
  test('gives every element its place, and a note to what has none', async () => {
    const incoming = await saved('every-element');
    expect(incoming[0]).toEqual({
      kind: 'item',
      line: 6,
      item: {
        identifier: 'oai:origin.example.net:every',
        titles: [
          { text: 'Köprü Defteri', lang: 'tr', kind: 'main' },
          { text: 'The Bridge Ledger', lang: 'en-GB', kind: 'translated' },
          { text: 'Ledger', kind: 'alternative' },
        ],
        agents: [
          { role: 'author', family: 'Fenwick', given: 'Orla' },
          { role: 'author', literal: 'Northport University, Faculty of Bridges' },
          { role: 'author', literal: 'Orla Fenwick' },
          { role: 'contributor', family: 'Tarn', given: 'Ivo' },
        ],
        keywords: [{ text: 'bridges', lang: 'en' }],
        subjects: [{ text: '624', scheme: 'ddc' }],
        abstracts: [{ text: 'On the <b>ledger</b> of a bridge, p < 0.05.', lang: 'en' }],
        publishers: [{ name: 'Northport Press' }],
        dates: [{ date: '2019-04', kind: 'issued' }],
        type: 'review',
        version: 'published',
        extent: { pages: 18, text: '3 maps' },
        links: ['https://origin.example.net/a/1'],
        identifiers: [
          { scheme: 'doi', value: '10.5555/Bridge.1' },
          { scheme: 'isbn', value: '9780000000002' },
          { scheme: 'handle', value: '99999/1' },
          { scheme: 'other', value: 'shelf 7' },
          { scheme: 'pmid', value: '123' },
        ],
        host: { issns: ['9999-0008', '9999-0016', '9999-0024'], citation: 'The Bridge Keeper, 4(6), 313-330' },
        languages: ['eng', 'tur'],
        funding: [
          {
            funder: 'EC',
            programme: 'H2020',
            award: '123456',
            jurisdiction: 'EU',
            title: 'Old Bridges/New',
            acronym: 'BRIDGE',
          },
        ],
        relations: [
          { type: 'references', scheme: 'doi', value: '10.5555/old' },
          { type: 'relates', scheme: 'url', value: 'https://origin.example.net/a/2' },
          { type: 'relates', value: 'A letter' },
        ],
        access: { status: 'embargoed', embargoEnd: '2030-01-01' },
        licence: { uri: 'https://licences.example.org/by/4.0/', text: 'Keep it dry.' },
        coverage: [{ text: 'Northport', lang: 'en' }],
        sets: ['journal:bridge', 'lang'],
        modified: '2026-01-01T05:06:07Z',
      },
    });
    expect(notesOf(incoming)).toHaveLength(13);
    expect(incoming.slice(1).every(({ kind }) => kind === 'note')).toBe(true);
    expect(checkItem(incoming[0]?.kind === 'item' ? incoming[0].item : undefined)).toMatchObject({ ok: true });
  });

  test('loses only the records that cannot be read', async () => {
    const incoming = await saved('odd-records');
    const told = incoming.flatMap((entry) =>
      entry.kind === 'note' ? [] : [[entry.line, entry.kind, 'reason' in entry ? entry.reason : '']],
    );
    expect(told).toEqual([
      [6, 'refusal', 'its header has no identifier'],
      [10, 'refusal', 'it has no title'],
      [14, 'refusal', 'its status is “gone”: only “deleted” is known'],
      [18, 'refusal', 'it is not deleted but has no metadata'],
      [19, 'item', ''],
      [23, 'deletion', ''],
      [27, 'item', ''],
    ]);
    expect(notesOf(incoming)).toEqual([
      expect.stringContaining('markup <sub>'),
      expect.stringContaining('<dc:audience> is no element of oai_dc'),
      expect.stringContaining('<dct:issued> is no element of oai_dc'),
      expect.stringContaining('datestamp “yesterday”'),
      expect.stringContaining('xml:lang “not a tag”'),
      expect.stringContaining('a deleted record has metadata'),
    ]);
    expect(incoming.at(-1)).toMatchObject({ item: { titles: [{ text: 'Fish & <chips> & more 🐟', kind: 'main' }] } });
  });

  test('may choose its prefixes, and xml:lang is inherited', async () => {
    expect((await saved('other-prefixes'))[0]).toMatchObject({
      item: {
        titles: [
          { text: 'A bridge', lang: 'en', kind: 'main' },
          { text: '?', kind: 'alternative' },
        ],
        agents: [{ family: 'Fenwick', given: 'Orla' }],
      },
    });
  });

  test('may be an answer to GetRecord, and in the encoding that it declares', async () => {
    expect(await saved('get-record')).toEqual([expect.objectContaining({ kind: 'item' })]);
    expect((await saved('windows-1254'))[0]).toMatchObject({
      item: { titles: [{ text: 'Işık ve gölge', lang: 'tr' }] },
    });
  });

  test.each([
    ['malformed', 12, 'an & stands alone: write &amp;'],
    ['mismatched-tag', 12, 'unexpected close tag'],
    ['cut-off', 12, 'unclosed tag'],
    ['undeclared-prefix', 12, 'unbound namespace prefix: "dct"'],
    ['undeclared-attribute-prefix', 8, 'unbound namespace prefix: "xsi"'],
    ['doctype', 2, 'document type declaration'],
    ['entity-bomb', 8, 'document type declaration'],
    ['external-entity', 2, 'document type declaration'],
    ['html-entity', 8, 'undefined entity'],
    ['control-character', 8, 'disallowed character'],
    ['two-roots', 12, 'only one root'],
    ['text-after-root', 13, 'text data outside of root'],
    ['other-root', 2, 'the root element is <rss> in no namespace, not an OAI-PMH response'],
    ['other-namespace', 2, 'http://www.openarchives.org/OAI/1.1/'],
    ['error', 5, 'the error noRecordsMatch (“Nothing was changed since then.”) instead of records'],
    ['other-verb', 5, '<ListIdentifiers>, not ListRecords or GetRecord'],
    ['no-records', 7, 'the response holds no records'],
    ['other-payload', 12, '<mods:mods> of the namespace "http://www.loc.gov/mods/v3", not oai_dc'],
    ['too-deep', 8, 'more than 64 deep'],
    ['empty', 1, 'must contain a root element'],
  ])('%s.xml is refused as a whole', async (name, line, why) => {
    const file = fixture(`import/oai-xml/${name}.xml`);
    const { fault, before } = await readFault(oaiXml, file);
    expect(before).toEqual([]);
    expect(fault.message.startsWith(`${file.path}: line ${line}: `)).toBe(true);
    expect(fault.message).toContain(why);
    expect(fault.message).not.toContain('\n');
  });

  test('with a record of more than 4 MiB is refused, wherever the length comes from', async () => {
    const long = 'x'.repeat(4.2 * 1024 * 1024);
    for (const text of [
      OPEN + record(`<dc:description>${long}</dc:description>`) + CLOSE,
      `${OPEN}<!--${long}-->${record('')}${CLOSE}`,
      `${OPEN}<record a="${long}">`,
      `<?xml version="1.0"?><OAI-PMH ${long}`,
      `<!DOCTYPE a [${long}`,
      `${OPEN}${record(`<dc:title>&${long};</dc:title>`)}${CLOSE}`,
    ]) {
      expect((await readFault(oaiXml, sourceFile(folder, text))).fault.message).toMatch(
        /longer than 4 MiB|stands alone/,
      );
    }
  });

  test('of many chunks is read record by record', async () => {
    const text = OPEN + record('<dc:creator>Fenwick, Orla</dc:creator>').repeat(5_000) + CLOSE;
    let count = 0;
    for await (const { kind } of oaiXml.read(sourceFile(folder, text))) if (kind === 'item') count++;
    expect(count).toBe(5_000);
  });

  test('is recognised by its root', () => {
    expect(oaiXml.recognises(`<?xml version="1.0"?>\n<!-- x -->\n<OAI-PMH xmlns="${OAI}">`, 'a')).toBe(true);
    expect(oaiXml.recognises('<o:OAI-PMH\n', 'a')).toBe(true);
    expect(oaiXml.recognises('<rss><OAI-PMHx/></rss>', 'a.xml')).toBe(false);
    expect(oaiXml.recognises('OAI-PMH <OAI-PMH>', 'a.xml')).toBe(false);
  });
});
